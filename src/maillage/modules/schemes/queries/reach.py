"""Schemes by territory: which ones a place may have, and how many there are in each division of a kind (H-224)."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from maillage.engines import rules as engine
from maillage.engines import territory
from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.modules.schemes.enums import State
from maillage.modules.schemes.queries.index import Entry
from maillage.modules.schemes.queries.shapes import PlaceCount
from maillage.shared.territories import queries as territories
from maillage.shared.territories.models import Territory


@dataclass(frozen=True, slots=True)
class Extent:
    """The communes where a rule holds whatever the company, and those where it may hold, as bits of an atlas."""

    inside: int
    touched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFilter:
    """Whether an entry may be had in a place; ``name`` of the place, ``notice`` when an old code was resolved."""

    accepts: Callable[[Entry], bool]
    name: str
    notice: str | None


def place_filter(text: str, on: datetime.date) -> PlaceFilter:
    """The filter of a commune ("59350") or of any territory ("epci:200093201"). Raises Refused when it is unknown."""
    kind, _, code = text.strip().rpartition(":")
    if kind in ("", "com", "arm"):
        return _of_commune(code, on)
    try:
        written = territory.parse(text.strip().lower() if kind == kind.upper() else text.strip())
        members = territories.atlas(on).touched(written)
    except territory.TerritoryError:
        raise Refused(
            "unknown-territory",
            f"Le territoire « {text} » est inconnu.",
            way_out="Choisissez un territoire de la liste, ou donnez le code d'une commune.",
            field="place",
        ) from None
    atlas = territories.atlas(on)

    def accepts(entry: Entry) -> bool:
        rule = entry.eligibility
        return rule is None or bool(extent(rule, atlas).touched & members.bits)

    return PlaceFilter(accepts=accepts, name=territories.territory_name(text.strip()), notice=None)


def _of_commune(code: str, on: datetime.date) -> PlaceFilter:
    located = territories.place(code, on=on)
    facts = engine.Facts({engine.Topic.PLACE: engine.Known(located.place, "")})

    def accepts(entry: Entry) -> bool:
        rule = entry.eligibility
        return rule is None or engine.verdict(rule, facts, on) is not engine.Verdict.UNMET

    return PlaceFilter(accepts=accepts, name=located.name, notice=located.notice)


def extent(rule: engine.Rule, atlas: territory.Atlas) -> Extent:
    """Where a rule holds: what is not about the place may hold anywhere and surely holds nowhere."""
    everywhere = (1 << len(atlas)) - 1
    match rule:
        case engine.AllOf(parts=parts):
            found = [extent(part, atlas) for part in parts]
            return Extent(
                _meet([e.inside for e in found], everywhere), _meet([e.touched for e in found], everywhere)
            )
        case engine.AnyOf(parts=parts):
            found = [extent(part, atlas) for part in parts]
            return Extent(_join([e.inside for e in found]), _join([e.touched for e in found]))
        case engine.Not(part=part):
            denied = extent(part, atlas)
            return Extent(everywhere & ~denied.touched, everywhere & ~denied.inside)
        case engine.Territory(expression=expression):
            return _of_expression(expression, atlas, everywhere)
        case engine.Zoning(zoning=zoning, values=values) if values:
            codes = [territory.Leaf(territory.Code.parse(f"{zoning}:{value}")) for value in values]
            return _of_expression(territory.union(*codes), atlas, everywhere)
        case engine.CommunePopulation(minimum=low, maximum=high):
            bits = _populated(atlas, low or 0, high)
            return Extent(bits, bits)
    return Extent(0, everywhere)


def _of_expression(expression: territory.Expression, atlas: territory.Atlas, everywhere: int) -> Extent:
    try:
        return Extent(atlas.communes(expression).bits, atlas.touched(expression).bits)
    except territory.TerritoryError:
        return Extent(0, everywhere)


def _meet(parts: list[int], start: int) -> int:
    for part in parts:
        start &= part
    return start


def _join(parts: list[int]) -> int:
    start = 0
    for part in parts:
        start |= part
    return start


@lru_cache(maxsize=64)
def _populated(atlas: territory.Atlas, low: int, high: int | None) -> int:
    bits = 0
    for position, code in enumerate(atlas):
        population = atlas.place(code).population
        if population is None or (population >= low and (high is None or population <= high)):
            bits |= 1 << position
    return bits


def places(kind: str, entries: list[Entry], on: datetime.date) -> tuple[PlaceCount, ...]:
    """How many of these schemes may be had in each division of ``kind``, by name; see PlaceCount for the three counts.

    Only what can be asked for, or whose dates nobody knows, is counted.
    """
    atlas = territories.atlas(on)
    everywhere = (1 << len(atlas)) - 1
    reaches: Counter[int] = Counter()
    national = to_confirm = 0
    for entry in entries:
        if entry.state not in (State.OPEN, State.UNKNOWN):
            continue
        rule = entry.eligibility
        reach = everywhere if rule is None else extent(rule, atlas).touched
        if reach != everywhere:
            reaches[reach] += 1
        elif entry.version is None or (
            rule and any(isinstance(x, engine.ToConfirm) for x in engine.leaves(rule))
        ):
            to_confirm += 1
        else:
            national += 1
    divisions = Territory.objects.filter(kind=kind).values_list("code", "name")
    counts = [
        PlaceCount(
            kind=kind,
            code=code,
            name=name,
            specific=_specific(reaches, kind, code, atlas),
            national=national,
            to_confirm=to_confirm,
        )
        for code, name in divisions
    ]
    return tuple(sorted(counts, key=lambda count: searchable(count.name)))


def _specific(reaches: Mapping[int, int], kind: str, code: str, atlas: territory.Atlas) -> int:
    try:
        members = atlas.touched(territory.Leaf(territory.Code.parse(f"{kind}:{code}"))).bits
    except territory.TerritoryError:
        return 0
    return sum(count for reach, count in reaches.items() if reach & members)
