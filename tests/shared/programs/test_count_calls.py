"""Calls are counted by minute, by every worker together; the first ones of a minute are not taken for too many."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from maillage.shared.programs import counting
from maillage.shared.programs.models import TokenUse

AT = datetime(2026, 11, 21, 9, 0, 30, tzinfo=UTC)
MINUTE = AT.replace(second=0)


def left(token: int, at: datetime = AT) -> int:
    return int(counting.count(token, at=at, most=3)["RateLimit-Remaining"])


def test_the_calls_of_a_minute_are_counted_then_refused_then_counted_again(token: int) -> None:
    assert [left(token) for _number in range(3)] == [2, 1, 0]
    with pytest.raises(counting.TooMany) as many:
        left(token)
    assert many.value.wait == 30
    assert left(token, AT + timedelta(minutes=1)) == 2


@pytest.mark.parametrize("known", [None, MINUTE - timedelta(minutes=5)])
def test_the_second_first_call_of_a_minute_is_counted(
    token: int, known: datetime | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker begins the minute between what this one reads and what it writes."""
    if known is not None:
        TokenUse.objects.create(token_id=token, minute=known, count=3, last_at=known)
    begun = counting._begun

    def late(pk: int, first: dict[str, Any]) -> bool:
        TokenUse.objects.update_or_create(token_id=pk, defaults=first)
        return begun(pk, first)

    monkeypatch.setattr(counting, "_begun", late)
    assert left(token) == (1 if known is None else 2)


def test_a_worker_whose_clock_is_behind_does_not_begin_the_minute_again(token: int) -> None:
    assert [left(token), left(token, AT - timedelta(minutes=1)), left(token)] == [2, 1, 0]
