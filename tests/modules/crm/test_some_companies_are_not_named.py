"""A sole trader's name is a person's, and some companies asked the register not to publish them: masked at every door."""

import datetime

import pytest

from maillage.kit import subjects
from maillage.kit.actor import PUBLIC, Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible
from maillage.modules.crm import queries
from maillage.modules.crm.models import Company, Establishment
from maillage.shared.audit.queries import history

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ELECTED = Actor(ActorKind.PERSON, "Gaëlle", user=1, grants=(Grant(role="elected", organization=1),))
OFFICER = Actor(ActorKind.PERSON, "Amina", user=1, grants=(Grant(role="officer", organization=1),))

AWAY = Actor(
    ActorKind.PERSON, "Aurélien", user=1, grants=(Grant(role="officer", organization=1, perimeter="dep:80"),)
)
ADMINISTRATOR = Actor(
    ActorKind.PERSON, "Farid", user=1, grants=(Grant(role="administrator", organization=1),)
)


@pytest.fixture
def trader(db) -> Company:
    return company("020000012", "Zéphyrine Fictivet", sole_trader=True)


@pytest.fixture
def hidden(db) -> Company:
    return company("020000020", "Discrétion Fictive", is_published=False)


def company(siren: str, name: str, **more: bool) -> Company:
    from maillage.modules.crm.demo import keyed

    siren = keyed(siren[:8])
    row = Company.objects.create(
        public_id=f"essai-{siren}",
        name=name,
        trade_name=f"Aux {name}",
        identity="registered",
        siren=siren,
        search_name=Company.searched(name, ""),
        origin="register",
        created_at=AT,
        is_fictional=True,
        **more,
    )
    Establishment.objects.create(
        company=row, is_head_office=True, commune="59350", naf="10.71C", origin="register", as_of=ON
    )
    return row


@pytest.mark.parametrize("actor", [PUBLIC, ELECTED], ids=["public", "elected"])
def test_a_sole_trader_is_not_found_by_its_name_but_by_its_number_without_its_name(
    trader: Company, actor: Actor
) -> None:
    assert queries.find("zephyrine", ON, actor=actor) == ()
    (found,) = queries.find(trader.siren, ON, actor=actor)
    assert (found.name, found.trade_name) == ("Entreprise individuelle, nom non publié", "")
    assert found.commune_name == "Lille"
    assert "Zéphyrine" not in repr(queries.get(trader.public_id, ON, actor=actor))
    assert "Zéphyrine" not in repr(queries.situation(trader.public_id, ON, actor=actor))
    assert "Zéphyrine" not in repr(queries.look_in_place("59350", on=ON, actor=actor))


def test_the_public_never_sees_a_company_that_the_register_does_not_publish(hidden: Company) -> None:
    assert queries.find(hidden.siren, ON) == ()
    assert queries.look_in_place("59350", on=ON).companies == ()
    assert queries.identified(siren=hidden.siren, on=ON) is None
    with pytest.raises(NotVisible):
        queries.get(hidden.public_id, ON)


def test_a_member_who_answers_no_company_sees_neither_its_name_nor_its_town(hidden: Company) -> None:
    (found,) = queries.find(hidden.siren, ON, actor=ELECTED)
    assert (found.name, found.commune, found.commune_name) == ("Entreprise non diffusible", "", "")
    card = queries.get(hidden.public_id, ON, actor=ELECTED)
    assert "Discrétion" not in repr(card) and "59350" not in repr(card) and "Lille" not in repr(card)
    assert "59350" not in repr(queries.situation(hidden.public_id, ON, actor=ELECTED))
    assert queries.look_in_place("59350", on=ON, actor=ELECTED).companies == ()


def test_who_answers_companies_reads_both_names(trader: Company, hidden: Company) -> None:
    assert [one.name for one in queries.find("discretion", ON, actor=OFFICER)] == ["Discrétion Fictive"]
    assert [one.name for one in queries.find("zephyrine", ON, actor=OFFICER)] == ["Zéphyrine Fictivet"]
    assert queries.get(hidden.public_id, ON, actor=OFFICER).establishments[0].commune_name == "Lille"


def test_a_company_that_says_it_is_a_sole_trader_is_one_from_then_on(db) -> None:
    from maillage.modules.crm import operations

    row = operations.declare(name="Zélie Fictivon", values={"legal_category": "1000"}, at=AT, actor=PUBLIC)
    assert Company.objects.get(pk=row.pk).sole_trader


def journal(row: Company, actor: Actor) -> str:
    return repr(history(subjects.kind("crm.company").find(row.public_id, actor, ON), ON, actor=actor))


@pytest.mark.parametrize("actor", [AWAY, ADMINISTRATOR], ids=["officer elsewhere", "administrator"])
def test_the_journal_of_a_company_masks_what_its_page_masks(
    trader: Company, hidden: Company, actor: Actor
) -> None:
    for row in (trader, hidden):
        told = journal(row, actor)
        assert row.name not in told and row.name.split()[0] not in told
    assert "59350" in journal(trader, actor) and "59350" not in journal(hidden, actor)


def test_who_reads_the_names_reads_them_in_the_journal_too(trader: Company, hidden: Company) -> None:
    assert trader.name in journal(trader, OFFICER) and hidden.name in journal(hidden, OFFICER)
