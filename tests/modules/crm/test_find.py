"""A company is found by its name or its number, whatever the way it is typed."""

import datetime

import pytest

from maillage.kit.actor import PUBLIC, TERMINAL
from maillage.kit.errors import Refused
from maillage.modules.crm import operations, queries
from maillage.modules.crm.models import Company

AT = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ON = AT.date()
CLAIRE = "000000018"
pytestmark = pytest.mark.usefixtures("register")


def names(text, **more):
    return [found.name for found in queries.find(text, ON, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "Menuiserie Clairfictif",
        "menuiserie CLAIRFICTIF",
        "clairfictif menuiserie",
        "clairf",
        "Mènuiserie Clàirfictif",
        "Clairfictif SARL",
        "clairfitcif",
        "clairfictf",
        "clarfictif",
        "klairfictif",
        "clairffictif",
        "000 000 018",
        "000.000.018",
        "000 000 018 00010",
        "00000001800010",
    ],
)
def test_claire_finds_her_company(text):
    assert names(text) == ["Menuiserie Clairfictif"]


def test_an_answer_tells_its_town_and_its_activity():
    (found,) = queries.find(CLAIRE, ON)
    assert (found.commune, found.commune_name) == ("59392", "Maubeuge")
    assert "menuiserie" in found.activity.lower()
    assert found.is_fictional
    assert found.siret == "00000001800010"


def test_a_wrong_key_is_said_with_another_way():
    with pytest.raises(Refused, match="clé de contrôle") as refused:
        queries.find("000 000 019", ON)
    assert "par son nom" in refused.value.way_out


def test_a_number_too_short_is_said():
    with pytest.raises(Refused, match="il lui manque"):
        queries.find("00 000 018", ON)


def test_nothing_is_found_for_nothing():
    assert names("") == names("…") == names("entreprise introuvable") == []


def test_the_others_are_counted(db):
    operations.load_demonstration(actor=TERMINAL, at=AT, count=200)
    found = queries.look_for("m", ON)
    assert len(found.companies) == 8
    assert (
        found.others
        == Company.objects.filter(search_name__regex=r"(^| )m", sole_trader=False, is_published=True).count()
        - 8
    )


def test_what_a_visitor_declared_is_not_shown_to_the_public(officer):
    operations.declare(name="Projet secret", at=AT, actor=PUBLIC)
    assert names("projet secret") == []
    assert names("projet secret", actor=officer) == ["Projet secret"]


def test_a_search_costs_the_same_for_one_and_for_many(django_assert_max_num_queries):
    # The names that begin as typed, then all the names; for each, who may be answered with; then the companies themselves.
    with django_assert_max_num_queries(8):
        queries.find("m", ON)


def test_a_company_is_found_by_its_town_and_its_activity():
    there = queries.find_by_place("59392", "menuiserie", on=ON)
    assert [found.name for found in there] == ["Menuiserie Clairfictif"]
    for code in ("43.32A", "4332A", "43.32", "43", "F"):
        assert [f.name for f in queries.find_by_place("59392", code, on=ON)] == ["Menuiserie Clairfictif"]
    assert {f.name for f in queries.find_by_place("59392", on=ON)} >= {
        "Menuiserie Clairfictif",
        "Mécanique Tirlourondine",
    }


def test_an_activity_that_does_not_exist_is_refused():
    with pytest.raises(Refused):
        queries.find_by_place("59392", "99.99Z", on=ON)


@pytest.mark.parametrize(
    "text", ["menuiserie maubeuge", "Maubeuge Clairfictif", "clairfitcif maubeuge", "clairfictif  MAUBEUGE"]
)
def test_a_name_and_a_town_find_the_company_of_that_town(text):
    assert "Menuiserie Clairfictif" in names(text)
    assert names(text.lower().replace("maubeuge", "roubaix")) == []


def test_a_town_alone_gives_its_companies_and_not_the_names_that_resemble_it():
    found = queries.look_for("Maubeuge", ON)
    assert found.companies and {one.commune_name for one in found.companies} == {"Maubeuge"}
    assert {one.match for one in found.companies} == {"place"}


@pytest.mark.parametrize("text", ["mc", "M.C.", "MC"])
def test_the_initials_of_a_name_find_it(text):
    assert "Menuiserie Clairfictif" in names(text)
