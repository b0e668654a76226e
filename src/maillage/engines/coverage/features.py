"""What a criterion can see of a value: two values that show it the same are one and the same to it.

Each column of features is computed for all the values of an attribute at once; the judge is then asked once for each pattern.
What is captured here follows `rules.decide`, and property tests hold the two together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.domain import Attribute, Domain
from maillage.engines.rules import ActivityIn, CommunePopulation, Leaf, LegalCategory, Territory, Zoning
from maillage.engines.rules.decide import lies_under
from maillage.engines.territory import DISTRICTS, Code, Expression, Kind, NamedList, leaves

Column: TypeAlias = NDArray[np.int32]
Feature: TypeAlias = tuple[str, object]


@dataclass(eq=False, kw_only=True)
class Features:
    """The columns of features of a domain, made when first asked for. ``lists``: the named lists of territories."""

    domain: Domain
    lists: Mapping[str, Expression]
    _made: dict[tuple[Attribute, Feature], Column] = field(default_factory=dict)

    def of(self, attribute: Attribute, leaf: Leaf) -> tuple[Feature, ...]:
        """What a criterion looks at."""
        match leaf:
            case Territory(expression=expression):
                return tuple(("code", code) for code in sorted(set(_codes(expression, self.lists, ()))))
            case Zoning(zoning=zoning):
                return (("zoning", zoning),)
            case CommunePopulation(minimum=low, maximum=high):
                return (("population", (-1 if low is None else low, -1 if high is None else high)),)
            case ActivityIn(codes=codes):
                return tuple(("activity", code) for code in codes)
            case LegalCategory(codes=codes):
                return tuple(("category", code) for code in codes)
        return (("value", attribute),) if attribute is not Attribute.CATEGORY else (("settled", leaf),)

    def column(self, attribute: Attribute, feature: Feature) -> Column:
        """A feature of every value of an attribute."""
        if (attribute, feature) not in self._made:
            self._made[attribute, feature] = self._make(attribute, feature)
        return self._made[attribute, feature]

    def _make(self, attribute: Attribute, feature: Feature) -> Column:
        match feature:
            case ("known", _):
                column = np.ones(self.domain.size(attribute), np.int32)
                column[0] = 0
                return column
            case ("code", Code() as code):
                return self._code(code)
            case ("zoning", str(zoning)):
                return self._zoning(Kind(zoning))
            case ("population", (int(low), int(high))):
                return self._population(low, high)
            case ("activity", str(code)):
                return self._activity(code)
            case ("category", str(code)):
                return np.array([_begins(category, code) for category in self.domain.categories], np.int32)
            case ("settled", _):
                return self._settled()
        return np.arange(self.domain.size(attribute), dtype=np.int32)

    def _code(self, code: Code) -> Column:
        column = np.zeros(len(self.domain.places), np.int32)
        if code.kind is Kind.ARM:
            for rank, place in enumerate(self.domain.places):
                if place is not None and place.district is not None:
                    column[rank] = place.district == code.value
                elif place is not None and place.commune == DISTRICTS.get(code.value):
                    column[rank] = 2
            return column
        for ranks in (self.domain.unrecorded.get(code.kind), self.domain.partial.get(code)):
            if ranks is not None:
                column[ranks] = 2
        if (inside := self.domain.whole.get(code)) is not None:
            column[inside] = 1
        return column

    def _zoning(self, zoning: Kind) -> Column:
        seen: dict[int, list[tuple[str, str]]] = {}
        for how, by_code in (("in", self.domain.whole), ("partly", self.domain.partial)):
            for code, ranks in by_code.items():
                if code.kind is zoning:
                    for rank in ranks.tolist():
                        seen.setdefault(rank, []).append((how, code.value))
        if (silent := self.domain.unrecorded.get(zoning)) is not None:
            for rank in silent.tolist():
                seen.setdefault(rank, []).append(("unrecorded", ""))
        column = np.zeros(len(self.domain.places), np.int32)
        numbers: dict[tuple[tuple[str, str], ...], int] = {}
        for rank, what in seen.items():
            column[rank] = numbers.setdefault(tuple(sorted(what)), 1 + len(numbers))
        return column

    def _population(self, low: int, high: int) -> Column:
        counts = [
            -1 if place is None or place.population is None else place.population
            for place in self.domain.places
        ]
        column = np.zeros(len(counts), np.int32)
        known = np.array(counts)
        column[known >= 0] = 1
        if low >= 0:
            column[known >= low] = 2
        if high >= 0:
            column[known > high] = 3
        return column

    def _activity(self, code: str) -> Column:
        return np.array(
            [
                0
                if activity is None
                else 1
                if code == activity.code or code in activity.ancestors
                else 2
                if lies_under(code, activity.code)
                else 0
                for activity in self.domain.activities
            ],
            np.int32,
        )

    def _settled(self) -> Column:
        numbers: dict[object, int] = {}
        settles = self.domain.settles
        return np.array(
            [
                numbers.setdefault(
                    None if category is None or settles is None else tuple(sorted(settles(category).items())),
                    len(numbers),
                )
                for category in self.domain.categories
            ],
            np.int32,
        )


def _begins(category: str | None, code: str) -> int:
    if category is None:
        return 0
    return 1 if category.startswith(code) else 2 if code.startswith(category) else 0


def _codes(
    expression: Expression, lists: Mapping[str, Expression], opened: tuple[str, ...]
) -> Iterable[Code]:
    for leaf in leaves(expression):
        if not isinstance(leaf, NamedList):
            yield leaf.code
        elif leaf.name in lists and leaf.name not in opened:
            yield from _codes(lists[leaf.name], lists, (*opened, leaf.name))
