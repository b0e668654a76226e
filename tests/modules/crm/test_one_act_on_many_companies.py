"""One act on many companies: rehearsed without writing, done with a result for each, undone."""

import datetime

import pytest

from maillage.kit.actor import TERMINAL, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm import operations
from maillage.modules.crm.models import AidReceived, BulkAct, Company
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Organization

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
NOTED = {
    "label": "Aide fictive", "unit": None, "giver": None, "industry": "", "purpose": "", "year": 2024, "decided_on": None,
    "paid_on": None, "amount": None, "state": "", "reference": "", "source": "", "source_kind": "", "source_on": None,
}  # fmt: skip


@pytest.fixture
def region(db):
    return Organization.objects.create(slug="region-fictive", name="Région fictive", in_network=True)


@pytest.fixture
def officer(region):
    user = User.objects.create(email="agente@demo.invalid")
    grants = (Grant(role="officer", organization=region.pk),)
    return Actor(ActorKind.PERSON, "Agente", user=user.pk, organization=region.pk, grants=grants)


@pytest.fixture
def companies(register):
    return list(Company.objects.order_by("siren")[:3])


def test_a_rehearsal_says_everything_and_writes_nothing(companies, officer):
    found = operations.rehearse("crm.note_aid", companies, NOTED, at=AT, actor=officer)
    assert [one.done for one in found] == [True, True, True]
    assert not AidReceived.objects.exists() and not BulkAct.objects.exists()


def test_one_refusal_leaves_the_others_done(companies, officer, region):
    said = NOTED | {"reference": "F-1", "giver": region}
    row = operations.act_on_companies("crm.note_aid", companies, said, words={}, at=AT, actor=officer)
    assert [one["done"] for one in row.results] == [True, False, False]
    assert "autre entreprise" in row.results[1]["sentence"]
    assert AidReceived.objects.count() == 1


def test_undoing_takes_back_what_was_done(companies, officer):
    row = operations.act_on_companies("crm.note_aid", companies, NOTED, words={}, at=AT, actor=officer)
    undone = operations.undo_act_on_companies(row, at=AT, actor=officer)
    assert not AidReceived.objects.filter(withdrawn_at__isnull=True).exists()
    assert {one["undone"] for one in undone.results} == {"Aide retirée."}
    assert operations.undo_act_on_companies(row, at=AT, actor=officer).undone_at == AT


def test_withdrawing_a_list_leaves_the_aids_of_others_and_says_so(companies, officer):
    mine = operations.record_aid(companies[0], label="Aide fictive", year=2024, at=AT, actor=officer)
    theirs = operations.record_aid(companies[0], label="Autre aide fictive", year=2024, at=AT, actor=TERMINAL)
    older = operations.record_aid(companies[0], label="Vieille aide fictive", year=2019, at=AT, actor=officer)
    operations.record_aid(companies[1], label="Aide fictive", year=2024, at=AT, actor=TERMINAL)
    said = {"reason": "en double", "address": "de=2024"}
    row = operations.act_on_companies(
        "crm.withdraw_aids", companies[:2], said, words={}, at=AT, actor=officer
    )
    assert [one["sentence"] for one in row.results] == [
        "1 aide retirée. 1 reste\N{NO-BREAK SPACE}: elle est d'un autre.",
        "Aucune de ses aides n'est de vous ni de votre organisme. Demandez-le à l'organisme qui les a données.",
    ]
    gone = set(AidReceived.objects.exclude(withdrawn_at=None))
    assert gone == {mine} and not {theirs, older} & gone
    operations.undo_act_on_companies(row, at=AT, actor=officer)
    assert not AidReceived.objects.exclude(withdrawn_at=None).exists()


def test_an_act_is_undone_by_its_author_only(companies, officer):
    row = operations.act_on_companies("crm.note_aid", companies, NOTED, words={}, at=AT, actor=officer)
    other = Actor(
        ActorKind.PERSON, "Autre", user=User.objects.create(email="b@demo.invalid").pk, grants=officer.grants
    )
    with pytest.raises(Refused, match="quelqu'un d'autre"):
        operations.undo_act_on_companies(row, at=AT, actor=other)


def test_an_act_that_nobody_offers_or_not_to_this_actor_does_not_exist(companies, officer):
    with pytest.raises(NotVisible):
        operations.rehearse("rien.de_tel", companies, {}, at=AT, actor=officer)
    dpo = Actor(ActorKind.PERSON, "Inès", user=officer.user, grants=(Grant(role="dpo", organization=1),))
    with pytest.raises(NotVisible):
        operations.rehearse("crm.note_aid", companies, NOTED, at=AT, actor=dpo)


def test_undoing_withdraws_no_aid_that_was_there_before(companies, officer, region):
    numbered = {"giver": region, "reference": "F-1"}
    before = operations.record_aid(
        companies[0], label="Aide fictive", at=AT - datetime.timedelta(days=1), actor=officer, **numbered
    )
    row = operations.act_on_companies(
        "crm.note_aid", companies[:1], NOTED | numbered, words={}, at=AT, actor=officer
    )
    assert "déjà notée" in row.results[0]["sentence"]

    operations.undo_act_on_companies(row, at=AT, actor=officer)

    before.refresh_from_db()
    assert before.withdrawn_at is None
