"""The answers that open rules can tell apart: a few representatives stand for all the values of a fact.

A number is cut at the bounds the rules name, a date at theirs, a code at the codes they cite, a place at the
territories they cite (the engine holds no map: that a department lies in a region is not seen here, real places given
as priors see it). Only the order of questions rests on these; a verdict never does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from maillage.engines.rules.decide import NO_LISTS, Lists, add_months, lies_under
from maillage.engines.rules.facts import Activity, FactKey, Facts, Interval, Topic, Value
from maillage.engines.rules.values import (
    ActivityIn,
    Age,
    CommunePopulation,
    Created,
    Headcount,
    Leaf,
    LegalCategory,
    OneOf,
    Territory,
    Turnover,
    Zoning,
)
from maillage.engines.territory import Code, Difference, Expression, Intersection, Kind, Place, Union
from maillage.engines.territory import Leaf as Division

ELSEWHERE = "autre"
"""Stands for every value that no open rule names."""

_FRANCE = Code(Kind.PAYS, "FR")
_PLACES = 24
"""Places examined at most: beyond, the order of questions no longer changes, only the time."""


def representatives(
    key: FactKey, leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists = NO_LISTS
) -> list[Value]:
    """Values of a fact among which the criteria answer differently, narrowing what is already known of it."""
    maker = _MAKERS.get(key)
    return [True, False] if maker is None else maker(leaves, facts, on, lists)


def _numbers(key: FactKey) -> Callable[[Sequence[Leaf], Facts, date, Lists], list[Value]]:
    def make(leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists) -> list[Value]:
        known = facts.get(key)
        within = Interval(0, None) if known is None else cast(Interval, known.value)
        return [Interval.exactly(value) for value in _cells(leaves, within)]

    return make


def _cells(leaves: Iterable[Leaf], within: Interval) -> list[int]:
    starts = {within.low}
    for leaf in leaves:
        if isinstance(leaf, Headcount | Turnover | CommunePopulation):
            bounds = (leaf.minimum, None if leaf.maximum is None else leaf.maximum + 1)
            starts.update(bound for bound in bounds if bound is not None)
    return sorted(
        start for start in starts if within.low <= start and (within.high is None or start <= within.high)
    )


def _dates(leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists) -> list[Value]:
    cuts: set[date] = set()
    for leaf in leaves:
        if isinstance(leaf, Created):
            cuts.update(cut for cut in (leaf.start, leaf.before) if cut is not None)
        elif isinstance(leaf, Age):
            ages = (leaf.at_least_months, leaf.under_months)
            cuts.update(add_months(on, -months) for months in ages if months is not None)
    edges = sorted({cut for cut in cuts if cut <= on} | {on})
    days = [edges[0] - timedelta(days=366), *edges]
    return [before + (after - before) / 2 for before, after in zip(days, days[1:], strict=False)]


def _activities(leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists) -> list[Value]:
    nomenclature, codes = cited_activities(leaves)
    known = facts.get(Topic.ACTIVITY)
    coarse = None if known is None else cast(Activity, known.value)
    above: tuple[str, ...] = ()
    if coarse is not None and coarse.nomenclature == nomenclature:
        codes = [code for code in codes if lies_under(code, coarse.code)]
        above = coarse.ancestors
    made: list[Value] = [Activity(nomenclature, ELSEWHERE, (*above, ELSEWHERE))]
    for code in codes:
        within = tuple(
            other for other in codes if other == code or (len(other) > 1 and lies_under(code, other))
        )
        made.append(Activity(nomenclature, ELSEWHERE, (*above, *within)))
    return made


def cited_activities(leaves: Iterable[Leaf]) -> tuple[str, list[str]]:
    """The nomenclature most criteria are written in, and the codes they cite in it."""
    cited: dict[str, dict[str, None]] = {}
    votes: dict[str, int] = {}
    for leaf in leaves:
        if isinstance(leaf, ActivityIn):
            cited.setdefault(leaf.nomenclature, {}).update(dict.fromkeys(leaf.codes))
            votes[leaf.nomenclature] = votes.get(leaf.nomenclature, 0) + 1
    nomenclature = max(sorted(votes), key=lambda name: votes[name])
    return nomenclature, list(cited[nomenclature])


def _legal_categories(leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists) -> list[Value]:
    known = facts.get(Topic.LEGAL_CATEGORY)
    coarse = "" if known is None else cast(str, known.value)
    codes = {code for leaf in leaves if isinstance(leaf, LegalCategory) for code in leaf.codes}
    return [coarse + ELSEWHERE, *(code + ELSEWHERE for code in sorted(codes) if code.startswith(coarse))]


def _choices(leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists) -> list[Value]:
    return [ELSEWHERE, *cited_choices(leaves)]


def _objectives(leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists) -> list[Value]:
    return [frozenset({code}) for code in (ELSEWHERE, *cited_choices(leaves))]


def cited_choices(leaves: Iterable[Leaf]) -> list[str]:
    """The codes of objectives, purposes, publics or countries that criteria cite."""
    return list(dict.fromkeys(code for leaf in leaves if isinstance(leaf, OneOf) for code in leaf.codes))


def _places(leaves: Sequence[Leaf], facts: Facts, on: date, lists: Lists) -> list[Value]:
    known = facts.get(Topic.PLACE)
    if known is not None:
        place = cast(Place, known.value)
        inside = replace(
            place, codes=place.codes | place.partial, partial=frozenset(), unrecorded=frozenset()
        )
        bare = [replace(place, partial=frozenset(), unrecorded=frozenset()), inside]
    else:
        witnesses = dict.fromkeys(_witness(leaf, lists) for leaf in leaves)
        bare = [_place(codes) for codes in [frozenset[Code](), *witnesses][:_PLACES]]
    populations = _cells(leaves, Interval(0, None))
    if len(populations) == 1 or (known is not None and bare[0].population is not None):
        return list(bare)
    crowded = [replace(bare[0], population=population) for population in populations]
    others = (
        replace(place, population=populations[i % len(populations)]) for i, place in enumerate(bare[1:])
    )
    return [*crowded, *others]


def _place(codes: frozenset[Code]) -> Place:
    districts = (code.value for code in codes if code.kind is Kind.ARM)
    return Place(
        commune=ELSEWHERE,
        name=ELSEWHERE,
        codes=codes | {_FRANCE},
        district=next(districts, None),
        population=1,
    )


def _witness(leaf: Leaf, lists: Lists) -> frozenset[Code]:
    if isinstance(leaf, Territory):
        return _inside(leaf.expression, lists, 0)
    if isinstance(leaf, Zoning):
        return leaf.wanted or frozenset({Code(Kind(leaf.zoning), "1")})
    return frozenset()


def _inside(expression: Expression, lists: Lists, depth: int) -> frozenset[Code]:
    if isinstance(expression, Division):
        return frozenset({expression.code})
    if isinstance(expression, Union):
        return _inside(expression.parts[0], lists, depth)
    if isinstance(expression, Intersection):
        return frozenset[Code]().union(*(_inside(part, lists, depth) for part in expression.parts))
    if isinstance(expression, Difference):
        return _inside(expression.whole, lists, depth)
    if expression.name in lists and depth < len(lists):
        return _inside(lists[expression.name], lists, depth + 1)
    return frozenset()


_MAKERS: Mapping[FactKey, Callable[[Sequence[Leaf], Facts, date, Lists], list[Value]]] = {
    Topic.HEADCOUNT: _numbers(Topic.HEADCOUNT),
    Topic.TURNOVER: _numbers(Topic.TURNOVER),
    Topic.CREATED_ON: _dates,
    Topic.ACTIVITY: _activities,
    Topic.LEGAL_CATEGORY: _legal_categories,
    Topic.OBJECTIVES: _objectives,
    Topic.PURPOSE: _choices,
    Topic.PUBLIC: _choices,
    Topic.WORK_COUNTRY: _choices,
    Topic.PLACE: _places,
}
