"""Two files of one company said two things of one sharing: merged, the later word holds; taken apart, each says its own again."""

import datetime

import pytest

from maillage.kit.actor import PUBLIC, Actor, ActorKind, Grant
from maillage.modules.crm import operations as crm
from maillage.modules.crm.enums import ExportState, ValueOrigin
from maillage.modules.crm.models import Company, CompanyExport, Consent
from maillage.modules.crm.operations import declare
from maillage.modules.crm.queries import consents, exports
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization
from maillage.shared.matching import operations
from maillage.shared.matching.models import Merge

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
TODAY = AT.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def partner(db: None) -> Organization:
    return Organization.objects.create(slug="partenaire-fictif", name="Partenaire fictif", in_network=True)


@pytest.fixture
def amina(partner: Organization) -> Actor:
    user = User.objects.create(email="amina@demo.invalid")
    grants = (Grant(role="officer", organization=partner.pk),)
    return Actor(ActorKind.PERSON, "Amina", user=user.pk, organization=partner.pk, grants=grants)


@pytest.fixture
def kept(amina: Actor) -> Company:
    return declare(name="Zorga", origin=ValueOrigin.OFFICER, at=AT - 60 * DAY, actor=amina)


@pytest.fixture
def double(amina: Actor) -> Company:
    return declare(name="Zorga bis", origin=ValueOrigin.OFFICER, at=AT - 60 * DAY, actor=amina)


def merged(kept: Company, double: Company, amina: Actor) -> Merge:
    return operations.merge("crm.company", kept.public_id, double.public_id, at=AT, actor=amina)


def test_a_refusal_later_than_the_agreement_of_the_other_file_prevails(kept, double, partner, amina):
    crm.give_consent(kept, partner, "reading", at=AT - 30 * DAY, actor=PUBLIC)
    crm.oppose_sharing(double, partner, "reading", at=AT - DAY, actor=PUBLIC)

    merge = merged(kept, double, amina)

    assert not consents.allows(kept.pk, partner.pk, "reading", TODAY)
    assert consents.opposes(kept.pk, partner.pk, "reading", TODAY)
    assert consents.organizations_named([kept.pk], TODAY) == set()
    assert consents.allows(kept.pk, partner.pk, "reading", TODAY - 2 * DAY)
    told = [(one.state, one.outdone) for one in consents.lines(kept.pk)]
    assert sorted(told) == [("declined", False), ("revoked", True)]

    operations.undo(merge.pk, at=AT + DAY, actor=amina)
    assert consents.allows(kept.pk, partner.pk, "reading", TODAY)
    assert [one.state for one in consents.lines(kept.pk)] == ["given"]
    assert consents.opposes(Company.objects.get(name="Zorga bis").pk, partner.pk, "reading", TODAY)


def test_a_withdrawal_prevails_and_says_nothing_of_other_purposes(kept, double, partner, amina):
    for purpose in ("reading", "listing"):
        crm.give_consent(kept, partner, purpose, at=AT - 30 * DAY, actor=PUBLIC)
    taken = crm.give_consent(double, partner, "reading", at=AT - 40 * DAY, actor=PUBLIC)
    crm.revoke_consent(taken, at=AT - DAY, actor=PUBLIC)
    merged(kept, double, amina)
    assert not consents.allows(kept.pk, partner.pk, "reading", TODAY)
    assert consents.allows(kept.pk, partner.pk, "listing", TODAY)


def test_an_agreement_later_than_a_refusal_prevails(kept, double, partner, amina):
    crm.oppose_sharing(kept, partner, "reading", at=AT - 30 * DAY, actor=PUBLIC)
    crm.give_consent(double, partner, "reading", at=AT - DAY, actor=PUBLIC)
    merged(kept, double, amina)
    assert consents.allows(kept.pk, partner.pk, "reading", TODAY)
    assert not consents.opposes(kept.pk, partner.pk, "reading", TODAY)


def test_the_company_may_be_asked_and_may_agree_again(kept, double, partner, amina):
    crm.give_consent(kept, partner, "reading", at=AT - 30 * DAY, actor=PUBLIC)
    crm.oppose_sharing(double, partner, "reading", at=AT - DAY, actor=PUBLIC)
    merged(kept, double, amina)
    crm.ask_consent(kept, partner, "reading", why="reprendre", at=AT, actor=amina)
    assert not consents.allows(kept.pk, partner.pk, "reading", TODAY)
    crm.give_consent(kept, partner, "reading", at=AT, actor=PUBLIC)
    assert consents.allows(kept.pk, partner.pk, "reading", TODAY)
    assert Consent.objects.filter(company=kept, ended_at=None).count() == 1


def test_a_file_made_before_the_refusal_of_the_other_file_is_taken_no_more(
    kept, double, partner, giver_of_aids, amina
):
    crm.give_consent(kept, partner, "listing", at=AT - 30 * DAY, actor=PUBLIC)
    crm.oppose_sharing(double, partner, "listing", at=AT - DAY, actor=PUBLIC)
    made = CompanyExport(recipient=partner, state=ExportState.READY, finished_at=AT - 10 * DAY)
    made.pk = 1
    assert exports._revoked([made], TODAY) == set()
    merged(kept, double, amina)
    assert exports._revoked([made], TODAY) == {1}


@pytest.fixture
def giver_of_aids(kept: Company, partner: Organization) -> None:
    kept.aids.create(
        public_id="a", label="Aide", giver=partner, origin=ValueOrigin.OFFICER, recorded_at=AT - 50 * DAY
    )


def test_the_page_of_agreements_says_why_the_older_one_holds_no_more(demonstration, as_member):
    client, partner = as_member("amina"), Organization.objects.filter(in_network=True).first()
    kept = Company.objects.get(siren="000000018")
    who = Actor(ActorKind.IMPORT, "essai")
    double = declare(
        name="Menuiserie Clairfictif bis", origin=ValueOrigin.OFFICER, at=AT - 60 * DAY, actor=who
    )
    crm.give_consent(kept, partner, "reading", at=AT - 30 * DAY, actor=PUBLIC)
    crm.oppose_sharing(double, partner, "reading", at=AT - DAY, actor=PUBLIC)
    merged(kept, double, who)
    page = client.get(f"/bureau/entreprises/{kept.public_id}/accords/").content.decode()
    assert "sa dernière parole l&#x27;emporte" in page or "sa dernière parole l'emporte" in page
