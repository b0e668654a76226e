"""The dated states of functions: the stops of their maps."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace

from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import MapState
from maillage.modules.missions.queries.shapes import Stop


def stops_of(
    functions: Iterable[int],
    *,
    today: datetime.date,
    conditions: Mapping[int, str],
) -> dict[int, tuple[Stop, ...]]:
    """The stops of some functions, in the order of their days: one query. ``today``: what tells a projection whose day is past."""
    found: dict[int, list[Stop]] = {}
    for state in MapState.objects.filter(function__in=list(functions)).order_by("day", "pk"):
        found.setdefault(state.function_id, []).append(_stop(state, today, conditions))
    return {function: tuple(stops) for function, stops in found.items()}


def _stop(state: MapState, today: datetime.date, conditions: Mapping[int, str]) -> Stop:
    confirmed = state.confirmed_on is not None and state.confirmed_on <= today
    nature = Nature.STATUS if confirmed and state.nature == Nature.PROJECTED else Nature(state.nature)
    aimed = nature == Nature.PROJECTED
    return Stop(
        day=state.day,
        nature=nature.value,
        nature_label=str(nature.label),
        label=state.label,
        drawn=state.drawn,
        unconfirmed=aimed and state.day <= today,
        condition=conditions.get(state.conditional_on_id, "") if aimed and state.conditional_on_id else "",
    )


def default_day(stops: Iterable[Stop]) -> datetime.date | None:
    """The day of the last state that is not a projection."""
    seen = [stop.day for stop in stops if stop.nature != Nature.PROJECTED]
    return max(seen, default=None)


def stand(stops: Iterable[Stop], day: datetime.date, *, projections: bool) -> Stop | None:
    """The stop on which a day stands: the last one that began, among those drawn."""
    begun = [stop for stop in stops if stop.day <= day and (projections or stop.nature != Nature.PROJECTED)]
    return replace(begun[-1], current=True) if begun else None
