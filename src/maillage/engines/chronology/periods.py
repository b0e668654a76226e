"""Half-open periods of days."""

from dataclasses import dataclass
from datetime import date


class PeriodError(Exception):
    """A period that holds no day. ``sentence`` says it in French."""

    def __init__(self, start: date, end: date) -> None:
        self.sentence = (
            f"La période ne contient aucun jour\u00a0: elle commence le {start:%d/%m/%Y} "
            f"et s'arrête avant le {end:%d/%m/%Y}."
        )
        self.way_out = "Donnez une fin postérieure au début."
        super().__init__(f"{self.sentence} {self.way_out}")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` (included) to ``end`` (excluded); None leaves that side open.

    A period always holds at least one day: an end at or before the start raises :class:`PeriodError`.

    >>> year = Period(date(2026, 1, 1), date(2027, 1, 1))
    >>> year.contains(date(2026, 12, 31)), year.contains(date(2027, 1, 1))
    (True, False)
    """

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise PeriodError(self.start, self.end)

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share at least one day."""
        return self.meet(other) is not None

    def meet(self, other: "Period") -> "Period | None":
        """The days common to both periods, or None when there are none."""
        start = _later(self.start, other.start)
        end = _earlier(self.end, other.end)
        if start is not None and end is not None and end <= start:
            return None
        return Period(start, end)


ALWAYS = Period()
"""The period without bounds."""


def _later(a: date | None, b: date | None) -> date | None:
    if a is None or b is None:
        return a or b
    return max(a, b)


def _earlier(a: date | None, b: date | None) -> date | None:
    if a is None or b is None:
        return a or b
    return min(a, b)
