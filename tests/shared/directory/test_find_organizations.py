"""Finding an organisation: by words, by kind, by its page, by the place where it works."""

import datetime

import pytest

from maillage.engines.territory import Code, Place
from maillage.kit.actor import TERMINAL
from maillage.kit.errors import NotVisible
from maillage.shared.directory import operations, queries
from maillage.shared.directory.queries import DirectoryFilters

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 21)

LAVAL = Place(
    commune="53130",
    name="Laval",
    codes=frozenset({Code.parse(c) for c in ("com:53130", "dep:53", "reg:52", "pays:FR")}),
)


@pytest.fixture(autouse=True)
def loaded() -> None:
    operations.load(actor=TERMINAL)


def test_words_find_without_accents_in_names_and_aliases() -> None:
    assert [row.slug for row in queries.directory(DirectoryFilters(text="cci vendee"))] == ["cci-vendee"]
    assert "bpifrance" in [row.slug for row in queries.directory(DirectoryFilters(text="bpi"))]


def test_a_kind_and_a_perimeter_narrow_the_list() -> None:
    found = queries.directory(DirectoryFilters(kinds=("CCIT",), perimeter="dep:72"))

    assert [row.name for row in found] == ["CCI Le Mans Sarthe"]


def test_the_kinds_in_use_are_counted() -> None:
    counted = {kind.kind: kind.count for kind in queries.kinds()}

    assert (counted["CCIR"], counted["CCIT"]) == (1, 5)
    assert sum(counted.values()) == len(queries.directory(DirectoryFilters()))
    assert "commune" not in counted


def test_an_unknown_identifier_is_not_visible() -> None:
    with pytest.raises(NotVisible):
        queries.get("personne", ON)


def test_what_the_sources_do_not_say_is_left_unknown() -> None:
    page = queries.get("corbi", ON)

    assert (page.row.kind, page.row.perimeter, page.url, page.phone, page.email) == (
        "unknown",
        "",
        "",
        "",
        "",
    )


@pytest.mark.requirement("S-005")
def test_a_place_gives_the_chamber_of_its_department_and_the_regional_one() -> None:
    found = queries.of_territory(LAVAL)

    assert {row.slug for row in found if row.kind in {"CCIR", "CCIT"}} == {
        "cci-mayenne",
        "cci-pays-de-la-loire",
    }


def test_an_organisation_without_a_perimeter_is_never_given_for_a_place() -> None:
    assert "ademe" not in {row.slug for row in queries.of_territory(LAVAL)}


def test_a_list_costs_two_queries_whatever_its_length(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(2):
        queries.directory(DirectoryFilters())
