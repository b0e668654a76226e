"""The dated states of functions: the stops of their maps."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.text import long_date
from maillage.modules.missions.enums import Basis, Nature
from maillage.modules.missions.models import Holding, MapState, Mission, ModeRecord, Placement
from maillage.modules.missions.queries.shapes import Stop


def stops_of(
    functions: Iterable[int],
    *,
    today: datetime.date,
    conditions: Mapping[int, str],
) -> dict[int, tuple[Stop, ...]]:
    """The stops of some functions, in the order of their days: four queries. ``today``: what tells a projection whose day is past.

    After the last state that is not a projection, the days from which something was said since are stops too, and so are those for
    which a change is aimed at: what a person records is seen on the map that opens, and is one click away when it is to come.
    """
    asked = list(functions)
    found: dict[int, list[Stop]] = {function: [] for function in asked}
    for state in MapState.objects.filter(function__in=asked).order_by("day", "pk"):
        found[state.function_id].append(_stop(state, today, conditions))
    drawn = {function: tuple(stops) for function, stops in found.items()}
    for (function, day), said in sorted(_said_since(drawn).items()):
        last = default_day(drawn[function])
        known = any(not one.aimed for one in said) and day <= today
        aimed = tuple(one for one in said if one.aimed)
        if (known or aimed) and (last is None or day > last):
            found[function].append(_known(day) if known else _aimed(day, aimed, today=today))
    return {
        function: tuple(sorted(stops, key=lambda stop: stop.day))
        for function, stops in found.items()
        if stops
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Something recorded from a day on. ``aimed``: a projection; ``decided``: who decided it, empty when nobody says."""

    aimed: bool
    decided: str


def _said_since(drawn: Mapping[int, tuple[Stop, ...]]) -> dict[tuple[int, datetime.date], set[_Said]]:
    """By (function, day) where no state is: what was recorded from that day on, of the function, of its domains or of its boxes.

    One query when nothing was, three otherwise. Days on which every function has a state are left to them in the database: a
    document says thousands of things on these days.
    """
    days = [{stop.day for stop in stops} for stops in drawn.values()]
    lasts = [default_day(stops) for stops in drawn.values()]
    wanted = Q(
        mission__plan__in=Mission.objects.filter(pk__in=list(drawn)).values("plan"),
        withdrawn_at__isnull=True,
        scenario__isnull=True,
        since__isnull=False,
    )
    known = [last for last in lasts if last is not None]
    if known and len(known) == len(lasts):
        wanted &= Q(since__gt=min(known))
    wanted &= ~Q(since__in=sorted(set.intersection(*days))) if days else Q(pk__in=())
    columns = ("since", "nature", "published_from__decided_by__name", "published_from__decided_on", "mission")
    modes = ModeRecord.objects.filter(wanted).values_list(*columns)
    places = Placement.objects.filter(wanted, basis=Basis.ENTERED).values_list(*columns)
    holders = Holding.objects.filter(wanted, published_from__isnull=False).values_list(*columns)
    rows = list(modes.union(places, holders))
    tops = _functions_of({mission for *_said, mission in rows}, set(drawn)) if rows else {}
    found: dict[tuple[int, datetime.date], set[_Said]] = {}
    for day, nature, body, decided_on, mission in rows:
        said = _Said(aimed=nature == Nature.PROJECTED, decided=decided_by(body, decided_on))
        for function in tops.get(mission, ()):
            if all(stop.day != day for stop in drawn[function]):
                found.setdefault((function, day), set()).add(said)
    return found


def _functions_of(missions: set[int], functions: set[int]) -> dict[int, set[int]]:
    """The functions under which missions ever stood: a box under a domain under it, or nearer. Two queries."""
    over: dict[int, set[int]] = {}
    left = missions
    for _level in range(2):
        rows = Placement.objects.filter(mission__in=left, parent__isnull=False).values_list(
            "mission", "parent"
        )
        for mission, parent in rows.distinct():
            over.setdefault(mission, set()).add(parent)
        left = {parent for mission in left for parent in over.get(mission, ())}
    found = {}
    for mission in missions:
        above = {mission} | over.get(mission, set())
        found[mission] = (above | {top for one in above for top in over.get(one, ())}) & functions
    return found


def decided_by(body: str | None, on: datetime.date | None) -> str:
    """« décidé par CCI Mayenne le 3 mars 2026 »; empty when nobody says who decided."""
    if not body:
        return ""
    if on is None:
        return _("décidé par %(body)s") % {"body": body}
    return _("décidé par %(body)s le %(day)s") % {"body": body, "day": long_date(on)}


def _known(day: datetime.date) -> Stop:
    return Stop(
        day=day,
        nature=Nature.STATUS.value,
        nature_label=str(Nature.STATUS.label),
        label=_("modes dits depuis"),
        drawn=True,
        said=True,
    )


def _aimed(day: datetime.date, said: Iterable[_Said], *, today: datetime.date) -> Stop:
    return Stop(
        day=day,
        nature=Nature.PROJECTED.value,
        nature_label=str(Nature.PROJECTED.label),
        label=_("changements visés"),
        drawn=True,
        unconfirmed=day <= today,
        said=True,
        decided=tuple(sorted({one.decided for one in said if one.decided})),
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


def over(stops: Iterable[Stop], day: datetime.date | None) -> bool:
    """Whether a projection would be drawn under what is known of a day: the map that opens leaves it out."""
    return day is not None and any(stop.nature == Nature.PROJECTED and stop.day < day for stop in stops)


def stand(stops: Iterable[Stop], day: datetime.date, *, projections: bool) -> Stop | None:
    """The stop on which a day stands: the last one that began, among those drawn."""
    begun = [stop for stop in stops if stop.day <= day and (projections or stop.nature != Nature.PROJECTED)]
    return replace(begun[-1], current=True) if begun else None
