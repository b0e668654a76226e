"""Who takes over what somebody held: the deputy who is there, a colleague of the unit, who heads it."""

from collections.abc import Iterable
from datetime import date, timedelta

from maillage.shared.directory import queries as directory


def heir(person: int, unit: int | None, on: date, *, avoid: Iterable[int] = ()) -> int | None:
    """The person (primary key) who takes over on a day: the named deputy, or the deputy's; else a colleague of the unit who is
    there, by name; else who heads it. Of somebody who has just left, the deputy is the one of the day before. None: nobody."""
    seen = {person, *avoid}
    deputy = directory.deputy_of(person, on) or directory.deputy_of(person, on - timedelta(days=1))
    while deputy is not None and deputy not in seen:
        if directory.available(deputy, on):
            return deputy
        seen.add(deputy)
        deputy = directory.deputy_of(deputy, on)
    if unit is None:
        return None
    near = [card.pk for card in directory.officers(unit, on)]
    wanted = [pk for pk in (*near, *directory.managers(unit, on)) if pk not in {person, *avoid}]
    there = directory.available_among(wanted, on)
    return next((pk for pk in wanted if pk in there), None)
