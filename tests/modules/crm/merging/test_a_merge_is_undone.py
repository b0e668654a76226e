"""Merge two companies, then undo it: every row of every table is as it was."""

import datetime
import random
from decimal import Decimal

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import AidReceived, Company, CompanyValue, Establishment
from maillage.modules.crm.operations import declare
from maillage.shared.directory.models import Organization
from maillage.shared.matching import merging, operations, queries, rows
from maillage.shared.matching.models import DoubtfulPair, Merge

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
LATER = AT + datetime.timedelta(days=30)
KIND = "crm.company"
NOT_COMPARED = ("audit", "matching", "django_tasks_database", "sessions", "contenttypes", "auth")


@pytest.fixture
def amina(db):
    from maillage.shared.accounts.models import User

    user = User.objects.create(email="amina@demo.invalid")
    return Actor(ActorKind.PERSON, "Amina", user=user.pk, grants=(Grant(role="officer", organization=1),))


def everything() -> dict[tuple[str, int], dict]:
    """Every row of every table of ours that a merge may touch."""
    tables = [
        model
        for model in apps.get_models()
        if model._meta.app_label not in NOT_COMPARED and model.__module__.startswith("maillage.")
    ]
    small = [
        model
        for model in tables
        if model._meta.app_label not in ("territories", "nomenclatures", "reference")
    ]
    return {rows.named(row): rows.values(row) for model in small for row in model._base_manager.all()}


def company(name: str, actor: Actor, **more: object) -> Company:
    return declare(name=name, origin=ValueOrigin.OFFICER, at=AT, actor=actor, **more)


def attach(one: Company, dice: random.Random, giver: Organization) -> None:
    """Things that hang on a company, some of which only one of two merged ones may keep."""
    for _ in range(dice.randrange(3)):
        siret = dice.choice(("", "", "00000001800010", "00000001800028"))
        if siret and Establishment.objects.filter(company=one, siret=siret).exists():
            continue
        Establishment.objects.create(
            company=one,
            siret=siret,
            is_head_office=not Establishment.objects.filter(company=one, is_head_office=True).exists(),
            commune=dice.choice(("59350", "44109", "")),
            origin=ValueOrigin.OFFICER,
            as_of=AT.date(),
        )
    for _ in range(dice.randrange(3)):
        CompanyValue.objects.create(
            company=one,
            field="headcount",
            value=dice.randrange(50),
            origin=ValueOrigin.OFFICER,
            as_of=AT.date(),
            recorded_at=AT,
        )
    for rank in range(dice.randrange(3)):
        AidReceived.objects.create(
            public_id=f"aid-{one.pk}-{rank}",
            company=one,
            label="Aide fictive",
            giver=giver,
            year=2020,
            amount=Decimal("1000.50"),
            origin=ValueOrigin.OFFICER,
            recorded_at=AT,
        )


@pytest.fixture
def giver(db):
    return Organization.objects.create(slug="direction-fictive", name="Direction fictive", in_network=True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), numbered=st.sampled_from(("", "first", "second")))
@pytest.mark.requirement("H-073")
def test_merge_then_undo_leaves_the_same_rows(seed, numbered, amina, giver):
    from maillage.kit.testing.databases import undone

    with undone():
        dice = random.Random(seed)
        one = company("Atelier fictif Balibadine", amina, siren="000000018" if numbered == "first" else "")
        two = company("Balibadine (atelier)", amina, siren="000000018" if numbered == "second" else "")
        attach(one, dice, giver)
        attach(two, dice, giver)
        before = everything()

        done = operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)
        assert not Company.objects.filter(pk=two.pk).exists()
        assert not merging.since(done.record)
        operations.undo(done.pk, at=LATER, actor=amina)

        assert everything() == before


def test_what_hung_on_the_second_hangs_on_the_first(amina, giver):
    one, two = company("Garage Zorga", amina), company("Garage Zorgha", amina)
    AidReceived.objects.create(
        public_id="a",
        company=two,
        label="Aide fictive",
        giver=giver,
        origin=ValueOrigin.OFFICER,
        recorded_at=AT,
    )

    operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)

    assert [aid.label for aid in one.aids.all()] == ["Aide fictive"]


def test_a_company_without_number_takes_the_one_of_the_other(amina):
    one, two = company("Garage Zorga", amina), company("Zorga", amina, siren="000000018")

    operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)

    one.refresh_from_db()
    assert (one.siren, one.identity) == ("000000018", "registered")
    assert "zorga" in one.search_name


def test_two_sirens_are_two_companies(amina):
    one, two = company("Zorga", amina, siren="000000018"), company("Zorga", amina, siren="000000026")

    with pytest.raises(Refused, match="chacune leur SIREN"):
        operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)

    assert Company.objects.filter(pk=two.pk).exists()


def test_the_company_of_the_register_is_the_one_kept(amina):
    one = company("Zorga", amina)
    two = company("Zorga industrie", amina, siren="000000018")
    Company.objects.filter(pk=two.pk).update(origin=ValueOrigin.REGISTER)

    with pytest.raises(Refused, match="vient du registre"):
        operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)


def test_the_second_officer_is_told_who_merged_the_pair(amina):
    one, two = company("Zorga", amina), company("Zorga bis", amina)
    operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)

    with pytest.raises(Refused, match="vient d'être fusionnée, le 21 novembre 2026, par"):
        operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)
    with pytest.raises(NotVisible):
        operations.merge(KIND, one.public_id, "rien-de-tel", at=AT, actor=amina)


def test_the_address_of_the_one_merged_leads_to_the_last_survivor(amina):
    one, two, three = (company(name, amina) for name in ("Zorga", "Zorga bis", "Zorga ter"))
    operations.merge(KIND, two.public_id, three.public_id, at=AT, actor=amina)
    operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)

    assert queries.successor(KIND, three.public_id) == one.public_id
    assert queries.successor(KIND, one.public_id) == ""


def test_a_merge_of_merged_companies_is_undone_from_the_last_to_the_first(amina):
    one, two, three = (company(name, amina) for name in ("Zorga", "Zorga bis", "Zorga ter"))
    before = everything()
    first = operations.merge(KIND, two.public_id, three.public_id, at=AT, actor=amina)
    second = operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)

    with pytest.raises(Refused, match="Défaites-la d'abord"):
        operations.undo(first.pk, at=LATER, actor=amina)
    operations.undo(second.pk, at=LATER, actor=amina)
    operations.undo(first.pk, at=LATER, actor=amina)

    assert everything() == before


def test_what_came_since_stays_unless_a_person_gives_it_back(amina, giver):
    one, two = company("Zorga", amina), company("Zorga bis", amina)
    done = operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)
    aids = [
        AidReceived.objects.create(
            public_id=name, company=one, label=name, giver=giver, origin=ValueOrigin.OFFICER, recorded_at=AT
        )
        for name in ("stays", "goes")
    ]
    shown = queries.merge(done.pk, AT.date(), at=LATER, actor=amina)
    assert [line.title for line in shown.since] == ["stays", "goes"]

    operations.undo(done.pk, given_back=[("crm.aidreceived", aids[1].pk)], at=LATER, actor=amina)

    again = Company.objects.get(public_id=two.public_id)
    assert [aid.label for aid in again.aids.all()] == ["goes"]
    assert [aid.label for aid in one.aids.all()] == ["stays"]


def test_what_was_changed_since_stays_as_it_is_and_is_told(amina):
    one, two = company("Zorga", amina), company("Zorga bis", amina)
    done = operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)
    Company.objects.filter(pk=one.pk).update(trade_name="Chez Zorga")

    told = operations.undo(done.pk, at=LATER, actor=amina)

    one.refresh_from_db()
    assert one.trade_name == "Chez Zorga"
    assert len(told) == 1


def test_after_ninety_days_a_merge_is_not_undone_and_what_it_kept_is_forgotten(amina):
    one, two = company("Zorga", amina), company("Zorga bis", amina)
    done = operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)
    late = AT + datetime.timedelta(days=91)

    with pytest.raises(Refused, match="pendant 90 jours"):
        operations.undo(done.pk, at=late, actor=amina)
    assert operations.forget(at=late, actor=amina) == 1

    done.refresh_from_db()
    assert done.record == {}
    assert Merge.objects.get().merged == two.public_id


def test_an_undone_merge_says_that_they_are_different(amina):
    one, two = company("Zorga", amina), company("Zorga bis", amina)
    operations.propose(
        KIND,
        one.public_id,
        two.public_id,
        probability=0.7,
        reasons=[("même commune", "en faveur")],
        at=AT,
        actor=amina,
    )
    done = operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=amina)
    assert DoubtfulPair.objects.get().verdict == "same"

    operations.undo(done.pk, at=LATER, actor=amina)

    assert DoubtfulPair.objects.get().verdict == "different"
    assert queries.verdicts(KIND, [one.public_id]) == {
        (one.public_id, two.public_id): "different",
        (two.public_id, one.public_id): "different",
    }


def test_an_elected_member_merges_nothing(amina):
    one, two = company("Zorga", amina), company("Zorga bis", amina)
    gaelle = Actor(ActorKind.PERSON, "Gaëlle", grants=(Grant(role="elected", organization=1),))

    with pytest.raises(Refused, match="rôle ne permet pas"):
        operations.merge(KIND, one.public_id, two.public_id, at=AT, actor=gaelle)
