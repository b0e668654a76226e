"""Every operation of the API stands in this table, against callers of every kind: a new one without its line fails.

A caller is a program: without a token, with one that opens one thing only, with one that opens all, of one organisation or of
another, whose role reads only. The pages have theirs: test_permissions, test_the_matrix.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.http import HttpResponse
from pytest_django.fixtures import Settings
from tests.api.conftest import EVERYTHING, Caller, make_key
from tests.architecture.forms import written

from maillage.config.api import api
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.accounts.scopes import Scope
from maillage.shared.programs.models import Token

PUBLIC = ""
ROUTES = {
    "who_answers": PUBLIC,
    "list_subjects": PUBLIC,
    "list_organizations": PUBLIC,
    "get_organization": PUBLIC,
    "list_units": PUBLIC,
    "get_unit": PUBLIC,
    "list_services": PUBLIC,
    "list_schemes": PUBLIC,
    "get_scheme": PUBLIC,
    "diagnose_company": PUBLIC,
    "get_person": "directory:read",
    "declare_absence": "directory:write",
    "cancel_absence": "directory:write",
    "find_companies": "companies:read",
    "get_company": "companies:read",
    "declare_company": "companies:write",
    "list_aids_received": "companies:read",
    "list_inquiries": "inquiries:read",
    "get_inquiry": "inquiries:read",
    "submit_inquiry": "inquiries:write",
    "take_inquiry": "inquiries:write",
    "ask_company": "inquiries:write",
    "answer_company": "inquiries:write",
    "note_inquiry": "inquiries:write",
    "uncover_inquiry": "inquiries:write",
    "close_inquiry": "inquiries:write",
    "reopen_inquiry": "inquiries:write",
    "withdraw_inquiry": "inquiries:write",
    "nothing_to_answer": "inquiries:write",
    "correct_contact": "inquiries:write",
    "reassign_inquiry": "inquiries:write",
    "propose_hand_over": "inquiries:write",
    "accept_hand_over": "inquiries:write",
    "refuse_hand_over": "inquiries:write",
    "cancel_hand_over": "inquiries:write",
    "ask_part": "inquiries:write",
    "finish_part": "inquiries:write",
    "remove_part": "inquiries:write",
    "add_step": "inquiries:write",
    "amend_step": "inquiries:write",
    "move_step": "inquiries:write",
    "remove_step": "inquiries:write",
    "list_plans": "missions:read",
    "list_functions": "missions:read",
    "list_frames": "missions:read",
    "get_map": "missions:read",
    "compare_maps": "missions:read",
    "get_box": "missions:read",
    "who_does_what": "missions:read",
    "record_mode": "missions:write",
    "list_commitments": "missions:read",
    "get_follow_up": "missions:read",
    "list_tools": "missions:read",
    "list_delegations": "missions:read",
    "list_results": "missions:read",
    "list_studies": "missions:read",
    "list_accounts": "accounts:read",
    "get_account": "accounts:read",
    "give_role": "accounts:write",
    "end_role": "accounts:write",
}
"""The scope that each operation asks for."""
TRACES = {"programs_tokenuse", "programs_idempotencykey", "audit_reading"}


@dataclass(frozen=True)
class Route:
    """An operation, with an address that names nothing: a door answers before what is behind it."""

    name: str
    method: str
    path: str


def routes() -> Iterator[Route]:
    """Every operation, from the description that programs read."""
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        for method, told in methods.items():
            filled = path
            for one in told.get("parameters", ()):
                value = "0" if one["schema"].get("type") == "integer" else "rien"
                filled = filled.replace(f"{{{one['name']}}}", value)
            yield Route(name=told["operationId"], method=method.upper(), path=filled)


FOUND = tuple(routes())


def told(caller: Caller) -> dict[str, HttpResponse]:
    """What each operation answers to a caller who sends an empty object."""
    return {
        one.name: caller(one.method, one.path, None if one.method in ("GET", "DELETE") else {})
        for one in FOUND
    }


@pytest.fixture
def program(demonstration: None) -> Callable[..., Caller]:
    """``program(role="officer")``: a program with a token."""
    return lambda *args, **given: Caller(make_key(*args, **given))


@pytest.fixture(autouse=True)
def unhurried(settings: Settings) -> None:
    """Hundreds of calls in the one minute of the tests."""
    settings.API_CALLS_A_MINUTE = settings.API_CALLS_A_MINUTE_WITHOUT_TOKEN = 10_000


def test_every_operation_stands_in_the_table() -> None:
    known = [one.name for one in FOUND]
    assert sorted(known) == sorted(set(known)), "two operations share a name"
    assert set(known) == set(ROUTES), "give each operation its line in ROUTES: which scope opens it?"


def test_without_a_token_only_what_is_public_opens(demonstration: None) -> None:
    assert {name: answer.status_code == 401 for name, answer in told(Caller()).items()} == {
        name: scope != PUBLIC for name, scope in ROUTES.items()
    }


def test_a_forged_token_opens_nothing(demonstration: None) -> None:
    assert {answer.status_code for answer in told(Caller("mlg_forge_de_toutes_pieces")).values()} == {401}


@pytest.mark.parametrize("scope", Scope)
def test_a_token_opens_what_its_scope_says_and_nothing_else(
    scope: Scope, program: Callable[..., Caller]
) -> None:
    answers = told(program(scopes=(scope.value,)))
    assert {name: answer.status_code == 403 for name, answer in answers.items()} == {
        name: asked not in (PUBLIC, scope) for name, asked in ROUTES.items()
    }
    assert not [name for name, answer in answers.items() if answer.status_code in (401, 500)]


@pytest.mark.parametrize("role", ["elected", "auditor", "dpo", ""])
def test_a_program_whose_role_reads_only_writes_nothing(role: str, program: Callable[..., Caller]) -> None:
    caller = program(role=role)
    with written() as tables:
        told(caller)
    assert not tables - TRACES


def test_a_program_reads_the_requests_of_its_own_organisation(program: Callable[..., Caller]) -> None:
    organizations = set(Inquiry.objects.values_list("unit__organization__slug", flat=True))
    assert len(organizations) > 1
    for slug in organizations:
        caller = program(slug, role="manager", scopes=EVERYTHING)
        for one in Inquiry.objects.select_related("unit__organization").order_by("?")[:30]:
            status = caller("GET", f"/inquiries/{one.reference}").status_code
            assert (status == 200) == (one.unit.organization.slug == slug), (slug, one.reference, status)


def test_an_expired_token_opens_nothing(demonstration: None) -> None:
    caller = Caller(make_key())
    assert caller("GET", "/inquiries").status_code == 200
    Token.objects.update(expires_on=date(2026, 11, 21))
    assert {answer.status_code for answer in told(caller).values()} == {401}
