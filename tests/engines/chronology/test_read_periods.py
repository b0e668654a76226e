from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.engines.chronology import ALWAYS, Period, PeriodError

DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 20))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.none() | DAYS)
    length = draw(st.none() | st.integers(1, 40))
    if length is None:
        return Period(start, None)
    end = (start or date(2020, 1, 10)) + timedelta(days=length)
    return Period(start, end)


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    year = Period(date(2026, 1, 1), date(2027, 1, 1))

    assert year.contains(date(2026, 1, 1))
    assert year.contains(date(2026, 12, 31))
    assert not year.contains(date(2027, 1, 1))
    assert not year.contains(date(2025, 12, 31))


def test_an_open_side_has_no_bound() -> None:
    assert ALWAYS.contains(date.min)
    assert ALWAYS.contains(date.max)
    assert Period(None, date(2026, 1, 1)).contains(date.min)


@pytest.mark.parametrize("end", [date(2026, 1, 1), date(2025, 1, 1)])
def test_a_period_without_a_day_is_refused_in_french(end: date) -> None:
    with pytest.raises(PeriodError) as refusal:
        Period(date(2026, 1, 1), end)

    assert "ne contient aucun jour" in refusal.value.sentence
    assert refusal.value.way_out == "Donnez une fin postérieure au début."


def test_two_periods_that_follow_each_other_share_no_day() -> None:
    before = Period(None, date(2026, 1, 1))
    after = Period(date(2026, 1, 1), None)

    assert not before.overlaps(after)
    assert before.meet(after) is None


@given(periods(), periods(), DAYS)
def test_a_day_is_in_the_meeting_when_it_is_in_both(a: Period, b: Period, day: date) -> None:
    meeting = a.meet(b)

    assert (meeting is not None and meeting.contains(day)) == (a.contains(day) and b.contains(day))


@given(periods(), periods())
def test_meeting_does_not_depend_on_the_order(a: Period, b: Period) -> None:
    assert a.meet(b) == b.meet(a)
    assert a.overlaps(b) == (a.meet(b) is not None)


@given(periods())
def test_a_period_meets_itself_and_always_in_itself(a: Period) -> None:
    assert a.meet(a) == a
    assert a.meet(ALWAYS) == a
