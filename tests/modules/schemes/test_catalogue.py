"""The list of the catalogue: filters, text, facets, orders."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.modules.schemes import queries
from maillage.modules.schemes.models import Scheme
from maillage.modules.schemes.queries import Catalogue, CatalogueFilters

ON = datetime.date(2026, 11, 21)
pytestmark = pytest.mark.usefixtures("demonstration")


def ask(**filters: object) -> Catalogue:
    return queries.catalogue(CatalogueFilters(**filters), on=ON)


def slugs(**filters: object) -> set[str]:
    return {card.slug for card in ask(**filters).schemes}


def options(found: Catalogue, name: str) -> dict[str, int]:
    return {
        option.code: option.count for facet in found.facets if facet.name == name for option in facet.options
    }


@pytest.mark.requirement("H-004")
def test_a_family_never_brings_a_scheme_of_the_other_family_alone():
    for family in ("employment_access", "economic_development"):
        families = {card.family.code for card in ask(families=(family,)).schemes}
        assert families == {family, "both"}


@pytest.mark.requirement("H-027")
def test_schemes_are_found_by_purpose():
    for purpose in ("digitalization", "development", "consolidation", "creation"):
        found = ask(purposes=(purpose,)).schemes
        assert found
        assert {card.purpose.code for card in found} == {purpose}


@pytest.mark.requirement("H-044")
def test_schemes_are_found_by_kind_of_help():
    for kind in ("support", "direct_aid", "financing"):
        found = ask(kinds=(kind,)).schemes
        assert found
        assert {card.kind.code for card in found} == {kind}


@pytest.mark.requirement("H-029")
def test_the_catalogue_holds_schemes_of_every_level_with_their_owner():
    for owner in ("region", "epci", "commune", "department"):
        found = ask(owner_kinds=(owner,)).schemes
        assert found
        assert {card.owner.kind for card in found} == {owner}


@pytest.mark.requirement("H-029")
def test_an_address_gets_the_schemes_of_its_region_epci_and_commune_and_not_those_of_others():
    near = [card for card in ask(place="59350", demo=True).schemes if card.owner]
    far = slugs(place="49007", demo=True)
    assert {"region", "epci"} <= {card.owner.kind for card in near}
    assert "demo-cheque-numerique-metropole" in {card.slug for card in near}
    assert "demo-cheque-numerique-metropole" not in far


@pytest.mark.requirement("S-002")
def test_the_catalogue_is_filtered_by_chamber():
    found = ask(organization="cci-pays-de-la-loire").schemes
    assert found
    for card in found:
        page = queries.get(card.slug, on=ON)
        assert any(o.slug == "cci-pays-de-la-loire" for line in page.roles for o in line.organizations)
    assert len(found) < ask().total


def test_an_expired_scheme_is_never_listed_unless_asked_for():
    assert "expired" not in {card.validity.state for card in ask().schemes}
    expired = ask(states=("expired",)).schemes
    assert expired
    assert {card.validity.state for card in expired} == {"expired"}


def test_a_draft_and_an_archive_are_not_in_the_list():
    hidden = set(Scheme.objects.exclude(status="published").values_list("slug", flat=True))
    assert hidden
    assert not hidden & slugs(states=("open", "upcoming", "expired", "unknown"))


def test_text_needs_no_accent_and_the_beginning_of_words_is_enough():
    assert slugs(text="energie renouvelable") == slugs(text="Énergie RENOUVELABLE") != set()
    assert slugs(text="energi renouv") >= slugs(text="energie renouvelable")
    assert slugs(text="xyzzy") == set()


def test_a_title_that_holds_the_words_comes_first():
    assert "numérique" in ask(text="numerique").schemes[0].title.lower()


def test_the_count_of_an_option_is_what_choosing_it_gives():
    found = ask(kinds=("direct_aid",))
    for name in ("families", "purposes", "owner_kinds", "objectives", "kinds"):
        for code, count in options(found, name).items():
            chosen = replace(CatalogueFilters(kinds=("direct_aid",)), **{name: (code,)})
            assert queries.catalogue(chosen, on=ON).total == count


def test_a_page_of_the_list_is_a_slice_of_it():
    whole = [card.slug for card in ask(sort="title").schemes]
    assert [card.slug for card in ask(sort="title", offset=25, limit=25).schemes] == whole[25:50]
    assert ask(limit=25).total == len(whole)


def test_the_ones_that_close_first_come_first():
    days = [card.validity.closes_on or datetime.date.max for card in ask(sort="closing").schemes]
    assert days == sorted(days)


def test_an_unknown_place_is_refused_and_an_old_code_resolved():
    with pytest.raises(Refused):
        ask(place="99999")
    with pytest.raises(Refused):
        ask(place="epci:000000000")
    assert ask(place="59350").place_name == "Lille"


def test_a_division_gets_what_any_of_its_communes_may_have():
    department = slugs(place="dep:59", demo=True)
    assert slugs(place="59350", demo=True) <= department
    assert "demo-cheque-numerique-metropole" in department


def test_the_number_of_queries_does_not_grow_with_the_catalogue():
    with CaptureQueriesContext(
        connection,
    ) as few:
        ask(limit=5)
    with CaptureQueriesContext(connection) as many:
        ask()
    assert len(few) == len(many) <= 14


@pytest.mark.requirement("H-060")
def test_a_scheme_without_a_funder_is_flagged_in_the_list():
    cards = ask().schemes
    assert all(("aucun financeur indiqué" in card.flags) == (not card.funders) for card in cards)
    assert {bool(card.funders) for card in cards} == {True, False}


@pytest.mark.requirement("H-026")
def test_a_scheme_is_found_by_each_of_its_themes():
    several = next(card for card in ask(demo=True).schemes if len(card.themes) > 1)
    for theme in several.themes:
        assert several.slug in slugs(themes=(theme.code,))


@pytest.mark.requirement("H-026")
def test_a_theme_says_its_definition_its_scope_and_its_owner_or_that_they_are_unknown():
    themes = {theme.slug: theme for theme in queries.themes(on=ON)}
    local = themes["economie-de-proximite"]
    assert [line.label for line in local.scope][1:3] == ["Artisanat", "Commerce"]
    assert (local.scope[1].value, local.scope[2].value) == ("Être artisan", None)
    assert local.schemes > 0


def test_words_of_the_same_family_answer_and_the_title_comes_first(demonstration):
    found = queries.catalogue(CatalogueFilters(text="energie"), on=ON)
    titles = [searchable(card.title) for card in found.schemes]
    assert "energie" in titles[0]
    assert any("energetique" in title for title in titles)
    assert found.total > sum("energie" in title for title in titles)
