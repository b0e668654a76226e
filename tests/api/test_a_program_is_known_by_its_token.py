"""A token opens what it says, until it ends; whatever is wrong with a key, the answer is the same."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.api.conftest import Caller, make_key

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.shared.accounts.models import User
from maillage.shared.programs import operations
from maillage.shared.programs.models import Token, TokenUse


def wrong(kind: str, key: str) -> str:
    """A key that opens nothing, whatever the reason."""
    row = Token.objects.get()
    if kind == "revoked":
        operations.revoke_token(row.pk, at=clock.now(), actor=TERMINAL)
    elif kind == "expired":
        Token.objects.update(expires_on=clock.today())
    elif kind == "altered":
        return key[:-1] + ("A" if key[-1] != "A" else "B")
    elif kind == "forged":
        return "mlg_0123456789_" + "x" * 43
    elif kind == "nonsense":
        return "bonjour"
    return key


@pytest.mark.parametrize("kind", ["forged", "altered", "expired", "revoked", "nonsense"])
def test_a_key_that_opens_nothing_is_answered_alike(kind: str, demonstration: None) -> None:
    key = make_key()
    answer = Caller(wrong(kind, key))("GET", "/inquiries")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json() == Caller()("GET", "/inquiries").json()


@pytest.mark.parametrize("kind", ["forged", "altered", "revoked"])
def test_a_wrong_key_is_refused_where_none_is_needed_too(kind: str, demonstration: None) -> None:
    assert Caller(wrong(kind, make_key()))("GET", "/subjects").status_code == 401


def test_a_token_opens_no_more_than_its_scopes(program: Callable[..., Caller]) -> None:
    answer = program(scopes=("companies:read",))("GET", "/inquiries")
    assert answer.status_code == 403
    assert "inquiries:read" in answer.json()["detail"]


def test_the_key_itself_is_not_kept(demonstration: None) -> None:
    key = make_key()
    kept = str(list(Token.objects.values()))
    assert key not in kept and key.split("_", 2)[2] not in kept


def test_a_session_opens_nothing_of_the_api(demonstration: None) -> None:
    browser = Client()
    browser.force_login(User.objects.get(email="helene@demo.invalid"))
    assert browser.get("/api/v1/inquiries").status_code == 401


def test_the_last_call_is_kept(program: Callable[..., Caller]) -> None:
    caller = program()
    assert not TokenUse.objects.exists()
    caller("GET", "/inquiries")
    assert TokenUse.objects.get().last_at == clock.now()


def test_a_program_that_only_reads_writes_nothing(program: Callable[..., Caller], inquiry: str) -> None:
    caller = program(scopes=("inquiries:read", "inquiries:write"), role="auditor")
    answer = caller("POST", f"/inquiries/{inquiry}/take", Maillage_Person="amina")
    assert answer.status_code == 403
    assert answer.json()["code"] == "reads_only"


def test_calls_beyond_the_limit_wait(program: Callable[..., Caller], settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 3
    caller = program()
    left = [caller("GET", "/inquiries")["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    answer = caller("GET", "/inquiries")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["code"] == "too_many"


def test_another_program_is_not_slowed(program: Callable[..., Caller], settings: Any) -> None:
    settings.API_CALLS_A_MINUTE = 1
    busy, other = program(), program()
    busy("GET", "/inquiries")
    assert busy("GET", "/inquiries").status_code == 429
    assert other("GET", "/inquiries").status_code == 200


def test_without_a_token_an_address_is_counted(anyone: Caller, settings: Any) -> None:
    settings.API_CALLS_A_MINUTE_WITHOUT_TOKEN = 2
    assert [anyone("GET", "/subjects").status_code for _ in range(3)] == [200, 200, 429]


def test_a_token_lives_a_year_at_most(demonstration: None) -> None:
    from maillage.kit.errors import Refused

    for day in (clock.today(), clock.today() + timedelta(days=400), date(2020, 1, 1)):
        with pytest.raises(Refused) as refused:
            make_key(expires_on=day)
        assert refused.value.field == "expires_on"


def test_a_nul_in_what_is_sent_is_refused_in_words(program: Callable[..., Caller]) -> None:
    answer = program()("POST", "/inquiries/2026-ABCDE/note", {"body": "un\0mot", "key": "nul"})
    assert (answer.status_code, answer.json()["code"]) == (422, "nul")
