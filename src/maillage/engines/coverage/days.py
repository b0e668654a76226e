"""The days on which what rules say of a creation changes: between two of them, all days are one class."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from maillage.engines.rules import Age, Created, Leaf
from maillage.engines.rules.decide import add_months

DAY = timedelta(days=1)


def cuts(leaves: Iterable[Leaf], on: date, ages: Sequence[int]) -> tuple[date, ...]:
    """The first day of each class but the first, ascending; ``ages`` in months, besides the criteria."""
    found: set[date] = set()
    for leaf in leaves:
        if isinstance(leaf, Created):
            found.update(day for day in (leaf.start, leaf.before) if day is not None)
        elif isinstance(leaf, Age):
            found.add(on + DAY)
            months = (leaf.at_least_months, leaf.under_months)
            found.update(_younger(on, count) for count in months if count is not None)
    found.update(_younger(on, count) for count in ages)
    return tuple(sorted(found))


def representatives(cut: Sequence[date]) -> tuple[date, ...]:
    """A day of each class."""
    return (cut[0] - DAY if cut else date(2000, 1, 1), *cut)


def age_labels(days: Sequence[date], on: date, ages: Sequence[int]) -> list[str]:
    """The label of the age of each day: "12-36" from 12 months to less than 36, "36-" from 36."""
    bounds = [0, *sorted(ages)]
    labels = [f"{low}-{high}" for low, high in zip(bounds, bounds[1:], strict=False)] + [f"{bounds[-1]}-"]
    return [labels[sum(on >= add_months(day, months) for months in bounds[1:])] for day in days]


def _younger(on: date, months: int) -> date:
    """The first day of creation that is not yet so many months ago."""
    day = add_months(on, -months) - 4 * DAY
    while on >= add_months(day, months):
        day += DAY
    return day
