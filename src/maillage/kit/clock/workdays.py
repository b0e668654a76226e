"""Working days («jours ouvrés»): Monday to Friday, without the public holidays of the place where the network works.

Setting HOLIDAYS_SUBDIVISION: None for metropolitan France; "57" for Moselle, "971" for Guadeloupe… (library holidays).
"""

from datetime import date, timedelta
from functools import cache

import holidays
from django.conf import settings

A_DAY = timedelta(days=1)
SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether people of the network work that day."""
    return day.weekday() < SATURDAY and day not in _holidays(settings.HOLIDAYS_SUBDIVISION)


def after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which is not counted; ``day`` itself for 0. Negative: ValueError."""
    if count < 0:
        raise ValueError("count working days forward")
    while count:
        day += A_DAY
        count -= is_working(day)
    return day


def between(start: date, end: date) -> int:
    """Working days from ``start`` (excluded) to ``end`` (included); negative when ``end`` comes first."""
    if end < start:
        return -between(end, start)
    return sum(is_working(start + A_DAY * number) for number in range(1, (end - start).days + 1))


@cache
def _holidays(subdivision: str | None) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", subdiv=subdivision)
