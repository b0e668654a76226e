"""Operators × services × territories: who covers what, overlaps (two or more) and gaps (none) (H-095)."""

import pytest
from tests.modules.presence.conftest import AVESNOIS, ON, TOWN

from maillage.kit.errors import NotVisible
from maillage.modules.presence.queries import operators
from maillage.modules.presence.queries.operators import Behind, Wanted
from maillage.modules.schemes.enums import Origin, Role, Status
from maillage.modules.schemes.models import Objective, Scheme, SchemeRole


@pytest.mark.requirement("H-095")
def test_two_bodies_on_the_same_communes_overlap_and_a_subject_without_any_is_a_gap(network):
    shared, alone, missing = network.subject("a"), network.subject("b"), network.subject("c")
    network.answers(network.office, shared)
    network.answers(network.desk, shared, f"com:{TOWN}")
    network.answers(network.office, alone)
    page = operators.page(Wanted(kind="epci"), ON)

    assert [(one.subject, one.code, one.size.communes, one.names) for one in page.overlaps] == [
        (shared.code, AVESNOIS, 1, ("Chambre d'essai", "Région d'essai"))
    ]
    assert [(one.subject, one.code, one.size.communes) for one in page.gaps] == [(missing.code, AVESNOIS, 12)]
    assert [(row.name, [cell.communes for cell in row.cells]) for row in page.rows] == [
        ("Chambre d'essai", [1, 0, 0]),
        ("Région d'essai", [12, 12, 0]),
    ]


@pytest.mark.requirement("H-095")
def test_a_figure_opens_its_communes_with_who_answers_there_and_what_says_so(network):
    shared = network.subject("a")
    network.answers(network.office, shared)
    network.answers(network.desk, shared, f"com:{TOWN}")

    def opened(**asked: str) -> tuple[str, ...]:
        return operators.behind(Behind(subject=shared.code, **asked), Wanted(), ON).codes

    row = operators.page(Wanted(), ON).rows[0]
    assert opened(body=row.slug) == (TOWN,) == opened(state="several")
    assert (len(opened()), opened(state="nobody")) == (12, ())
    (told,) = operators.behind_rows((TOWN,), Behind(subject=shared.code), Wanted(), ON)
    assert [(one.body, one.told, one.is_demo) for one in told.answers] == [
        ("Chambre d'essai", network.desk.name, False),
        ("Région d'essai", network.office.name, False),
    ]


def test_the_communes_of_no_such_organisation_are_not_found(network):
    with pytest.raises(NotVisible):
        operators.behind(Behind(subject=network.subject("a").code, body="nulle-part"), Wanted(), ON)


def test_two_units_of_the_same_body_do_not_overlap(network):
    subject = network.subject("a")
    network.answers(network.office, subject)
    network.answers(network.office, subject, f"com:{TOWN}")

    assert operators.page(Wanted(), ON).overlaps == ()


def test_two_bodies_at_different_steps_do_not_overlap(network):
    subject = network.subject("a")
    network.answers(network.office, subject, stage="financing")
    network.answers(network.desk, subject, stage="diagnostic")

    assert operators.page(Wanted(), ON).overlaps == ()
    assert [one.size.communes for one in operators.page(Wanted(stage="follow_up"), ON).gaps] == [12]


def test_two_bodies_side_by_side_leave_only_what_neither_covers(network):
    subject = network.subject("a")
    network.answers(network.office, subject, f"com:{TOWN}")
    network.answers(network.desk, subject, f"{AVESNOIS} - com:{TOWN}")
    page = operators.page(Wanted(), ON)

    assert (page.overlaps, page.gaps) == ((), ())


def test_bodies_that_decide_may_be_left_aside(network):
    subject = network.subject("a")
    network.answers(network.office, subject)
    page = operators.page(Wanted(operators=True), ON)

    assert page.rows == ()
    assert [one.size.communes for one in page.gaps] == [12]


def test_the_catalogue_says_what_operators_may_do_and_is_not_mixed_with_the_directory(network):
    Objective.objects.create(slug="export", name="Vendre à l'étranger")
    network.subject("a", "export")
    scheme = Scheme.objects.create(
        slug="aide-essai",
        title="Aide d'essai",
        status=Status.PUBLISHED,
        family="economic_development",
        publics=["companies"],
        origin=Origin.DEMO,
    )
    scheme.objectives.set(Objective.objects.all())
    SchemeRole.objects.create(scheme=scheme, organization=network.chamber, role=Role.OPERATOR)

    assert operators.page(Wanted(), ON).rows == ()
    assert [row.name for row in operators.page(Wanted(source="catalogue"), ON).rows] == ["Chambre d'essai"]
    assert operators.page(Wanted(source="tout"), ON).gaps == ()
