"""What the register may say of a company, column by column, and the facts that each value means for the judge.

One reading of the register, for the stock and for one company: the facts made here are those that `rules.verdict` judges. What
the register does not say (turnover, objectives, answers to questions…) has no column: it stays unknown.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from maillage.engines.rules import Activity, FactKey, Facts, Interval, Known, Leaf, Topic, key_of
from maillage.engines.territory import DISTRICTS, Atlas, Code, Kind, Place

Settles = Callable[[str], Mapping[Topic, bool]]
"""What a legal category settles in law, by category: topics that are true or false."""
Ints = NDArray[np.int64]
REGISTER = "registre"
NAF = "naf_rev2"


class Attribute(StrEnum):
    """The columns of the register that rules can read."""

    PLACE = "place"
    ACTIVITY = "activity"
    HEADCOUNT = "headcount"
    CREATED = "created"
    CATEGORY = "category"
    ESS = "ess"


_ATTRIBUTES: Mapping[FactKey, Attribute] = {
    Topic.PLACE: Attribute.PLACE,
    Topic.ACTIVITY: Attribute.ACTIVITY,
    Topic.HEADCOUNT: Attribute.HEADCOUNT,
    Topic.CREATED_ON: Attribute.CREATED,
    Topic.LEGAL_CATEGORY: Attribute.CATEGORY,
    Topic.ESS: Attribute.ESS,
}
_SETTLED = (Topic.MICRO_ENTREPRENEUR, Topic.PUBLIC_BODY, Topic.ARTISAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A company as the register writes it; None is what it does not say."""

    commune: str | None
    naf: str | None
    bracket: str | None
    created: date | None
    category: str | None
    ess: str | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Domain:
    """The values of each column, in an order of their own: value 0 of each is what is not said.

    Build it once for an edition of the reference data: `Domain.build`. ``rank`` gives the value of a code as the register
    writes it (former communes and municipal arrondissements included); a code it lacks is an anomaly.
    """

    places: tuple[Place | None, ...]
    activities: tuple[Activity | None, ...]
    brackets: tuple[Interval | None, ...]
    categories: tuple[str | None, ...]
    rank: Mapping[Attribute, Mapping[str, int]]
    settles: Settles | None
    digest: str
    whole: Mapping[Code, Ints]
    partial: Mapping[Code, Ints]
    unrecorded: Mapping[Kind, Ints]

    @classmethod
    def build(
        cls,
        atlas: Atlas,
        *,
        activities: Mapping[str, Sequence[str]],
        brackets: Mapping[str, tuple[int, int | None] | None],
        categories: Iterable[str],
        former: Mapping[str, str] | None = None,
        settles: Settles | None = None,
    ) -> "Domain":
        """The domain of a day.

        ``activities``: each code of NAF rév. 2 with what it lies in, from its section to itself; ``brackets``: each code of
        headcount with its bounds, None when it says none; ``former``: the commune of today of each old code; ``settles``: what a
        legal category settles in law (nothing, when it is not given).
        """
        places, place_ranks = _places(atlas, former or {})
        said = {code: bounds for code, bounds in brackets.items() if bounds is not None}
        headcounts = sorted(set(said.values()), key=lambda pair: (pair[0], pair[1] or 0))
        forms = sorted(set(categories))
        whole, partial, unrecorded = _memberships(places)
        told = [sorted(settles(form).items()) for form in forms] if settles else []
        return cls(
            places=places,
            activities=(None, *(Activity(NAF, code, tuple(line)) for code, line in activities.items())),
            brackets=(None, *(Interval(low, high) for low, high in headcounts)),
            categories=(None, *forms),
            rank={
                Attribute.PLACE: place_ranks,
                Attribute.ACTIVITY: {code: rank for rank, code in enumerate(activities, 1)},
                Attribute.HEADCOUNT: {
                    code: 0 if bounds is None else 1 + headcounts.index(bounds)
                    for code, bounds in brackets.items()
                },
                Attribute.CATEGORY: {code: rank for rank, code in enumerate(forms, 1)},
                Attribute.ESS: {"O": 1, "N": 2},
            },
            settles=settles,
            digest=_digest(
                places, place_ranks, (sorted(activities.items()), sorted(said.items()), forms), told
            ),
            whole=whole,
            partial=partial,
            unrecorded=unrecorded,
        )

    def attribute(self, leaf: Leaf) -> Attribute | None:
        """The column that a criterion reads; None when the register says nothing of it."""
        key = key_of(leaf)
        if key in _SETTLED and self.settles is not None:
            return Attribute.CATEGORY
        return None if key is None else _ATTRIBUTES.get(key)

    def size(self, attribute: Attribute) -> int:
        """How many values a column has, the unknown one included (days apart: they are told apart by rules alone)."""
        sizes = {
            Attribute.PLACE: len(self.places),
            Attribute.ACTIVITY: len(self.activities),
            Attribute.HEADCOUNT: len(self.brackets),
            Attribute.CATEGORY: len(self.categories),
            Attribute.ESS: 3,
        }
        return sizes[attribute]

    def known(self, attribute: Attribute, value: int) -> dict[FactKey, Known]:
        """What one value of a column says."""
        if value == 0:
            return {}
        match attribute:
            case Attribute.PLACE:
                return _said(Topic.PLACE, self.places[value])
            case Attribute.ACTIVITY:
                return _said(Topic.ACTIVITY, self.activities[value])
            case Attribute.HEADCOUNT:
                return _said(Topic.HEADCOUNT, self.brackets[value])
            case Attribute.ESS:
                return _said(Topic.ESS, value == 1)
            case _:
                category = self.categories[value]
                assert category is not None
                settled = self.settles(category) if self.settles else {}
                found = _said(Topic.LEGAL_CATEGORY, category)
                return found | {str(topic): Known(answer, REGISTER) for topic, answer in settled.items()}

    def facts(self, row: Row) -> Facts:
        """The facts of a company as the register writes it. Raises KeyError for a code that does not exist."""
        known: dict[FactKey, Known] = {}
        written = {
            Attribute.PLACE: row.commune,
            Attribute.ACTIVITY: row.naf,
            Attribute.HEADCOUNT: row.bracket,
            Attribute.CATEGORY: row.category,
            Attribute.ESS: row.ess,
        }
        for attribute, code in written.items():
            known |= self.known(attribute, 0 if code is None else self.rank[attribute][code])
        if row.created is not None:
            known[Topic.CREATED_ON] = Known(row.created, REGISTER)
        return Facts(known)


def _digest(places: Collection[Place | None], ranks: Mapping[str, int], *others: object) -> str:
    """Names a domain: the same places with the same divisions, the same codes."""
    made = hashlib.sha256()
    for place in places:
        if place is None:
            continue
        codes = (
            *sorted(map(str, place.codes)),
            *sorted(f"~{code}" for code in place.partial),
            *sorted(f"?{kind}" for kind in place.unrecorded),
        )
        made.update(repr((place.commune, place.district, place.population, *codes)).encode())
    made.update(repr((sorted(ranks.items()), others)).encode())
    return made.hexdigest()


def _said(topic: Topic, value: Place | Activity | Interval | str | bool | None) -> dict[FactKey, Known]:
    return {} if value is None else {topic: Known(value, REGISTER)}


def _places(atlas: Atlas, former: Mapping[str, str]) -> tuple[tuple[Place | None, ...], Mapping[str, int]]:
    """Every commune, then every municipal arrondissement of these; and the place of each code, old ones included."""
    places: list[Place | None] = [None]
    ranks: dict[str, int] = {}
    for code in atlas:
        ranks[code] = len(places)
        places.append(atlas.place(code))
    for district, commune in DISTRICTS.items():
        if commune in ranks:
            whole = places[ranks[commune]]
            assert whole is not None
            ranks[district] = len(places)
            places.append(replace(whole, district=district))
    for old, current in former.items():
        if current in ranks:
            ranks.setdefault(old, ranks[current])
    return tuple(places), ranks


def _memberships(
    places: Collection[Place | None],
) -> tuple[Mapping[Code, Ints], Mapping[Code, Ints], Mapping[Kind, Ints]]:
    whole: dict[Code, list[int]] = {}
    partial: dict[Code, list[int]] = {}
    unrecorded: dict[Kind, list[int]] = {}
    for rank, place in enumerate(places):
        if place is None:
            continue
        for code in place.codes:
            whole.setdefault(code, []).append(rank)
        for code in place.partial:
            partial.setdefault(code, []).append(rank)
        for kind in place.unrecorded:
            unrecorded.setdefault(kind, []).append(rank)
    return (
        {code: np.array(ranks) for code, ranks in whole.items()},
        {code: np.array(ranks) for code, ranks in partial.items()},
        {kind: np.array(ranks) for kind, ranks in unrecorded.items()},
    )
