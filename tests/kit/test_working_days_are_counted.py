"""Due dates are counted in working days: week-ends and public holidays do not count."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.kit.clock import workdays

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "day", [date(2026, 5, 1), date(2026, 5, 14), date(2027, 3, 29), date(2026, 12, 25), date(2026, 11, 22)]
)
def test_nobody_is_expected_to_work_on_a_holiday_or_a_sunday(day: date) -> None:
    assert not workdays.is_working(day)


def test_the_second_working_day_before_a_long_week_end_comes_after_it() -> None:
    # Wednesday 13 May 2026; Thursday is Ascension Day, Friday is worked.
    assert workdays.after(date(2026, 5, 13), 2) == date(2026, 5, 18)


def test_good_friday_is_worked_except_where_it_is_a_holiday(settings) -> None:  # type: ignore[no-untyped-def]
    assert workdays.is_working(date(2026, 4, 3))
    settings.HOLIDAYS_SUBDIVISION = "57"
    assert not workdays.is_working(date(2026, 4, 3))


def test_one_does_not_count_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        workdays.after(date(2026, 5, 13), -1)


@settings(max_examples=60, deadline=None)
@given(days, st.integers(0, 40))
def test_counting_forward_then_measuring_gives_the_same_number(day: date, count: int) -> None:
    reached = workdays.after(day, count)
    assert workdays.between(day, reached) == count
    assert count == 0 or workdays.is_working(reached)


@settings(max_examples=60, deadline=None)
@given(days, st.integers(-60, 60), st.integers(-60, 60))
def test_stretches_of_time_add_up(start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    assert workdays.between(start, middle) + workdays.between(middle, end) == workdays.between(start, end)
