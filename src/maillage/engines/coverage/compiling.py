"""A catalogue compiled: per attribute, the classes of values it tells apart, and what each condition says of each class.

The verdicts come from `rules.verdict`, asked once for each pattern of features (`features`): there is one meaning of rules.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.boxes import Box, Condition, Tree, boxes, conditions, leaf_rules, tree
from maillage.engines.coverage.days import age_labels, cuts, representatives
from maillage.engines.coverage.domain import REGISTER, Attribute, Domain, Ints
from maillage.engines.coverage.features import Column, Feature, Features
from maillage.engines.coverage.values import Axes, Axis, Entry, OutsidePartition
from maillage.engines.rules import Facts, Known, Rule, Topic, Verdict, leaves, verdict
from maillage.engines.territory import Expression

Bools = NDArray[np.bool_]
PROFILE = tuple(attribute for attribute in Attribute if attribute is not Attribute.PLACE)
"""The attributes of a company that are not its place."""


@dataclass(frozen=True, eq=False, slots=True)
class Truth:
    """What a condition says of each class of its attribute: met for certain, and not excluded."""

    certain: Bools
    possible: Bools


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Classes:
    """The classes of one attribute. ``of_value``: the class of each value; ``first``: a value of each class; ``labels``: the label
    of each class on the axis of this attribute (empty texts without axis); ``cuts``: for days, the first day of each class but the
    first, value 0 being the unknown day."""

    of_value: Ints
    first: Ints
    labels: tuple[str, ...]
    cuts: tuple[date, ...] = ()

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, eq=False)
class Partition:
    """How companies are told apart. Two catalogues with the same digest can share the tuples counted for one of them."""

    classes: Mapping[Attribute, Classes]
    on: date
    axes: Axes
    domain_digest: str

    @cached_property
    def digest(self) -> str:
        """Names the partition: same digest, same tuples on the same stock."""
        made = hashlib.sha256(repr((self.domain_digest, self.axes)).encode())
        for attribute in Attribute:
            own = self.classes[attribute]
            made.update(own.of_value.astype(np.int64).tobytes())
            made.update(repr((attribute.value, own.labels, own.cuts)).encode())
        return made.hexdigest()

    def labels(self, axis: Axis) -> tuple[str, ...]:
        """The label of each class of the attribute of an axis."""
        return self.classes[AXES[axis]].labels


AXES: Mapping[Axis, Attribute] = {
    Axis.PLACE: Attribute.PLACE,
    Axis.ACTIVITY: Attribute.ACTIVITY,
    Axis.HEADCOUNT: Attribute.HEADCOUNT,
    Axis.AGE: Attribute.CREATED,
}


@dataclass(frozen=True, eq=False)
class Compiled:
    """A catalogue ready for the stock and for one company.

    ``boxes``: the alternatives of each scheme, None for one whose rule has too many of them: it is evaluated apart, exactly, from
    its ``trees``, and named in ``fallback``.
    """

    entries: tuple[Entry, ...]
    partition: Partition
    domain: Domain
    features: Features
    trees: tuple[Tree, ...]
    boxes: tuple[tuple[Box, ...] | None, ...]
    truths: Mapping[Condition, Truth]

    @property
    def on(self) -> date:
        """The day on which rules are judged."""
        return self.partition.on

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The rank of each scheme in the catalogue."""
        return {entry.key: rank for rank, entry in enumerate(self.entries)}

    @cached_property
    def fallback(self) -> tuple[str, ...]:
        """The schemes evaluated apart."""
        return tuple(
            entry.key for entry, found in zip(self.entries, self.boxes, strict=True) if found is None
        )

    @cached_property
    def digest(self) -> str:
        """Names the catalogue: same digest, same rules on the same day."""
        parts = [(one.key, one.rule, sorted(one.groups), one.counts) for one in self.entries]
        return hashlib.sha256(repr((self.on, self.domain.digest, parts)).encode()).hexdigest()

    def truth(self, attribute: str, rule: Rule) -> Truth:
        """What a condition of the catalogue says of each class."""
        return self.truths[Condition(attribute, rule)]


def compile_catalogue(
    entries: Iterable[Entry],
    *,
    domain: Domain,
    on: date,
    lists: Mapping[str, Expression] | None = None,
    axes: Axes | None = None,
) -> Compiled:
    """Compile schemes, judged on a day. Raises ValueError when two have the same key.

    ``lists``: the named lists that territories call; one that is missing leaves its criterion unknown, as the judge does.
    """
    listed, axes = tuple(entries), axes or Axes()
    if len({entry.key for entry in listed}) < len(listed):
        raise ValueError("two schemes have the same key")
    features = Features(domain=domain, lists=lists or {})
    trees = tuple(tree(entry.rule, domain.attribute) for entry in listed)
    shapes = tuple(boxes(one) for one in trees)
    wanted = _conditions(trees, shapes)
    classes: dict[Attribute, Classes] = {}
    truths: dict[Condition, Truth] = {}
    for attribute in Attribute:
        own = [one for one in wanted if one.attribute == attribute]
        classes[attribute], found = _compile(attribute, own, features, on, axes)
        truths |= found
    return Compiled(
        entries=listed,
        partition=Partition(classes=classes, on=on, axes=axes, domain_digest=domain.digest),
        domain=domain,
        features=features,
        trees=trees,
        boxes=shapes,
        truths=truths,
    )


def amended(compiled: Compiled, changes: Mapping[str, Entry | None]) -> Compiled:
    """The catalogue with some schemes replaced, added or (None) ended, in the same partition.

    Raises OutsidePartition, with their keys, when new rules tell apart companies of one class.
    """
    kept = [changes.get(entry.key, entry) for entry in compiled.entries]
    added = [entry for key, entry in changes.items() if key not in compiled.position]
    listed = [entry for entry in (*kept, *added) if entry is not None]
    trees: list[Tree] = []
    shapes: list[tuple[Box, ...] | None] = []
    truths = dict(compiled.truths)
    outside: list[str] = []
    for entry in listed:
        rank = compiled.position.get(entry.key)
        if rank is not None and compiled.entries[rank].rule == entry.rule:
            trees.append(compiled.trees[rank])
            shapes.append(compiled.boxes[rank])
            continue
        trees.append(tree(entry.rule, compiled.domain.attribute))
        shapes.append(boxes(trees[-1]))
        if not _learn(compiled, truths, _conditions(trees[-1:], shapes[-1:])):
            outside.append(entry.key)
    if outside:
        raise OutsidePartition(tuple(outside))
    return replace(compiled, entries=tuple(listed), trees=tuple(trees), boxes=tuple(shapes), truths=truths)


def _learn(compiled: Compiled, truths: dict[Condition, Truth], wanted: Sequence[Condition]) -> bool:
    """Work out new conditions on the classes that are; False when one cuts a class in two."""
    for condition in wanted:
        if condition in truths:
            continue
        own = compiled.partition.classes[Attribute(condition.attribute)]
        if condition.attribute == Attribute.CREATED:
            new = cuts(leaf_rules(condition.rule), compiled.on, ())
            if not set(new) <= set(own.cuts):
                return False
        ranks = np.arange(len(own.of_value))
        found = _truth(condition, ranks, compiled.features, compiled.on, own.cuts)
        truth = Truth(found.certain[own.first], found.possible[own.first])
        if not (
            np.array_equal(truth.certain[own.of_value], found.certain)
            and np.array_equal(truth.possible[own.of_value], found.possible)
        ):
            return False
        truths[condition] = truth
    return True


def _conditions(trees: Sequence[Tree], shapes: Sequence[tuple[Box, ...] | None]) -> list[Condition]:
    found: dict[Condition, None] = {}
    for whole, shape in zip(trees, shapes, strict=True):
        if shape is None:
            found.update(dict.fromkeys(conditions(whole)))
        else:
            found.update(
                dict.fromkeys(
                    Condition(attribute, rule) for box in shape for attribute, rule in box.conditions.items()
                )
            )
    return list(found)


def _compile(
    attribute: Attribute, wanted: Sequence[Condition], features: Features, on: date, axes: Axes
) -> tuple[Classes, dict[Condition, Truth]]:
    """The classes of one attribute, and what its conditions say of them."""
    days: tuple[date, ...] = ()
    if attribute is Attribute.CREATED:
        days = cuts((leaf for one in wanted for leaf in leaves(one.rule)), on, axes.ages)
        labels = np.array(["", *_ages(days, on, axes.ages)], object)
        first = inverse = np.arange(len(labels))
    else:
        labels = _labels(attribute, features.domain, axes)
        seen = dict.fromkeys(
            feature for one in wanted for leaf in leaves(one.rule) for feature in features.of(attribute, leaf)
        )
        columns = [features.column(attribute, feature) for feature in (("known", attribute), *seen)]
        numbers: dict[str, int] = {}
        labelled = np.array([numbers.setdefault(label, len(numbers)) for label in labels], np.int32)
        first, inverse = _patterns([*columns, labelled])
    found = {one: _truth(one, first, features, on, days) for one in wanted}
    if attribute is not Attribute.CREATED:
        apart = {Condition(attribute, leaf) for one in wanted for leaf in leaves(one.rule)}
        told = {one: found.get(one) or _truth(one, first, features, on, days) for one in apart}
        first, inverse, found = _merged(first, inverse, labels, told, found)
    return (
        Classes(of_value=inverse, first=first, labels=tuple(labels[first]), cuts=days),
        found,
    )


def _merged(
    first: Ints,
    inverse: Ints,
    labels: NDArray[np.object_],
    told: Mapping[Condition, Truth],
    found: Mapping[Condition, Truth],
) -> tuple[Ints, Ints, dict[Condition, Truth]]:
    """Classes that no criterion and no label tells apart are one: rules made of the same criteria never cut them."""
    numbers: dict[str, int] = {}
    labelled = np.array([numbers.setdefault(label, len(numbers)) for label in labels[first]], np.int32)
    planes = [plane for truth in told.values() for plane in (truth.certain, truth.possible)]
    packed = [*np.packbits(np.array(planes), axis=0).astype(np.int32)] if planes else []
    kept, again = _patterns([*packed, labelled])
    return (
        first[kept],
        again[inverse],
        {one: Truth(truth.certain[kept], truth.possible[kept]) for one, truth in found.items()},
    )


def _patterns(columns: Sequence[Column]) -> tuple[Ints, Ints]:
    """Rows that are equal in every column: the first row of each pattern, and the pattern of each row.

    Value 0, the unknown one, is always alone in pattern 0: the first column, or the truths, tell it apart or it is first.
    """
    narrow = [column.astype(np.uint8) if column.max(initial=0) < 256 else column for column in columns]
    rows = np.ascontiguousarray(
        np.concatenate([column.view(np.uint8).reshape(len(column), -1) for column in narrow], axis=1)
    )
    width = rows.shape[1]
    text = rows.tobytes()
    numbers: dict[bytes, int] = {}
    inverse = np.array(
        [
            numbers.setdefault(text[start : start + width], len(numbers))
            for start in range(0, len(text), width)
        ],
        np.int64,
    )
    first = np.full(len(numbers), len(inverse), np.int64)
    np.minimum.at(first, inverse, np.arange(len(inverse)))
    return first, inverse


def _truth(condition: Condition, values: Ints, features: Features, on: date, days: tuple[date, ...]) -> Truth:
    """Ask the judge once for each pattern of what the condition looks at."""
    attribute, rule = Attribute(condition.attribute), condition.rule
    if attribute is Attribute.CREATED:
        known = [{}, *({Topic.CREATED_ON: Known(day, REGISTER)} for day in representatives(days))]
        answers = [verdict(rule, Facts(known[value]), on, features.lists) for value in values.tolist()]
        inverse = np.arange(len(values))
    else:
        looked: dict[Feature, None] = {("known", attribute): None}
        for leaf in leaf_rules(rule):
            looked.update(dict.fromkeys(features.of(attribute, leaf)))
        first, inverse = _patterns([features.column(attribute, feature)[values] for feature in looked])
        answers = [
            verdict(rule, Facts(features.domain.known(attribute, value)), on, features.lists)
            for value in values[first].tolist()
        ]
    certain = np.array([answer is Verdict.MET for answer in answers])
    possible = np.array([answer is not Verdict.UNMET for answer in answers])
    return Truth(certain[inverse], possible[inverse])


def _ages(days: tuple[date, ...], on: date, ages: Sequence[int]) -> list[str]:
    shown = representatives(days)
    return age_labels(shown, on, ages) if ages else [""] * len(shown)


def _labels(attribute: Attribute, domain: Domain, axes: Axes) -> NDArray[np.object_]:
    """The label of each value on the axis of its attribute; empty texts when it was not asked."""
    labels = np.full(domain.size(attribute), "", object)
    if attribute is Attribute.PLACE and axes.place:
        for rank, place in enumerate(domain.places):
            if place is not None:
                labels[rank] = next((code.value for code in place.codes if code.kind.value == axes.place), "")
    elif attribute is Attribute.ACTIVITY and axes.activity:
        for rank, activity in enumerate(domain.activities):
            if activity is not None:
                labels[rank] = activity.ancestors[: axes.activity][-1]
    elif attribute is Attribute.HEADCOUNT and axes.headcount:
        for code, rank in domain.rank[attribute].items():
            if rank:
                labels[rank] = code
    return labels
