"""H-192, S-178: names are dated; what was written before keeps the old name, and searches find both."""

import datetime

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kit.actor import PUBLIC, TERMINAL, Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.shared.directory import operations, queries
from maillage.shared.directory.models import Organization, OrganizationName, Unit
from maillage.shared.directory.queries import DirectoryFilters
from maillage.shared.directory.queries.names import borne

ON = datetime.date(2026, 11, 21)
pytestmark = pytest.mark.django_db


def day(year: int, month: int = 1, number: int = 1) -> datetime.date:
    return datetime.date(year, month, number)


@pytest.mark.requirement("H-192")
@pytest.mark.parametrize("words", ["pole emploi", "France Travail"])
def test_a_search_finds_the_body_under_its_old_and_its_new_name(network: None, words: str) -> None:
    found = queries.directory(DirectoryFilters(text=words))

    assert [(row.slug, row.name, row.formerly) for row in found] == [
        ("pole-emploi", "France Travail", ("Pôle Emploi",))
    ]
    named = queries.by_name(words)
    assert named is not None
    assert named.slug == "pole-emploi"


@pytest.mark.requirement("H-192")
def test_a_record_of_the_consultation_keeps_the_name_of_that_day(network: None) -> None:
    body = Organization.objects.get(slug="pole-emploi")

    assert queries.name_on(body, day(2022, 5, 24)) == "Pôle Emploi"
    assert queries.name_on(body.pk, ON) == "France Travail"


@pytest.mark.requirement("H-192")
def test_the_page_tells_the_former_name_and_that_its_day_is_not_known(network: None, client: Client) -> None:
    page = client.get("/organisations/pole-emploi/").content.decode()

    assert "anciennement" in page
    assert "Pôle Emploi" in page
    assert "date exacte non renseignée" in page


@pytest.mark.requirement("H-192")
def test_the_page_of_a_body_that_was_replaced_leads_to_its_successor(network: None, client: Client) -> None:
    old, new = operations.ensure("Agence A", actor=TERMINAL), operations.ensure("Agence B", actor=TERMINAL)
    operations.succeed(old, new, on=day(2026, 7), actor=TERMINAL)

    assert 'href="/organisations/agence-b/"' in client.get("/organisations/agence-a/").content.decode()
    assert 'href="/organisations/agence-a/"' in client.get("/organisations/agence-b/").content.decode()


def test_a_succession_never_leads_back_to_itself(network: None) -> None:
    a, b, c = (operations.ensure(f"Agence {x}", actor=TERMINAL) for x in "ABC")
    operations.succeed(a, b, on=ON, actor=TERMINAL)
    operations.succeed(b, c, on=ON, actor=TERMINAL)

    with pytest.raises(Refused, match="mène déjà"):
        operations.succeed(c, a, on=ON, actor=TERMINAL)


@pytest.mark.requirement("S-178")
def test_a_codir_of_before_is_the_body_that_became_the_comex(network: None) -> None:
    then = queries.units_named("CODIR", day(2015, 5, 29))
    now = queries.units_named("Codir", ON)

    assert [(unit.slug, unit.latest) for unit in then] == [("cci-pays-de-la-loire-comex", "COMEX")]
    assert [(unit.slug, unit.latest) for unit in now] == [("cci-pays-de-la-loire-codir", "CODIR")]


@pytest.mark.requirement("S-178")
def test_the_management_team_became_the_codir(network: None) -> None:
    assert [unit.latest for unit in queries.units_named("équipe de direction", day(2016))] == ["CODIR"]
    assert queries.units_named("équipe de direction", ON) == ()


@pytest.mark.requirement("S-178")
def test_searching_codir_on_the_public_page_shows_both_bodies_and_when(network: None, client: Client) -> None:
    page = client.get("/organisations/", {"q": "codir"}).content.decode()

    assert "COMEX" in page
    assert "anciennement CODIR" in page
    assert 'href="/organisations/cci-pays-de-la-loire/#cci-pays-de-la-loire-codir"' in page


def test_a_unit_is_found_under_its_other_spellings(network: None) -> None:
    assert [unit.slug for unit in queries.units_named("hfff", ON)] == ["mhdf"]


def test_a_new_name_closes_the_old_one_on_the_day(network: None) -> None:
    body = Organization.objects.get(slug="nfi")
    operations.rename(body, "Nouveau nom d'essai", since=day(2026, 3), source="essai", on=ON, actor=TERMINAL)

    assert queries.name_on(body, day(2026, 2, 28)) == "NFI"
    assert queries.name_on(body, day(2026, 3)) == "Nouveau nom d'essai"


def test_a_name_changed_on_screen_is_not_undone_by_the_file(network: None) -> None:
    body = Organization.objects.get(slug="nfi")
    operations.rename(body, "Nouveau nom d'essai", since=day(2026, 3), on=ON, actor=TERMINAL)

    operations.load(actor=TERMINAL, demo=True)

    body.refresh_from_db()
    assert body.name == "Nouveau nom d'essai"


@pytest.mark.parametrize(
    ("name", "since", "code"),
    [
        (" ", day(2026), "directory.no-name"),
        ("HDFID", day(2026), "directory.same-name"),
        ("NFI", day(2026), "directory.name-taken"),
        ("Un autre nom", day(2027), "directory.name-to-come"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(
    network: None, name: str, since: datetime.date, code: str
) -> None:
    body = Organization.objects.get(slug="hdfid")

    with pytest.raises(Refused) as refused:
        operations.rename(body, name, since=since, on=ON, actor=TERMINAL)

    assert (refused.value.code, refused.value.way_out != "") == (code, True)
    assert not OrganizationName.objects.filter(organization=body).exists()


def test_only_an_administrator_renames(network: None) -> None:
    unit = Unit.objects.get(slug="daen")
    with pytest.raises(NotVisible):
        operations.rename(unit, "Autre", since=ON, on=ON, actor=PUBLIC)


def test_an_administrator_renames_a_unit(administrator: Actor) -> None:
    unit = Unit.objects.get(slug="dfp")
    operations.rename(unit, "Autre", since=ON, on=ON, actor=administrator)

    assert queries.name_on(unit, day(2026, 11, 20)) == "DFP"


days = st.dates(min_value=day(2000), max_value=ON)


@settings(max_examples=60, deadline=None)
@given(changes=st.lists(days, min_size=1, max_size=6, unique=True), asked=days)
def test_on_every_day_there_is_exactly_one_name_the_last_one_given_by_then(
    changes: list[datetime.date], asked: datetime.date
) -> None:
    ordered = sorted(changes)
    names = [f"nom {n}" for n in range(len(ordered) + 1)]
    former = [
        OrganizationName(name=names[n], since=ordered[n - 1] if n else None, until=ordered[n])
        for n in range(len(ordered))
    ]

    assert borne(names[-1], former, asked) == names[sum(change <= asked for change in ordered)]


@pytest.mark.requirement("S-178")
def test_on_any_day_no_two_units_of_an_organisation_bear_one_name(network: None) -> None:
    units = list(Unit.objects.prefetch_related("former_names"))
    for on in (day(2010), day(2016, 12, 31), day(2017), day(2022, 5), ON):
        names = [(unit.organization_id, borne(unit.name, unit.former_names.all(), on)) for unit in units]
        assert len(names) == len(set(names)), on
