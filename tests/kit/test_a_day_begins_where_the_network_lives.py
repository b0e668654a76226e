"""A day begins at midnight where the network lives, in summer as in winter."""

from datetime import UTC, date, datetime, timedelta

import pytest

from maillage.kit.clock import day_of, start_of


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 1, 15), datetime(2026, 1, 14, 23, tzinfo=UTC)),
        (date(2026, 7, 15), datetime(2026, 7, 14, 22, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_midnight_in_paris(day: date, begins: datetime) -> None:
    assert start_of(day) == begins
    assert (day_of(begins), day_of(begins - timedelta(seconds=1))) == (day, day - timedelta(days=1))
