"""Rows of the map into facts of the engine, no more rows than the engine needs.

The database keeps, for each mission, the fact that the engine would let win (and the last drawing): a window over the
same order as ``engines.mapping.assemble``. Tested against the engine on all the facts.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import Cast, RowNumber

from maillage.engines.chronology import Fact, Moment, Period
from maillage.engines.mapping import Layer, Place, Presence, Said
from maillage.modules.missions.enums import Basis, Level, Nature
from maillage.modules.missions.enums import Presence as PresenceCode
from maillage.modules.missions.models import ModeRecord, Placement

BY_DAY = F("since").asc(nulls_first=True)
"""The order of days; what has no first day came before all that is dated."""
LATEST_FIRST = F("since").desc(nulls_last=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one looks at: a day, as it was known at an instant (None: now), projections drawn or not, a scenario or none."""

    day: date
    known_at: datetime | None = None
    projections: bool = True
    scenario: int | None = None

    @property
    def moment(self) -> Moment:
        return Moment(self.day, self.known_at)

    @property
    def layer(self) -> Layer:
        return Layer.PROJECTED if self.projections else Layer.KNOWN


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A placement, and what is said of its mission."""

    id: int
    mission: int
    parent: int | None
    label: str
    position: int
    presence: str
    since: date | None
    until: date | None
    nature: str
    basis: str
    legibility: str
    note: str
    evidence: str
    recorded_at: datetime
    scenario: int | None
    source: int | None
    source_title: str | None
    code: str
    level: str

    def fact(self) -> Fact[Place]:
        place = Place(
            key=self.id,
            mission=self.mission,
            parent=self.parent,
            label=self.label,
            position=self.position,
            presence=Presence(self.presence),
            lettered=self.basis == Basis.MAP and self.level == Level.MACRO_PROCESS,
            projected=self.nature == Nature.PROJECTED,
            drafted=self.scenario is not None,
        )
        return Fact(place, Period(self.since, self.until), self.recorded_at)


PLACE_COLUMNS = (
    "id", "mission_id", "parent_id", "label", "position", "presence", "since", "until", "nature", "basis", "legibility",
    "note", "evidence", "recorded_at", "scenario_id", "cited_id", "cited__title", "mission__code", "mission__level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModeRow:
    """A mode said of a mission, without its parties."""

    id: int
    mission: int
    chamber: int | None
    chamber_name: str | None
    mode: str
    possible_written: str
    complete: bool
    since: date | None
    until: date | None
    nature: str
    basis: str
    evidence: str
    note: str
    recorded_at: datetime
    scenario: int | None
    source: int | None
    source_title: str | None
    condition: int | None
    purpose: str
    form: str
    ends_on: date | None
    pooled_written: str
    logic: str
    option: str
    variant: str
    holder: int | None
    holder_name: str | None
    holder_slug: str | None

    @property
    def possible(self) -> tuple[str, ...]:
        return _list(self.possible_written)

    @property
    def pooled(self) -> tuple[str, ...]:
        return _list(self.pooled_written)

    def fact(self) -> Fact[Said]:
        said = Said(
            key=self.id,
            mission=self.mission,
            letter=self.mode,
            possible=self.possible,
            chamber=self.chamber,
            projected=self.nature == Nature.PROJECTED,
            drafted=self.scenario is not None,
        )
        return Fact(said, Period(self.since, self.until), self.recorded_at)


MODE_COLUMNS = (
    "id", "mission_id", "chamber_id", "chamber__name", "mode", Cast("possible", TextField()), "complete", "since", "until", "nature", "basis",
    "evidence", "note", "recorded_at", "scenario_id", "cited_id", "cited__title", "conditional_on_id", "purpose", "form",
    "ends_on", Cast("pooled", TextField()), "logic", "option", "variant", "holder_id", "holder__name", "holder__slug",
)  # fmt: skip


def _list(written: str) -> tuple[str, ...]:
    """A list of codes as the database writes it; read only when there is one, for a map holds hundreds of empty ones."""
    return tuple(json.loads(written)) if written not in ("", "[]") else ()


def standing(view: View) -> Q:
    """The facts of a layer that hold on the day and are known at the instant, as a filter on any dated fact."""
    return _known(view.known_at) & in_layer(view) & holding(view.day)


def holding(day: date) -> Q:
    """What began and has not ended on a day."""
    return Q(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day))


def in_layer(view: View) -> Q:
    """The facts of the layer, whatever their dates: drafts of other scenarios never, projections when they are drawn."""
    drafted = Q(scenario__isnull=True)
    if view.scenario is not None:
        drafted |= Q(scenario=view.scenario)
    return (
        drafted if view.projections else drafted & (~Q(nature=Nature.PROJECTED) | Q(scenario__isnull=False))
    )


def _known(at: datetime | None) -> Q:
    if at is None:
        return Q(withdrawn_at__isnull=True)
    return Q(recorded_at__lte=at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at))


def known(view: View) -> Q:
    """The facts known at the instant, whatever their dates, outside other scenarios."""
    return _known(view.known_at) & in_layer(view)


def under(function: int) -> Q:
    """The facts of a function and of all that ever stood under it, as a filter on facts that bear a mission."""
    domains = Placement.objects.filter(parent=function).values("mission")
    boxes = Placement.objects.filter(parent__in=domains).values("mission")
    whole = Placement.objects.filter(
        Q(mission=function) | Q(parent=function) | Q(parent__in=domains) | Q(parent__in=boxes)
    )
    return Q(mission__in=whole.values("mission"))


def about(missions: Collection[int]) -> Q:
    """The facts of some missions, once they are known by their keys."""
    return Q(mission__in=sorted(missions))


def place_rows(scope: Q, view: View) -> list[PlaceRow]:
    """For each mission of the scope, the placement that wins, and the last drawing of it: what `assemble` needs."""
    drawn = Case(
        When(basis=Basis.MAP, presence=PresenceCode.SHOWN, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = Placement.objects.filter(scope, standing(view)).annotate(drawing=drawn)
    return [PlaceRow(*row) for row in _first(rows, "mission_id", "drawing").values_list(*PLACE_COLUMNS)]


def mode_rows(scope: Q, view: View) -> list[ModeRow]:
    """For each mission of the scope, and each chamber that differs in it, the mode that wins."""
    rows = ModeRecord.objects.filter(scope, standing(view))
    return [ModeRow(*row) for row in _first(rows, "mission_id", "chamber_id").values_list(*MODE_COLUMNS)]


def ended_mode_rows(scope: Q, view: View) -> list[ModeRow]:
    """For each mission of the scope, the common mode that ended last by the day: what is told when nothing holds any more."""
    rows = ModeRecord.objects.filter(scope, known(view), chamber=None, until__lte=view.day)
    return [ModeRow(*row) for row in rows.order_by("until", "recorded_at", "pk").values_list(*MODE_COLUMNS)]


def all_place_rows(scope: Q, view: View) -> list[PlaceRow]:
    """Every placement of the scope known in the layer, of any day: what several days are drawn from."""
    return [
        PlaceRow(*row) for row in Placement.objects.filter(scope, known(view)).values_list(*PLACE_COLUMNS)
    ]


def all_mode_rows(scope: Q, view: View) -> list[ModeRow]:
    """Every common mode of the scope known in the layer, of any day."""
    rows = ModeRecord.objects.filter(scope, known(view), chamber=None)
    return [ModeRow(*row) for row in rows.values_list(*MODE_COLUMNS)]


def _first(rows: QuerySet[Any], *about: str) -> QuerySet[Any]:
    """Of rows about the same thing, the one that wins: the order of the engine's rule, in the database."""
    order = [
        LATEST_FIRST,
        Case(
            When(scenario__isnull=False, then=Value(1)),
            default=Value(0),
        ).desc(),
        F("recorded_at").desc(),
        F("id").desc(),
    ]
    rank = Window(RowNumber(), partition_by=[F(name) for name in about], order_by=order)
    return rows.annotate(rank=rank).filter(rank=1)


def place_facts(rows: Iterable[PlaceRow]) -> list[Fact[Place]]:
    return [row.fact() for row in rows]


def mode_facts(rows: Iterable[ModeRow]) -> list[Fact[Said]]:
    return [row.fact() for row in rows]
