"""An aid received is noted in the words of whoever gave it, withdrawn with a reason, put back; an unknown amount stays unknown."""

import datetime
from decimal import Decimal

import pytest

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import Refused
from maillage.modules.crm import operations
from maillage.modules.crm.models import AidReceived, Company
from maillage.modules.crm.queries import aids
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization, Unit

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
TODAY = AT.date()


@pytest.fixture
def claire(register):
    return Company.objects.get(siren="000000018")


@pytest.fixture
def region(db):
    return Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)


@pytest.fixture
def directorate(region):
    return Unit.objects.create(organization=region, slug="direction-fictive", name="Direction fictive")


@pytest.fixture
def officer(region):
    user = User.objects.create(email="agente@demo.invalid")
    return Actor(
        ActorKind.PERSON,
        "Agente",
        user=user.pk,
        organization=region.pk,
        grants=(Grant(role="officer", organization=region.pk),),
    )


def test_an_aid_bears_the_organisation_of_its_unit_and_the_year_of_its_decision(claire, directorate, officer):
    aid = operations.record_aid(
        claire,
        label="Aide fictive",
        unit=directorate,
        decided_on=datetime.date(2022, 3, 4),
        amount=Decimal("12400.5"),
        at=AT,
        actor=officer,
    )
    assert (aid.giver, aid.year, aid.amount) == (directorate.organization, 2022, Decimal("12400.50"))


def test_an_amount_that_nobody_said_is_not_zero(claire, directorate, officer):
    operations.record_aid(claire, label="Aide fictive", unit=directorate, year=2021, at=AT, actor=officer)
    operations.record_aid(claire, label="Autre aide fictive", amount=Decimal(0), at=AT, actor=officer)
    found = aids.of_company(claire.public_id, actor=officer, on=TODAY)
    # What bears no year comes last, whatever the database.
    assert [row.amount for row in found.rows] == [None, Decimal("0.00")]
    assert (found.amount, found.unpriced) == (Decimal(0), 1)


def test_one_number_of_one_giver_is_one_aid(claire, directorate, officer):
    said = {"label": "Aide fictive", "unit": directorate, "reference": "F-12", "at": AT, "actor": officer}
    first = operations.record_aid(claire, **said)
    assert operations.record_aid(claire, **said) == first
    other = Company.objects.exclude(pk=claire.pk).first()
    with pytest.raises(Refused, match="autre entreprise"):
        operations.record_aid(other, **said)
    assert AidReceived.objects.count() == 1


def test_a_withdrawn_aid_leaves_the_page_and_comes_back(claire, directorate, officer):
    aid = operations.record_aid(claire, label="Aide fictive", unit=directorate, at=AT, actor=officer)
    with pytest.raises(Refused, match="raison"):
        operations.withdraw_aid(aid, reason=" ", at=AT, actor=officer)
    operations.withdraw_aid(aid, reason="en double", at=AT, actor=officer)
    assert aids.of_company(claire.public_id, actor=officer, on=TODAY).rows == ()
    operations.restore_aid(aid, at=AT, actor=officer)
    assert len(aids.of_company(claire.public_id, actor=officer, on=TODAY).rows) == 1


def test_an_aid_noted_again_meanwhile_is_not_put_back(claire, directorate, officer):
    said = {"label": "Aide fictive", "unit": directorate, "reference": "F-13", "at": AT, "actor": officer}
    aid = operations.record_aid(claire, **said)
    operations.withdraw_aid(aid, reason="en double", at=AT, actor=officer)
    operations.record_aid(claire, **said)
    with pytest.raises(Refused, match="notée de nouveau"):
        operations.restore_aid(aid, at=AT, actor=officer)


def test_somebody_else_s_aid_is_withdrawn_by_its_giver_only(claire, directorate, officer):
    aid = operations.record_aid(claire, label="Aide fictive", unit=directorate, at=AT, actor=TERMINAL)
    with pytest.raises(Refused, match="autre organisme"):
        operations.withdraw_aid(aid, reason="en double", at=AT, actor=officer)
    head = Actor(
        ActorKind.PERSON,
        "Direction",
        user=officer.user,
        organization=directorate.organization_id,
        grants=(Grant(role="director", organization=directorate.organization_id),),
    )
    assert operations.withdraw_aid(aid, reason="en double", at=AT, actor=head).withdrawn_at == AT


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"label": " "}, "label"),
        ({"label": "Aide", "amount": Decimal("-1")}, "amount"),
        ({"label": "Aide", "year": 22}, "year"),
        ({"label": "Aide", "state": "presque"}, "state"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(claire, officer, said, field):
    with pytest.raises(Refused) as refused:
        operations.record_aid(claire, **said, at=AT, actor=officer)
    assert refused.value.field == field
    assert not AidReceived.objects.exists()


def test_whoever_only_controls_notes_no_aid(claire, region):
    jules = Actor(ActorKind.PERSON, "Jules", user=None, grants=(Grant(role="dpo", organization=region.pk),))
    with pytest.raises(Refused):
        operations.record_aid(claire, label="Aide fictive", at=AT, actor=jules)
