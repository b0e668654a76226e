"""A key of sending: the same thing sent again gets the same answer; another thing under it is refused."""

from collections.abc import Callable

import pytest
from tests.api.conftest import Caller

from maillage.kit import clock
from maillage.modules.crm.models import Company
from maillage.shared.programs.jobs import ANSWERS_KEPT, forget_old_answers
from maillage.shared.programs.models import IdempotencyKey

BODY = {"name": "Atelier fictif des clés", "country": "BE", "foreign_number": "BE 0000"}


def test_a_sending_replayed_gets_the_answer_of_the_first(program: Callable[..., Caller]) -> None:
    caller, before = program(), Company.objects.count()
    first = caller("POST", "/companies", BODY, Idempotency_Key="une-cle")
    again = caller("POST", "/companies", BODY, Idempotency_Key="une-cle")
    assert first.status_code == again.status_code == 201, first.content.decode()
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert Company.objects.count() == before + 1


def test_another_body_under_the_same_key_is_refused(program: Callable[..., Caller]) -> None:
    caller = program()
    caller("POST", "/companies", BODY, Idempotency_Key="une-cle")
    answer = caller("POST", "/companies", {**BODY, "name": "Autre"}, Idempotency_Key="une-cle")
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert not Company.objects.filter(name="Autre").exists()


def test_a_refusal_replayed_is_the_same_refusal(program: Callable[..., Caller]) -> None:
    caller = program()
    told = [caller("POST", "/companies", {"name": ""}, Idempotency_Key="k").content for _ in range(2)]
    assert told[0] == told[1] and b"unnamed" in told[0]


def test_the_key_of_a_program_is_not_that_of_another(program: Callable[..., Caller]) -> None:
    one, other = program(), program()
    one("POST", "/companies", BODY, Idempotency_Key="k")
    assert "Idempotent-Replayed" not in other("POST", "/companies", BODY, Idempotency_Key="k").headers


def test_what_was_cut_in_the_middle_did_nothing(
    program: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    from maillage.modules.crm import api

    caller, before = program(), Company.objects.count()
    declare = api.operations.declare

    def broken(**given: object) -> None:
        declare(**given)
        raise RuntimeError("coupure")

    monkeypatch.setattr(api.operations, "declare", broken)
    caller.client.raise_request_exception = False
    answer = caller("POST", "/companies", BODY, Idempotency_Key="k")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert not IdempotencyKey.objects.exists() and Company.objects.count() == before
    monkeypatch.undo()
    assert caller("POST", "/companies", BODY, Idempotency_Key="k").status_code == 201


def test_a_key_serves_a_day(program: Callable[..., Caller]) -> None:
    program()("POST", "/companies", BODY, Idempotency_Key="k")
    forget_old_answers(at=clock.now())
    assert IdempotencyKey.objects.exists()
    forget_old_answers(at=clock.now() + ANSWERS_KEPT * 2)
    assert not IdempotencyKey.objects.exists()
