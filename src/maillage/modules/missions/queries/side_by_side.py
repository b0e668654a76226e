"""Every stop of a function on one screen, box by box (S-017)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.engines.mapping import assemble
from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.modules.missions import adapters
from maillage.modules.missions.adapters import View
from maillage.modules.missions.enums import Level, Nature
from maillage.modules.missions.models import Mission, Plan
from maillage.modules.missions.queries import modes
from maillage.modules.missions.queries.around import labels_of
from maillage.modules.missions.queries.reading import Drawn, columns, mission_row, plan_row
from maillage.modules.missions.queries.shapes import BoxShown, Cell, DomainShown, Row, SideBySide, Stop
from maillage.modules.missions.queries.stops import over, stops_of

Placed = Mapping[str, tuple[DomainShown, BoxShown]]
"""The boxes of a stop, by code, each with its domain."""


def side_by_side(
    plan_slug: str,
    function_code: str,
    *,
    actor: Actor,
    known_at: datetime | None = None,
    projections: bool = True,
    today: date | None = None,
) -> SideBySide:
    """Every stop of a function. Rows follow the order of the first stop that shows each box. A constant number of queries,
    whatever the boxes and the stops: all the facts are read once. Raises NotVisible."""
    plan = plan_row(plan_slug, actor)
    function = mission_row(plan, function_code, Level.FUNCTION)
    now = today or (clock.day_of(known_at) if known_at else clock.today())
    conditions = modes.conditions_of(plan.pk, today=now)
    stops = tuple(
        stop
        for stop in stops_of([function.pk], today=now, conditions=conditions).get(function.pk, ())
        if projections or stop.nature != Nature.PROJECTED
    )
    placed = _all(
        plan, function, stops, conditions, View(day=now, known_at=known_at, projections=projections)
    )
    latest: dict[str, tuple[DomainShown, BoxShown]] = {}
    for one in placed:
        latest |= one
    return SideBySide(
        plan_slug=plan.slug,
        plan=plan.title,
        function_code=function.code,
        function=labels_of([function.pk], now).get(function.pk, (function.code, None))[0],
        stops=stops,
        rows=tuple(
            Row(
                code=code,
                label=latest[code][1].label,
                url=latest[code][1].url,
                domain=latest[code][0].label,
                cells=tuple(
                    _cell(stop.day, one.get(code), latest[code])
                    for stop, one in zip(stops, placed, strict=True)
                ),
            )
            for code in dict.fromkeys(code for one in placed for code in one)
        ),
    )


def _all(
    plan: Plan, function: Mission, stops: tuple[Stop, ...], conditions: Mapping[int, str], view: View
) -> list[Placed]:
    """The boxes of each stop, from facts read once."""
    scope = adapters.under(function.pk)
    places = {row.id: row for row in adapters.all_place_rows(scope, view)}
    rows = {row.id: row for row in adapters.all_mode_rows(scope, view)}
    stand, said = adapters.place_facts(places.values()), adapters.mode_facts(rows.values())
    lacking = [row.id for row in rows.values() if row.mode and not row.complete]
    parties, frames = modes.parties_of(lacking), modes.frames_of(lacking)
    found = []
    for stop in stops:
        # As its own map: what was said since a projection is shown without it.
        aimed = stop.nature == Nature.PROJECTED or not over(stops, stop.day)
        there = replace(view, day=stop.day, projections=view.projections and aimed)
        shot = assemble(stand, said, there.moment, layer=there.layer)
        drawn = Drawn(
            plan=plan.slug,
            view=there,
            shot=shot,
            places=places,
            modes=rows,
            known={place.mission: places[place.key] for place in shot.places.values()},
            parties=parties,
            frames=frames,
            conditions=conditions,
            stops=stops,
        )
        found.append(
            {
                box.code: (domain, box)
                for domain in columns(drawn, function.pk, {})
                for box in (*domain.boxes, *domain.unconfirmed)
            }
        )
    return found


def _cell(
    day: date, found: tuple[DomainShown, BoxShown] | None, latest: tuple[DomainShown, BoxShown]
) -> Cell:
    if found is None:
        return Cell(day=day, mode=None, words=_("non dessinée"))
    domain, box = found
    return Cell(
        day=day,
        mode=None if box.unconfirmed else box.mode,
        words=_("à confirmer") if box.unconfirmed else "",
        domain=domain.label if domain.label != latest[0].label else "",
        label=box.label if box.label != latest[1].label else "",
    )
