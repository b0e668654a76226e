"""A program that reads the file of a company is in the reading log, whatever people must give to sign in."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings

from maillage.shared.audit.models import Reading


@pytest.mark.parametrize("required", [False, True])
def test_a_request_read_by_a_program_is_in_the_reading_log(
    program: Callable, inquiry: str, settings: LazySettings, required: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = required
    assert program(role="manager")("GET", f"/inquiries/{inquiry}").status_code == 200
    (kept,) = Reading.objects.filter(kind="inquiries.inquiry", ref=inquiry)
    assert kept.program is not None
    assert kept.door == Reading.Door.API


def test_a_list_taken_by_a_program_is_in_the_reading_log_request_by_request(
    program: Callable, inquiry: str
) -> None:
    items = program(role="manager")("GET", "/inquiries?limit=3").json()["items"]
    kept = Reading.objects.filter(kind="inquiries.inquiry", door=Reading.Door.API)
    assert {one.ref for one in kept} == {one["reference"] for one in items}


def test_a_person_read_by_a_program_is_in_the_reading_log(program: Callable) -> None:
    assert program(role="auditor")("GET", "/people/amina").status_code == 200
    (kept,) = Reading.objects.filter(kind="directory.person", ref="amina")
    assert kept.program is not None and kept.door == Reading.Door.API


def test_accounts_read_by_a_program_are_in_the_reading_log_one_by_one(program: Callable) -> None:
    call = program(role="administrator")
    items = call("GET", "/accounts?limit=3").json()["items"]
    kept = Reading.objects.filter(kind="access.account", door=Reading.Door.API)
    assert len(items) == 3 and {one.ref for one in kept} == {str(one["id"]) for one in items}
    last = str(call("GET", "/accounts").json()["items"][-1]["id"])
    kept.delete()
    assert call("GET", f"/accounts/{last}").status_code == 200
    assert [one.ref for one in kept.all()] == [last]


def test_the_answer_of_an_act_shows_nothing_of_the_file(program: Callable, inquiry: str) -> None:
    done = program(role="manager")(
        "POST", f"/inquiries/{inquiry}/note", {"body": "Mot fictif.", "key": "k1"}, Maillage_Person="amina"
    )
    assert set(done.json()) == {"reference", "state", "state_label", "lead"}
