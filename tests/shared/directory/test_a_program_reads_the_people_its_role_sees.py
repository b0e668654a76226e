"""The card of a person by the API: to the programs to which « Pourquoi je vois ceci » would explain it, and to no other."""

from collections.abc import Callable

import pytest
from tests.api.conftest import Caller, make_key

from maillage.kit import clock, subjects
from maillage.kit.errors import NotVisible
from maillage.shared.audit.models import Reading
from maillage.shared.directory.models import Person
from maillage.shared.programs import queries
from maillage.shared.programs.models import Token

SHOWN = 25


@pytest.fixture
def program(network: None) -> Callable:
    """``program(role="officer")``: a program with a token."""
    return lambda **given: Caller(make_key(**given))


def explained(slug: str) -> bool:
    """Whether the person would be explained to the program of the last token."""
    actor = queries.program_of(Token.objects.latest("pk")).actor
    try:
        subjects.kind("directory.person").find(slug, actor, clock.today())
    except NotVisible:
        return False
    return True


@pytest.mark.parametrize("role", ["", "elected", "officer"])
def test_a_program_that_manages_and_controls_nobody_reads_no_person(program: Callable, role: str) -> None:
    answer = program(role=role)("GET", "/people/amina")
    assert answer.status_code == 404 and "Amina" not in answer.content.decode()
    assert not Reading.objects.filter(kind="directory.person").exists()


def test_a_program_of_a_manager_reads_the_people_of_its_organisation_only(program: Callable) -> None:
    call = program(role="manager")
    slugs = Person.objects.order_by("pk").values_list("slug", flat=True)[:SHOWN]
    answers = {slug: call("GET", f"/people/{slug}").status_code == 200 for slug in slugs}
    assert answers == {slug: explained(slug) for slug in slugs}
    assert set(answers.values()) == {True, False}


@pytest.mark.parametrize("role", ["administrator", "dpo", "auditor"])
def test_a_program_that_keeps_or_controls_the_directory_reads_anyone(program: Callable, role: str) -> None:
    call = program(role=role)
    slug = Person.objects.order_by("-pk").values_list("slug", flat=True)[0]
    assert call("GET", f"/people/{slug}").status_code == 200 and explained(slug)
