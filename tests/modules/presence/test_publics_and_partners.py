"""Public × need × territory (H-183), partners side by side (H-209), situations (H-201), years (H-206)."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone
from tests.modules.presence.conftest import ON, TOWN

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.presence import claims
from maillage.modules.presence.queries import publics, situations, years
from maillage.modules.presence.queries.publics import Narrowed
from maillage.modules.schemes.enums import Family, Origin, Role, Status
from maillage.modules.schemes.models import Objective, Scheme, SchemeRole, SchemeRule
from maillage.shared.directory.models import Organization

Make = Callable[..., Scheme]


@pytest.fixture
def scheme(network: object) -> Make:
    """``scheme("a", needs=("export",), rule={…}, opens_on=…)``: a published scheme for companies."""
    for slug in ("export", "water"):
        Objective.objects.create(slug=slug, name=slug.title())

    def make(
        slug: str, *, needs: tuple[str, ...] = ("export",), rule: object = None, **said: object
    ) -> Scheme:
        plain = {
            "title": f"Aide {slug}",
            "status": Status.PUBLISHED,
            "family": Family.ECONOMIC_DEVELOPMENT,
            "publics": ["companies"],
            "origin": Origin.IMPORT,
        }
        made = Scheme.objects.create(slug=slug, **(plain | said))
        made.objectives.set(Objective.objects.filter(slug__in=needs))
        if rule is not None:
            SchemeRule.objects.create(scheme=made, eligibility=rule, recorded_at=timezone.now())
        return made

    return make


def cell(page: publics.PublicsPage, public: str, need: str) -> publics.Count:
    return next(one for row in page.rows for one in row.cells if (one.public, one.need) == (public, need))


@pytest.mark.requirement("H-183")
def test_each_cell_holds_its_schemes_and_the_empty_ones_are_listed_by_territory(network, scheme):
    scheme("partout")
    scheme("une-ville", needs=("water",), rule={"is": "territory", "within": f"com:{TOWN}"})
    scheme("ailleurs", needs=("water",), rule={"is": "territory", "within": "dep:33"})
    page = publics.matrix(Narrowed(kind="epci"), ON)

    assert (cell(page, "companies", "export").schemes, cell(page, "companies", "export").partly) == (1, 0)
    assert (cell(page, "companies", "water").schemes, cell(page, "companies", "water").partly) == (1, 1)
    assert page.schemes == 2
    assert ("job_seekers", "export") in {(one.public, one.need) for one in page.empty}
    assert ("companies", "export") not in {(one.public, one.need) for one in page.empty}
    assert page.cells == 6 * 2 * 1 and page.filled == 2
    assert [one.slug for one in publics.rows_of(Narrowed(public="companies", need="water"), ON)[1]] == [
        "une-ville"
    ]


def test_what_is_ended_draft_or_suspended_fills_no_cell(network, scheme):
    scheme("fini", closes_on=ON - datetime.timedelta(days=1))
    scheme("brouillon", status=Status.DRAFT)
    scheme("suspendu", suspended=True)

    assert publics.matrix(Narrowed(), ON).schemes == 0


def test_a_scheme_without_need_is_told_apart_and_the_demonstration_may_be_left_out(network, scheme):
    scheme("sans-besoin", needs=(), origin=Origin.DEMO)

    assert cell(publics.matrix(Narrowed(), ON), "companies", publics.NO_NEED).schemes == 1
    assert publics.matrix(Narrowed(real=True), ON).schemes == 0


@pytest.mark.requirement("H-209")
def test_partners_overlap_where_both_do_something_and_leave_a_gap_where_neither_does(network, scheme):
    both, one = scheme("les-deux"), scheme("un-seul", needs=("water",))
    for body in (network.region, network.chamber):
        SchemeRole.objects.create(scheme=both, organization=body, role=Role.FUNDER)
    SchemeRole.objects.create(scheme=one, organization=network.chamber, role=Role.OPERATOR)
    SchemeRole.objects.create(scheme=one, organization=network.region, role=Role.CONTACT)
    page = publics.partners(Narrowed(bodies=("region-essai", "chambre-essai")), ON)
    told = {(row.public, row.need): row for row in page.rows}

    assert told["companies", "export"].state == "overlap"
    assert told["companies", "water"].state == "one"
    assert told["job_seekers", "export"].state == "gap"
    assert told["companies", "water"].parts[1].schemes == (("un-seul", "Aide un-seul"),)
    assert (page.overlaps, page.gaps) == (1, len(page.rows) - 2)


def test_a_partner_that_answers_in_the_directory_does_something_for_companies(network, scheme):
    network.answers(network.desk, network.subject("vendre", "export"))
    page = publics.partners(Narrowed(bodies=("region-essai", "chambre-essai"), need="export"), ON)

    assert {row.public for row in page.rows if row.state == "one"} == {"companies", "creators"}


@pytest.mark.requirement("H-209")
def test_partners_that_never_meet_in_a_commune_do_not_overlap(network, scheme):
    vendre = network.subject("vendre", "export")
    network.answers(network.office, vendre, f"com:{TOWN}")
    network.answers(network.desk, vendre, "com:59012")
    asked = Narrowed(bodies=("region-essai", "chambre-essai"), public="companies", need="export")
    (row,) = publics.partners(asked, ON).rows
    assert (row.state, row.shared) == ("apart", 0)

    network.answers(network.desk, vendre, f"com:{TOWN}")
    (row,) = publics.partners(asked, ON).rows
    assert (row.state, row.shared) == ("overlap", 1)
    (row,) = publics.partners(replace(asked, within="com:59012"), ON).rows
    assert row.state == "one"


def test_a_fifth_partner_is_said_rather_than_dropped(network, scheme):
    slugs = ["region-essai", "chambre-essai"]
    for rank in range(3):
        made = Organization.objects.create(slug=f"agence-{rank}", name=f"Agence {rank}", kind="agency")
        slugs.append(made.slug)
    page = publics.partners(Narrowed(bodies=tuple(slugs)), ON)

    assert [slug for slug, _name in page.bodies] == slugs[:4]
    assert page.beyond == ("Agence 2",)
    assert dict(page.leavable)["Agence 0"] == ("region-essai", "chambre-essai", "agence-1")


def test_the_partners_of_the_document_are_asked_first_and_said_when_they_are_missing(network, scheme):
    page = publics.partners(Narrowed(), ON)

    assert page.missing == claims.PARTNERS


@pytest.mark.requirement("H-201")
def test_a_situation_is_sure_possible_or_not_covered_by_the_rules_themselves(network, scheme):
    scheme("petites", rule={"is": "headcount", "max": 9})
    scheme("quelque-part", needs=("water",), rule={"is": "territory", "within": "dep:59"})
    page = situations.page(ON)
    told = {(one.need, one.age, one.size): one.state for one in page.cells}

    assert page.total == 2 * (1 + 2 * 5)
    assert told["export", situations.OLDER, 1] == situations.CERTAIN
    assert told["export", situations.OLDER, 2] == situations.NONE
    assert told["water", situations.YOUNG, 4] == situations.POSSIBLE
    assert told["export", situations.CREATING, situations.NO_SIZE] == situations.NONE
    assert (page.certain, page.possible) == (4, 10)
    assert (page.sure_share, page.share) == (18, 63)
    there = situations.page(ON, commune=TOWN)
    assert (there.place, there.possible, there.certain) == ("Fourmies", 0, 14)


def test_a_scheme_whose_conditions_nobody_wrote_covers_nothing_for_certain(network, scheme):
    scheme("sans-regle")
    page = situations.page(ON)

    assert (page.certain, page.possible, page.without_rule) == (0, 10, 1)


@pytest.mark.requirement("H-201")
def test_a_situation_opens_the_schemes_it_counts_and_those_that_are_sure_come_first(network, scheme):
    scheme("a-petites", rule={"is": "headcount", "max": 9})
    scheme("quelque-part", rule={"is": "territory", "within": "dep:59"})
    scheme("grandes", rule={"is": "headcount", "min": 250})
    scheme("createurs", publics=["creators"])
    for cell in situations.page(ON).cells:
        found = situations.rows_of(cell.need, cell.column, ON)
        sure = sum(row.sure for row in found.rows)
        assert (sure, len(found.rows) - sure) == (cell.certain, cell.possible)

    found = situations.rows_of("export", "older-1", ON)
    assert [(row.slug, row.sure) for row in found.rows] == [("a-petites", True), ("quelque-part", False)]
    with pytest.raises(NotVisible):
        situations.rows_of("export", "older-9", ON)


@pytest.mark.parametrize("typed", [TOWN, f"com:{TOWN}", "Fourmies", "fourmies "])
def test_a_commune_is_asked_by_its_code_or_by_its_name(network, scheme, typed):
    assert situations.page(ON, commune=typed).place == "Fourmies"


def test_the_code_of_a_commune_that_merged_says_what_it_became(network, scheme):
    page = situations.page(ON, commune="59355")

    assert page.place == "Lille"
    assert "Lomme" in page.notice


@pytest.mark.parametrize("typed", ["Somme", "Nulle-Part-sur-Rien", "99999", "dep:59 | dep:62"])
def test_what_is_no_commune_is_refused_on_its_field(network, scheme, typed):
    with pytest.raises(Refused) as refused:
        situations.page(ON, commune=typed)

    assert refused.value.way_out


@pytest.mark.requirement("H-206")
def test_open_schemes_are_counted_by_target_and_year_and_unknown_dates_stand_apart(network, scheme):
    day = datetime.date
    scheme("long", opens_on=day(2024, 3, 1))
    scheme("court", opens_on=day(2024, 1, 1), closes_on=day(2025, 6, 30), publics=["job_seekers"])
    scheme("sans-debut", closes_on=day(2025, 12, 31))
    scheme("sans-date")
    scheme("archive", opens_on=day(2024, 1, 1), closes_on=day(2025, 12, 31), status=Status.ARCHIVED)
    page = years.page(ON)
    rank = [code for code, _label in page.publics].index("job_seekers")

    assert [(row.year, row.all.known, row.all.perhaps, row.all.trend) for row in page.rows] == [
        (2024, 3, 1, "first"),
        (2025, 2, 1, "down"),
        (2026, 1, 0, "down"),
    ]
    assert [row.cells[rank].known for row in page.rows] == [1, 0, 0]
    assert (page.undated, page.rows[-1].on) == (1, ON)
    assert [one.slug for one in years.rows_of(2025, "", ON)[1]] == ["archive", "long", "sans-debut"]


def test_what_is_archived_or_suspended_is_not_open_today(network, scheme):
    since = datetime.date(2025, 2, 1)
    scheme("archive-sans-fin", opens_on=since, status=Status.ARCHIVED, family=Family.EMPLOYMENT_ACCESS)
    scheme("suspendu", opens_on=since, suspended=True, family=Family.EMPLOYMENT_ACCESS)
    page = years.page(ON)

    assert [(row.year, row.all.known, row.all.perhaps) for row in page.rows] == [(2025, 1, 1), (2026, 0, 0)]
    assert page.aims == ()
    assert years.rows_of(2026, "", ON)[1] == ()


@pytest.mark.requirement("H-206")
def test_schemes_with_an_employment_aim_say_their_stake_and_target_or_that_they_miss(network, scheme):
    scheme("emploi", family=Family.EMPLOYMENT_ACCESS, publics=["job_seekers"], needs=())
    scheme("autre")
    page = years.page(ON, employment=True)

    assert [(one.slug, one.objectives, one.publics) for one in page.aims] == [
        ("emploi", 0, ("demandeurs d'emploi",))
    ]
    assert page.total == 1
