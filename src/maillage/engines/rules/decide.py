"""Met, unmet or unknown: what each criterion says of the facts, and how the answers combine (strong Kleene).

The only place where a verdict is made; `judge` explains it, `questions` and `changes` try it on other facts.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias, cast

from maillage.engines.rules.facts import Activity, Facts, Interval, Topic
from maillage.engines.rules.values import (
    ActivityIn,
    Age,
    AllOf,
    AnyOf,
    CommunePopulation,
    Created,
    Flag,
    Headcount,
    Leaf,
    LegalCategory,
    Not,
    OneOf,
    Rule,
    Territory,
    ToConfirm,
    Turnover,
    YesNo,
    Zoning,
)
from maillage.engines.territory import Expression, Place, UnknownTerritory, contains


class Verdict(StrEnum):
    """The three answers of a rule."""

    MET = "met"
    UNMET = "unmet"
    UNKNOWN = "unknown"


MET, UNMET, UNKNOWN = Verdict.MET, Verdict.UNMET, Verdict.UNKNOWN
OPPOSITE = {MET: UNMET, UNMET: MET, UNKNOWN: UNKNOWN}

Lists: TypeAlias = Mapping[str, Expression]
"""The named lists that territories may call, by name."""

NO_LISTS: Lists = MappingProxyType({})

PARTLY = {"frr": ("FRR_PARTIEL", "BENEFICIAIRE_PARTIEL"), "zrr": ("PC",)}
"""The values of a zoning by which its publisher says that only a part of the commune is in it."""


def verdict(rule: Rule, facts: Facts, on: date, lists: Lists = NO_LISTS) -> Verdict:
    """The verdict alone, without its reasons: the same as `judge(…).verdict`, for those who try many facts."""
    if isinstance(rule, AllOf):
        return all_of([verdict(part, facts, on, lists) for part in rule.parts])
    if isinstance(rule, AnyOf):
        return any_of([verdict(part, facts, on, lists) for part in rule.parts])
    if isinstance(rule, Not):
        return OPPOSITE[verdict(rule.part, facts, on, lists)]
    return decide(rule, facts, on, lists)


def all_of(verdicts: list[Verdict]) -> Verdict:
    """Unmet as soon as one is; met when all are; else unknown."""
    return UNMET if UNMET in verdicts else UNKNOWN if UNKNOWN in verdicts else MET


def any_of(verdicts: list[Verdict]) -> Verdict:
    """Met as soon as one is; unmet when all are; else unknown."""
    return MET if MET in verdicts else UNKNOWN if UNKNOWN in verdicts else UNMET


def decide(leaf: Leaf, facts: Facts, on: date, lists: Lists = NO_LISTS) -> Verdict:
    """The verdict of one criterion."""
    return DECIDERS[type(leaf)](leaf, facts, on, lists)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _within(known: Interval, low: int | None, high: int | None) -> Verdict:
    if (low is not None and known.high is not None and known.high < low) or (
        high is not None and known.low > high
    ):
        return UNMET
    if (low is None or known.low >= low) and (
        high is None or (known.high is not None and known.high <= high)
    ):
        return MET
    return UNKNOWN


def _headcount(leaf: Headcount, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.HEADCOUNT)
    return UNKNOWN if known is None else _within(cast(Interval, known.value), leaf.minimum, leaf.maximum)


def _turnover(leaf: Turnover, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.TURNOVER)
    return UNKNOWN if known is None else _within(cast(Interval, known.value), leaf.minimum, leaf.maximum)


def _age(leaf: Age, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.CREATED_ON)
    if known is None:
        return UNKNOWN
    created = cast(date, known.value)
    if on < created:
        return UNMET
    if leaf.at_least_months is not None and on < add_months(created, leaf.at_least_months):
        return UNMET
    if leaf.under_months is not None and on >= add_months(created, leaf.under_months):
        return UNMET
    return MET


def _created(leaf: Created, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.CREATED_ON)
    if known is None:
        return UNKNOWN
    created = cast(date, known.value)
    early = leaf.start is not None and created < leaf.start
    late = leaf.before is not None and created >= leaf.before
    return UNMET if early or late else MET


def _flag(leaf: Flag, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(leaf.topic)
    return UNKNOWN if known is None else MET if known.value is leaf.expects else UNMET


def _activity(leaf: ActivityIn, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.ACTIVITY)
    if known is None:
        return UNKNOWN
    activity = cast(Activity, known.value)
    if activity.nomenclature != leaf.nomenclature:
        return UNKNOWN
    if any(code in activity.ancestors or code == activity.code for code in leaf.codes):
        return MET
    return UNKNOWN if any(lies_under(code, activity.code) for code in leaf.codes) else UNMET


def lies_under(code: str, coarse: str) -> bool:
    """Whether an activity code may lie strictly under a coarser one.

    By their digits; under a section (a letter) any division may lie, for the engine holds no nomenclature: it then
    answers yes, and the verdict stays unknown.
    """
    if len(coarse) == 1:
        return len(code) > 1
    return len(code) > len(coarse) and code.replace(".", "").startswith(coarse.replace(".", ""))


def _legal_category(leaf: LegalCategory, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.LEGAL_CATEGORY)
    if known is None:
        return UNKNOWN
    category = cast(str, known.value)
    if category.startswith(leaf.codes):
        return MET
    return UNKNOWN if any(code.startswith(category) for code in leaf.codes) else UNMET


def _territory(leaf: Territory, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.PLACE)
    if known is None:
        return UNKNOWN
    try:
        inside = contains(leaf.expression, cast(Place, known.value), lists)
    except UnknownTerritory:
        return UNKNOWN
    return UNKNOWN if inside is None else MET if inside else UNMET


def _commune_population(leaf: CommunePopulation, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.PLACE)
    population = None if known is None else cast(Place, known.value).population
    return (
        UNKNOWN
        if population is None
        else _within(Interval(population, population), leaf.minimum, leaf.maximum)
    )


def _zoning(leaf: Zoning, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(Topic.PLACE)
    if known is None:
        return UNKNOWN
    place = cast(Place, known.value)
    partly = PARTLY.get(leaf.zoning, ())
    here = {code for code in place.codes if code.kind == leaf.zoning}
    wanted = here if leaf.values is None else here & leaf.wanted
    if any(code.value not in partly for code in wanted):
        return MET
    if leaf.zoning in place.unrecorded or any(code.value in partly for code in here):
        return UNKNOWN
    for code in place.partial:
        if code.kind == leaf.zoning and (leaf.values is None or code in leaf.wanted or code.value in partly):
            return UNKNOWN
    return UNMET


def _one_of(leaf: OneOf, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(leaf.topic)
    if known is None:
        return UNKNOWN
    if leaf.topic is Topic.OBJECTIVES:
        return UNMET if cast(frozenset[str], known.value).isdisjoint(leaf.codes) else MET
    return MET if known.value in leaf.codes else UNMET


def _yes_no(leaf: YesNo, facts: Facts, on: date, lists: Lists) -> Verdict:
    known = facts.get(leaf.key)
    return UNKNOWN if known is None else MET if known.value is leaf.expects else UNMET


def _to_confirm(leaf: ToConfirm, facts: Facts, on: date, lists: Lists) -> Verdict:
    return UNKNOWN


DECIDERS: Mapping[type[Leaf], Callable[[Any, Facts, date, Lists], Verdict]] = {
    Headcount: _headcount,
    Turnover: _turnover,
    Age: _age,
    Created: _created,
    Flag: _flag,
    ActivityIn: _activity,
    LegalCategory: _legal_category,
    Territory: _territory,
    CommunePopulation: _commune_population,
    Zoning: _zoning,
    OneOf: _one_of,
    YesNo: _yes_no,
    ToConfirm: _to_confirm,
}
