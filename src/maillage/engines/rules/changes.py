"""The nearest change that would help: only what a company can do — hire, wait, create itself, provide something.

Never dismiss, move, change trade or be another kind: those topics have no entry in `REMEDIES`. A change is proposed
only after being tried: with it, the rule is no longer unmet.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any, cast

from maillage.engines.rules.dated import DatedRule
from maillage.engines.rules.decide import MET, NO_LISTS, UNMET, Lists, add_months, verdict
from maillage.engines.rules.facts import FactKey, Facts, Interval, Known, Topic, Value
from maillage.engines.rules.french import NB, count, day, duration, quoted
from maillage.engines.rules.sentences import EMPLOYEES
from maillage.engines.rules.values import Age, AllOf, AnyOf, Flag, Headcount, Leaf, Not, OneOf, Rule, YesNo

CREATORS, COMPANIES = "creators", "companies"
"""The two publics between which a person can pass: by creating a company."""

INTENDED = "envisagé"
"""The origin of a fact that a change would bring."""

_MANY = 64
"""Ways of helping examined for one rule: a rule written by hand has a few."""


class ChangeKind(StrEnum):
    """What a company can do about a condition."""

    PROVIDE = "provide"
    CREATE = "create"
    HIRE = "hire"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing to do, as a French sentence; a new fact (``key`` and ``value``), or a day to wait for (``until``)."""

    kind: ChangeKind
    sentence: str
    key: FactKey | None = None
    value: Value | None = None
    until: date | None = None


def nearest_changes(rule: Rule, facts: Facts, on: date, lists: Lists = NO_LISTS) -> tuple[Change, ...] | None:
    """The fewest things to do together so that the rule is no longer unmet.

    Empty when it is not unmet; None when nothing a company can change is enough, or when what helps a condition
    breaks another. The rule may still be unknown afterwards.
    """
    if verdict(rule, facts, on, lists) is not UNMET:
        return ()
    for option in sorted(_ways(rule, True, facts, on, lists), key=_cost):
        later_facts, later = apply(option, facts, on)
        if verdict(rule, later_facts, later, lists) is not UNMET:
            return option
    return None


def apply(changes: Iterable[Change], facts: Facts, on: date) -> tuple[Facts, date]:
    """The facts and the day once the changes are done."""
    for change in changes:
        if change.key is not None and change.value is not None:
            facts = facts.learn(change.key, Known(change.value, INTENDED))
        if change.until is not None:
            on = max(on, change.until)
    return facts, on


def next_opening(
    versions: Iterable[DatedRule], facts: Facts, on: date, lists: Lists = NO_LISTS
) -> Change | None:
    """Waiting for a version of the rule still to come, under which the company would not be refused."""
    starts = ((version.period.start, version.rule) for version in versions)
    coming = sorted(
        ((start, rule) for start, rule in starts if start and start > on), key=lambda pair: pair[0]
    )
    for start, rule in coming:
        if rule is None or verdict(rule, facts, start, lists) is not UNMET:
            return wait(start, "la règle change ce jour-là")
    return None


def wait(until: date, why: str) -> Change:
    """Waiting for a day: the age of the company, or the opening of a scheme."""
    return Change(kind=ChangeKind.WAIT, sentence=f"Attendre le {day(until)}{NB}: {why}", until=until)


Option = tuple[Change, ...]


def _cost(option: Option) -> tuple[int, list[tuple[int, date, int]]]:
    order = list(ChangeKind)

    def one(change: Change) -> tuple[int, date, int]:
        hired = change.value.low if isinstance(change.value, Interval) else 0
        return order.index(change.kind), change.until or date.min, hired

    return len(option), sorted(one(change) for change in option)


def _ways(rule: Rule, affirmed: bool, facts: Facts, on: date, lists: Lists) -> list[Option]:
    against = UNMET if affirmed else MET
    if verdict(rule, facts, on, lists) is not against:
        return [()]
    if isinstance(rule, Not):
        return _ways(rule.part, not affirmed, facts, on, lists)
    if isinstance(rule, AllOf | AnyOf):
        parts = [_ways(part, affirmed, facts, on, lists) for part in rule.parts]
        if isinstance(rule, AllOf) is affirmed:
            return _together(parts)
        return [option for part in parts for option in part][:_MANY]
    remedy = REMEDIES.get(type(rule))
    change = None if remedy is None else remedy(rule, affirmed, facts, on)
    return [] if change is None else [(change,)]


def _together(parts: list[list[Option]]) -> list[Option]:
    ways: list[Option] = [()]
    for part in parts:
        merged = (_merged(left, right) for left, right in product(ways, part))
        ways = [way for way in merged if way is not None][:_MANY]
    return ways


def _merged(left: Option, right: Option) -> Option | None:
    """Both options at once: hire the more, wait the longer; None when they want two answers to one question."""
    kept: dict[tuple[ChangeKind, FactKey | None], Change] = {}
    for change in left + right:
        slot = (change.kind, change.key)
        other = kept.get(slot)
        if other is None or _further(change, other):
            kept[slot] = change
        elif change.kind is ChangeKind.PROVIDE and change.value != other.value:
            return None
    return tuple(kept.values())


def _further(change: Change, other: Change) -> bool:
    if isinstance(change.value, Interval) and isinstance(other.value, Interval):
        return change.value.low > other.value.low
    return change.until is not None and other.until is not None and change.until > other.until


def _hire(leaf: Headcount, affirmed: bool, facts: Facts, on: date) -> Change | None:
    known = cast(Interval, cast(Known, facts.get(Topic.HEADCOUNT)).value)
    goal = leaf.minimum if affirmed else None if leaf.maximum is None else leaf.maximum + 1
    if goal is None or known.high is None or known.high >= goal:
        return None
    missing = f" {count(goal - known.low, 'personne', 'personnes')}" if known.exact else ""
    return Change(
        kind=ChangeKind.HIRE,
        sentence=f"Recruter{missing} pour atteindre {count(goal, *EMPLOYEES)}",
        key=Topic.HEADCOUNT,
        value=Interval.exactly(goal),
    )


def _grow_older(leaf: Age, affirmed: bool, facts: Facts, on: date) -> Change | None:
    created = cast(date, cast(Known, facts.get(Topic.CREATED_ON)).value)
    months = (leaf.at_least_months or 0) if affirmed else leaf.under_months
    if months is None:
        return None
    until = add_months(created, months)
    if until <= on:
        return None
    return wait(
        until, f"votre entreprise aura {duration(months)}" if months else "votre entreprise sera créée"
    )


def _close_a_year(leaf: Flag, affirmed: bool, facts: Facts, on: date) -> Change | None:
    if leaf.topic is not Topic.CLOSED_YEAR or leaf.expects is not affirmed:
        return None
    return Change(
        kind=ChangeKind.WAIT,
        sentence="Attendre la clôture de votre premier exercice",
        key=leaf.topic,
        value=True,
    )


def _create(leaf: OneOf, affirmed: bool, facts: Facts, on: date) -> Change | None:
    if leaf.topic is not Topic.PUBLIC or cast(Known, facts.get(leaf.topic)).value != CREATORS:
        return None
    if (COMPANIES in leaf.codes) is not affirmed:
        return None
    return Change(kind=ChangeKind.CREATE, sentence="Créer votre entreprise", key=leaf.topic, value=COMPANIES)


def _provide(leaf: YesNo, affirmed: bool, facts: Facts, on: date) -> Change | None:
    if not leaf.actionable:
        return None
    answer = leaf.expects is affirmed
    if answer:
        sentence = f"Faire en sorte que ce soit vrai{NB}: {leaf.statement}"
    else:
        sentence = f"Pouvoir répondre {quoted('non')} à la question {quoted(leaf.text)}"
    return Change(kind=ChangeKind.PROVIDE, sentence=sentence, key=leaf.key, value=answer)


REMEDIES: Mapping[type[Leaf], Callable[[Any, bool, Facts, date], Change | None]] = {
    Headcount: _hire,
    Age: _grow_older,
    Flag: _close_a_year,
    OneOf: _create,
    YesNo: _provide,
}
"""What can be done about a criterion that is known to fail. A class of criterion that is absent cannot be changed."""
