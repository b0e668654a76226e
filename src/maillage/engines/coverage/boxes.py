"""A rule as alternatives, each a condition per attribute: the one form that is evaluated by classes.

Strong Kleene logic is distributive and De Morgan holds in it, so the change of form changes no answer, unknown ones included. A
rule with too many alternatives keeps its shape, as a tree of the same conditions: evaluated exactly too, one scheme at a time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from maillage.engines.rules import AllOf, AnyOf, Leaf, Not, Rule, leaves

Reads: TypeAlias = Callable[[Leaf], str | None]
"""Which attribute a criterion reads; None when nothing will ever settle it."""
MANY = 8
"""Alternatives beyond which a rule is evaluated apart."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule that reads one attribute only."""

    attribute: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Never:
    """A part that the register never settles: unknown for every company."""


@dataclass(frozen=True, slots=True)
class Group:
    """Every part (``every``), or at least one."""

    every: bool
    parts: "tuple[Tree, ...]"


Tree: TypeAlias = Condition | Never | Group


@dataclass(frozen=True, slots=True)
class Box:
    """One alternative: a condition for some attributes; ``open``: and a part that nothing settles."""

    conditions: Mapping[str, Rule]
    open: bool = False


def tree(rule: Rule | None, reads: Reads) -> Tree:
    """A rule as conditions of one attribute each, under «every» and «one of»."""
    return Group(True, ()) if rule is None else _tree(rule, True, reads)


def boxes(of: Tree) -> tuple[Box, ...] | None:
    """The alternatives of a tree; None when they are too many."""
    found = _boxes(of)
    return None if found is None else tuple(found)


def conditions(of: Tree) -> Iterable[Condition]:
    """Every condition of a tree."""
    if isinstance(of, Condition):
        yield of
    elif isinstance(of, Group):
        for part in of.parts:
            yield from conditions(part)


def _tree(rule: Rule, affirmed: bool, reads: Reads) -> Tree:
    read = {reads(leaf) for leaf in leaves(rule)}
    seen = read - {None}
    if not seen:
        return Never()
    if len(seen) == 1:
        (attribute,) = seen
        assert attribute is not None
        return Condition(attribute, rule if affirmed else Not(part=rule))
    if isinstance(rule, Not):
        return _tree(rule.part, not affirmed, reads)
    assert isinstance(rule, AllOf | AnyOf)
    every = isinstance(rule, AllOf) is affirmed
    parts: list[Tree] = []
    for part in (_tree(part, affirmed, reads) for part in rule.parts):
        parts += part.parts if isinstance(part, Group) and part.every is every else (part,)
    return _grouped(every, parts)


def _grouped(every: bool, parts: list[Tree]) -> Tree:
    """The parts with those of one attribute made one condition."""
    by_attribute: dict[str, list[Rule]] = {}
    others: list[Tree] = []
    for part in parts:
        if isinstance(part, Condition):
            by_attribute.setdefault(part.attribute, []).append(part.rule)
        elif part not in others:
            others.append(part)
    made: list[Tree] = []
    for attribute, rules in by_attribute.items():
        unique = tuple(dict.fromkeys(rules))
        whole = unique[0] if len(unique) == 1 else AllOf(parts=unique) if every else AnyOf(parts=unique)
        made.append(Condition(attribute, whole))
    made += others
    return made[0] if len(made) == 1 else Group(every, tuple(made))


def _boxes(of: Tree) -> list[Box] | None:
    if isinstance(of, Condition):
        return [Box({of.attribute: of.rule})]
    if isinstance(of, Never):
        return [Box({}, open=True)]
    found: list[Box] = [Box({})] if of.every else []
    for part in of.parts:
        inner = _boxes(part)
        if inner is None:
            return None
        found = [_both(one, other) for one in found for other in inner] if of.every else [*found, *inner]
        if len(found) > MANY:
            return None
    return found


def _both(one: Box, other: Box) -> Box:
    merged: dict[str, Rule] = dict(one.conditions)
    for attribute, rule in other.conditions.items():
        held = merged.get(attribute)
        merged[attribute] = rule if held is None or held == rule else AllOf(parts=(held, rule))
    return Box(merged, open=one.open or other.open)


def leaf_rules(rule: Rule) -> tuple[Leaf, ...]:
    """The criteria of a condition, each once."""
    return tuple(dict.fromkeys(leaves(rule)))
