"""The dated states of functions: the stops of their maps."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import MapState, ModeRecord
from maillage.modules.missions.queries.shapes import Stop


def stops_of(
    functions: Iterable[int],
    *,
    today: datetime.date,
    conditions: Mapping[int, str],
) -> dict[int, tuple[Stop, ...]]:
    """The stops of some functions, in the order of their days: two queries. ``today``: what tells a projection whose day is past.

    After the last state that is not a projection, the days from which a mode was said since are stops too: what a person
    records is seen on the map that opens.
    """
    asked = list(functions)
    found: dict[int, list[Stop]] = {}
    for state in MapState.objects.filter(function__in=asked).order_by("day", "pk"):
        found.setdefault(state.function_id, []).append(_stop(state, today, conditions))
    for function, day in sorted(_said_since(asked)):
        stops = found.setdefault(function, [])
        last = default_day(stops)
        if (last is None or day > last) and day <= today and all(stop.day != day for stop in stops):
            stops.append(_said(day))
            stops.sort(key=lambda stop: stop.day)
    return {function: tuple(stops) for function, stops in found.items()}


def _said_since(functions: list[int]) -> set[tuple[int, datetime.date]]:
    """(function, day) from which a mode is known on the function, on one of its domains or of its boxes."""
    place, above = "mission__placements__parent", "mission__placements__parent__placements__parent"
    rows = (
        ModeRecord.objects.filter(withdrawn_at__isnull=True, scenario__isnull=True, since__isnull=False)
        .exclude(nature=Nature.PROJECTED)
        .filter(
            Q(mission__in=functions) | Q(**{f"{place}__in": functions}) | Q(**{f"{above}__in": functions})
        )
        .values_list("since", "mission", place, above)
        .distinct()
    )
    wanted = set(functions)
    return {(key, day) for day, *keys in rows for key in keys if key in wanted}


def _said(day: datetime.date) -> Stop:
    return Stop(
        day=day,
        nature=Nature.STATUS.value,
        nature_label=str(Nature.STATUS.label),
        label=_("modes dits depuis"),
        drawn=True,
    )


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
