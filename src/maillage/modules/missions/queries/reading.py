"""The map of a function on a day. A constant number of queries, whatever it holds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q
from django.urls import reverse

from maillage.engines.mapping import Held, Place, Presence, Shot, assemble
from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import adapters, policies
from maillage.modules.missions.adapters import ModeRow, PlaceRow, View
from maillage.modules.missions.enums import Level, Mode, Nature
from maillage.modules.missions.models import Mission, ModeRecord, Plan, Scenario
from maillage.modules.missions.queries import around, modes
from maillage.modules.missions.queries.divisions import divisions
from maillage.modules.missions.queries.modes import conditions_of, frames_of, parties_of
from maillage.modules.missions.queries.shapes import (
    UNKNOWN,
    BoxShown,
    ChamberMode,
    DomainShown,
    MapShown,
    ModeShown,
    Statement,
    Stop,
)
from maillage.modules.missions.queries.stops import default_day, over, stand, stops_of

LETTERS = (*Mode.values, UNKNOWN)
"""The only order of the modes: that of their letters, then what is not known (S-014)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One layer of a part of a plan, with all that its boxes show. ``shot`` holds keys; the rest is read by these keys."""

    plan: str
    view: View
    shot: Shot
    places: Mapping[int, PlaceRow]
    modes: Mapping[int, ModeRow]
    known: Mapping[int, PlaceRow]
    parties: modes.Parties
    frames: modes.Frames
    conditions: Mapping[int, str]
    stops: tuple[Stop, ...]
    decisions: Mapping[int, str] = field(default_factory=dict)
    ended: Mapping[int, ModeRow] = field(default_factory=dict)
    shared: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    holders: Mapping[int, around.HeldBy] = field(default_factory=dict)
    marks: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    whole: bool = False

    def label(self, mission: int) -> str:
        place = self.shot.places.get(mission)
        if place is not None and place.label:
            return place.label
        return self.known[mission].code if mission in self.known else ""

    def own_mode(self, mission: int) -> ModeShown:
        """The mode of the mission itself, with who holds it."""
        own = self.shot.own(mission)
        ended = self.ended.get(mission) if own is None else None
        if ended is not None and ended.until is not None and self._mapped(ended.until):
            shown = modes.ended(ended)
        else:
            shown = self._shown(own)
        held = self.holders.get(mission)
        if held is None:
            return shown
        return replace(shown, holder=", ".join(held.names), holder_slug=held.slug)

    def _mapped(self, day: date) -> bool:
        """Whether a day comes after the first state described: what ended before is told as the story before the map (S-072)."""
        return not self.stops or day > self.stops[0].day

    def _shown(self, held: Held | None) -> ModeShown:
        return modes.shown(
            held,
            self.modes,
            day=self.view.day,
            conditions=self.conditions,
            parties=self.parties,
            frames=self.frames,
            whole=self.whole,
            decisions=self.decisions,
        )

    def mode(self, mission: int) -> ModeShown:
        """The mode to show: its own; else that of the domain or of the function, told as such (S-015)."""
        own = self.own_mode(mission)
        if own.letter != UNKNOWN or own.possible:
            return own
        held = self.shot.inherited(mission)
        if held is None:
            return own
        coarser = self.own_mode(held.said.mission)
        return replace(
            coarser,
            holder=own.holder or coarser.holder,
            holder_slug=own.holder_slug or coarser.holder_slug,
            inherited_from=self.label(held.said.mission),
            last_known=own.last_known,
        )

    def exceptions(self, mission: int) -> tuple[ChamberMode, ...]:
        """What differs for a chamber, by name of chamber (S-007)."""
        found = [
            ChamberMode(
                organization=self.modes[held.said.key].chamber_name or "",
                mode=self._shown(held),
            )
            for held in self.shot.exceptions.get(mission, {}).values()
        ]
        return tuple(sorted(found, key=lambda one: one.organization))

    def box(self, place: Place) -> BoxShown:
        row = self.places[place.key]
        mode = self.mode(place.mission)
        if not mode.condition and (condition := self._condition(row)):
            mode = replace(mode, condition=condition)
        own = self.shot.own(place.mission)
        return BoxShown(
            id=place.mission,
            code=row.code,
            label=place.label,
            url=box_url(self.plan, row.code),
            mode=mode,
            marks=self.marks.get(place.mission, ()),
            shared_with=self.shared.get(place.mission, ()),
            exceptions=self.exceptions(place.mission),
            unconfirmed=place.presence is Presence.UNCONFIRMED,
            projected=place.projected
            or place.drafted
            or (own is not None and not own.lapsed and (own.said.projected or own.said.drafted)),
            legibility=row.legibility,
            note=row.note,
            actions=len(self.shot.under(place.mission)),
            origin=modes.origin_of(row),
            since=row.since,
            drafted=place.drafted or (own is not None and not own.lapsed and own.said.drafted),
        )

    def _condition(self, row: PlaceRow) -> str:
        """The condition of the projected state that draws the box (S-094)."""
        if row.nature != Nature.PROJECTED:
            return ""
        return next((stop.condition for stop in self.stops if stop.day == row.since), "")

    def domain(self, mission: int, row: PlaceRow, about: "Described") -> DomainShown:
        """A domain and its boxes; those to confirm apart."""
        boxes = [
            self.box(place)
            for place in self.shot.under(mission)
            if self.places[place.key].level == Level.MACRO_PROCESS
        ]
        own = self.own_mode(mission)
        return DomainShown(
            id=mission,
            code=row.code,
            label=row.label,
            url=box_url(self.plan, row.code),
            definition=about.definition,
            aliases=about.aliases,
            mode=own if own.letter != UNKNOWN or own.possible or own.last_known or own.holder else None,
            boxes=tuple(box for box in boxes if not box.unconfirmed),
            unconfirmed=tuple(box for box in boxes if box.unconfirmed),
            shared_with=self.shared.get(mission, ()),
            origin=modes.origin_of(row),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a domain is, in words."""

    definition: str = ""
    aliases: tuple[str, ...] = ()


def box_url(plan: str, code: str) -> str:
    """The page of a box, of a domain or of an action. A map names hundreds: the address is looked up once a plan."""
    head, tail = _box_address(plan)
    return f"{head}{code}{tail}"


@lru_cache(maxsize=64)
def _box_address(plan: str) -> tuple[str, str]:
    """What comes before the code and after it."""
    head, _code, tail = reverse("missions:box", args=[plan, "CODE"]).rpartition("CODE")
    return head, tail


def plan_row(slug: str, actor: Actor) -> Plan:
    """A plan. Raises NotVisible for who reads none, or when there is none."""
    policies.seen(actor)
    found = Plan.objects.select_related("owner", "cited").filter(slug=slug).first()
    if found is None:
        raise NotVisible(slug)
    return found


def mission_row(plan: Plan, code: str, *levels: str) -> Mission:
    """A mission of a plan by its code. Raises NotVisible when there is none at these levels (none said: at any)."""
    rows = plan.missions.select_related("guarantor").filter(code=code)
    found = (rows.filter(level__in=levels) if levels else rows).first()
    if found is None:
        raise NotVisible(code)
    return found


def map_of(
    plan_slug: str,
    function_code: str,
    *,
    actor: Actor,
    day: date | None = None,
    known_at: datetime | None = None,
    projections: bool = True,
    scenario: int | None = None,
    today: date | None = None,
) -> MapShown:
    """The map of a function. ``day`` None: its last state that is not a projection. ``today``: the day that tells which
    projections and conditions are past; None: that of ``known_at``, else of the clock.

    Raises NotVisible when the plan, the function or the scenario is not there for the reader.
    """
    plan = plan_row(plan_slug, actor)
    function = mission_row(plan, function_code, Level.FUNCTION)
    if scenario is not None and not Scenario.objects.filter(pk=scenario, plan=plan).exists():
        raise NotVisible(str(scenario))
    now = today or (clock.day_of(known_at) if known_at else clock.today())
    conditions = conditions_of(plan.pk, today=now)
    stops = stops_of([function.pk], today=now, conditions=conditions).get(function.pk, ())
    usual = default_day(stops)
    projections = projections and not (day is None and over(stops, usual))
    view = View(day=day or usual or now, known_at=known_at, projections=projections, scenario=scenario)
    places = adapters.place_rows(adapters.under(function.pk), view)
    if not places and not function.placements.filter(withdrawn_at__isnull=True).exists():
        raise NotVisible(function_code)  # The import that brought it was undone.
    scope = adapters.about({function.pk, *(row.mission for row in places)})
    notes = around.notes(
        scope,
        view,
        function=function.pk,
        labels={row.mission: row.label for row in places},
        stops=stops,
        projections=projections,
    )
    drawn = draw(plan, scope, view, places, conditions=conditions, stops=stops, marks=notes.marks)
    state = stand(stops, view.day, projections=projections)
    shown = columns(drawn, function.pk, described(drawn))
    first = stops[0].day if stops else None
    told, before = around.statements(scope, view, first=first)
    function_mode = drawn.own_mode(function.pk)
    boxes = [box for domain in shown for box in domain.boxes]
    return MapShown(
        scenario=view.scenario,
        plan_slug=plan.slug,
        plan=plan.title,
        function_id=function.pk,
        function_code=function.code,
        function=drawn.label(function.pk) or _named(function, view.day),
        mode=function_mode if function_mode.letter != UNKNOWN or function_mode.last_known else None,
        purposes=tuple(function.purposes),
        perimeters=tuple(function.perimeters),
        guarantor=function.guarantor.name if function.guarantor else "",
        day=view.day,
        known_at=known_at,
        default_day=usual,
        stops=tuple(replace(stop, current=state is not None and stop.day == state.day) for stop in stops),
        state=state,
        last_known=stand([stop for stop in stops if not stop.said], view.day, projections=False),
        projections=projections,
        domains=shown,
        footnotes=notes.footnotes,
        statements=told,
        before=(*_before(function.pk, drawn, first), *before),
        counts=counts(boxes),
        boxes=len(boxes),
        unconfirmed=sum(len(domain.unconfirmed) for domain in shown),
        gone=tuple(
            drawn.box(place)
            for place in drawn.shot.places.values()
            if place.presence is Presence.GONE and drawn.places[place.key].level == Level.MACRO_PROCESS
        ),
        actions=() if shown else actions_of(drawn, function.pk),
        divisions=divisions(function.pk, view.day),
    )


def _named(function: Mission, day: date) -> str:
    """How a function is called when nothing was known of it at the instant asked."""
    return around.labels_of([function.pk], day).get(function.pk, (function.code, None))[0]


def actions_of(drawn: Drawn, mission: int) -> tuple[BoxShown, ...]:
    """The actions that stand under a mission, those of an earlier day first, then in the order of the source (S-141)."""
    found = [
        drawn.box(place)
        for place in drawn.shot.under(mission)
        if drawn.places[place.key].level == Level.INITIATIVE
    ]
    return tuple(sorted(found, key=lambda one: one.since or date.min))


def draw(
    plan: Plan,
    scope: Q,
    view: View,
    places: list[PlaceRow],
    *,
    conditions: Mapping[int, str],
    stops: tuple[Stop, ...],
    marks: Mapping[int, tuple[str, ...]],
    whole: bool = False,
) -> Drawn:
    """One layer of a part of the plan, assembled by the engine. ``whole``: with the details of each mode."""
    rows = {row.id: row for row in adapters.mode_rows(scope, view)}
    shot = assemble(
        adapters.place_facts(places), adapters.mode_facts(rows.values()), view.moment, layer=view.layer
    )
    winners = {one.said.key for one in shot.modes.values()} | {
        one.said.key for held in shot.exceptions.values() for one in held.values()
    }
    asked = [key for key in winners if whole or (not rows[key].complete and rows[key].mode)]
    aimed = [key for key in winners if rows[key].nature == Nature.PROJECTED]
    return Drawn(
        plan=plan.slug,
        view=view,
        shot=shot,
        places={row.id: row for row in places},
        modes=rows,
        known={row.mission: row for row in places},
        parties=parties_of(asked),
        frames=frames_of(asked),
        conditions=conditions,
        stops=stops,
        shared=around.shared({row.mission for row in places}, plan.pk, view.day),
        holders=around.holders(scope, view),
        marks=marks,
        decisions=modes.decisions_of(aimed),
        ended={row.mission: row for row in adapters.ended_mode_rows(scope, view)},
        whole=whole,
    )


def counts(boxes: Iterable[BoxShown]) -> tuple[tuple[str, int], ...]:
    """How many boxes bear each letter as their own, in the order of the letters; an inherited mode counts as not known."""
    found = Counter(UNKNOWN if box.mode.inherited_from else box.mode.letter for box in boxes)
    return tuple((letter, found[letter]) for letter in LETTERS)


def described(drawn: Drawn) -> dict[int, Described]:
    """What the domains are, in words. One query."""
    rows = Mission.objects.filter(
        pk__in=[row.mission for row in drawn.known.values() if row.level == Level.DOMAIN]
    )
    return {
        pk: Described(definition=definition, aliases=tuple(aliases))
        for pk, definition, aliases in rows.values_list("pk", "definition", "aliases")
    }


def columns(drawn: Drawn, function: int, about: Mapping[int, Described]) -> tuple[DomainShown, ...]:
    """The columns of a function: its domains, even retired ones under which a box stands; boxes without a domain last."""
    found = []
    for place in sorted(drawn.shot.places.values(), key=lambda one: (one.position, one.label, one.mission)):
        row = drawn.places[place.key]
        if place.parent != function or row.level != Level.DOMAIN:
            continue
        domain = drawn.domain(place.mission, row, about.get(place.mission, Described()))
        if place.presence is not Presence.GONE or domain.boxes or domain.unconfirmed:
            found.append(domain)
    if function in drawn.known:
        loose = drawn.domain(function, drawn.known[function], Described())
        if loose.boxes or loose.unconfirmed:
            found.append(loose)
    return tuple(found)


def _before(function: int, drawn: Drawn, first: date | None) -> tuple[Statement, ...]:
    """The modes of the whole function that ended before its first map (S-072)."""
    if first is None:
        return ()
    rows = ModeRecord.objects.filter(
        adapters.known(drawn.view), mission=function, chamber=None, until__lte=first
    )
    told = [ModeRow(*row) for row in rows.order_by(adapters.BY_DAY, "pk").values_list(*adapters.MODE_COLUMNS)]
    return around.earlier_modes(told, drawn.label(function))
