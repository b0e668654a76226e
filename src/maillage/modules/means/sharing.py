"""Shares of a person's time: never more than all of it on any day; what a year of them weighs, organisation by organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``percent`` of a person's time, from ``since`` (included) to ``until`` (excluded; None: not ended)."""

    since: date
    until: date | None
    percent: int

    def holds(self, day: date) -> bool:
        """Whether the share runs on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Days on which shares add up to more than the whole: from ``since`` (included) to ``until`` (excluded; None: for good)."""

    since: date
    until: date | None
    percent: int


def excesses(shares: Iterable[Share]) -> tuple[Excess, ...]:
    """Every period on which the sum passes 100 %, in order; days with the same sum that touch are one period.

    The sum changes only where a share starts or ends: it is enough to look at these days.
    """
    every = tuple(shares)
    turns = sorted({day for one in every for day in (one.since, one.until) if day is not None})
    found: list[Excess] = []
    for place, first in enumerate(turns):
        percent = sum(one.percent for one in every if one.holds(first))
        after = turns[place + 1] if place + 1 < len(turns) else None
        if percent <= WHOLE:
            continue
        if found and found[-1].until == first and found[-1].percent == percent:
            found[-1] = Excess(since=found[-1].since, until=after, percent=percent)
        else:
            found.append(Excess(since=first, until=after, percent=percent))
    return tuple(found)


def days_of(year: int) -> int:
    """How many days a year has."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def part_of(year: int, since: date | None, until: date | None) -> Decimal:
    """The part of a year that a period covers, from 0 to 1; an empty end is outside the year."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    start = max(since or first, first)
    end = min(until or after, after)
    return Decimal(max((end - start).days, 0)) / Decimal(days_of(year))
