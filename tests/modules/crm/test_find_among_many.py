"""A search among more companies than it reads: the names that begin so come first, and none that is right is lost."""

import datetime

import pytest

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.modules.crm import queries
from maillage.modules.crm.models import Company, Establishment
from maillage.modules.crm.queries.finding import CANDIDATES

ON = datetime.date(2026, 11, 21)
AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
OFFICER = Actor(
    ActorKind.PERSON, "Amina", user=1, grants=(Grant(role="officer", organization=1, perimeter="com:59350"),)
)


def company(number: int, name: str, **more: object) -> Company:
    return Company(
        public_id=f"essai-{number}",
        name=name,
        identity="project",
        origin="register",
        search_name=Company.searched(name, ""),
        created_at=AT,
        is_fictional=True,
        **more,
    )


@pytest.fixture
def bakeries(db: None) -> None:
    """More bakeries than a search reads; before them in the alphabet as many names that only hold the word."""
    number = CANDIDATES + 50
    Company.objects.bulk_create(
        [company(rank, f"Boulangerie fictive {rank:04d}") for rank in range(number)]
        + [company(number + rank, f"Aux amis, boulangerie fictive {rank:04d}") for rank in range(number)]
        + [company(2 * number, "Boulangerie")]
    )


@pytest.mark.usefixtures("bakeries")
def test_a_name_that_is_the_very_word_is_found_among_too_many() -> None:
    found = queries.look_for("boulangerie", ON, actor=OFFICER)
    assert found.companies[0].name == "Boulangerie" and len(found.companies) == 8 and found.more
    assert all(one.name.startswith("Boulangerie") and one.match == "name" for one in found.companies)


@pytest.mark.usefixtures("bakeries")
def test_a_sole_trader_of_ones_place_is_found_among_too_many() -> None:
    trader = company(90_000, "Boulangerie", sole_trader=True)
    trader.save()
    Establishment.objects.create(company=trader, commune="59350", origin="register", as_of=ON)
    elsewhere = company(90_001, "Boulangerie", sole_trader=True)
    elsewhere.save()
    Establishment.objects.create(company=elsewhere, commune="80021", origin="register", as_of=ON)
    found = [one.public_id for one in queries.find("boulangerie", ON, actor=OFFICER)]
    assert trader.public_id in found and elsewhere.public_id not in found
    assert trader.public_id not in [one.public_id for one in queries.find("boulangerie", ON)]


@pytest.mark.usefixtures("bakeries")
def test_a_name_that_holds_the_word_is_found_when_few_begin_so() -> None:
    company(90_000, "Aux pains perdus, levain fictif").save()
    company(90_001, "Levain d'essai").save()
    found = queries.look_for("levain", ON, actor=OFFICER)
    assert [one.name for one in found.companies] == ["Levain d'essai", "Aux pains perdus, levain fictif"]
    assert (found.others, found.more) == (0, False)


@pytest.mark.usefixtures("bakeries")
def test_who_may_read_few_finds_them_after_thousands_of_names() -> None:
    hidden = [company(100_000 + rank, f"Atelier fictif {rank:05d}", sole_trader=True) for rank in range(1600)]
    Company.objects.bulk_create(hidden)
    last = Company.objects.get(public_id="essai-101599")
    Establishment.objects.create(company=last, commune="59350", origin="register", as_of=ON)
    found = queries.look_for("atelier", ON, actor=OFFICER)
    assert [one.public_id for one in found.companies] == ["essai-101599"] and not found.others
    assert not queries.look_for("atelier", ON).companies


@pytest.mark.usefixtures("bakeries")
def test_a_mistyped_name_is_found_beyond_the_first_that_look_like_it() -> None:
    alike = [company(200_000 + rank, f"Bricoconseil fictif {rank:05d}") for rank in range(CANDIDATES + 200)]
    Company.objects.bulk_create([*alike, company(300_000, "Zoé conseil")])
    assert [one.name for one in queries.find("comseil", ON)] == ["Zoé conseil"]
