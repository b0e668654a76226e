"""What is known of a company or a project: typed values, each with its origin, never a default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from maillage.engines.territory import Place


class Topic(StrEnum):
    """What a fact is about. A yes/no question has its own key: `question_key`."""

    HEADCOUNT = "headcount"
    TURNOVER = "turnover"
    CREATED_ON = "created_on"
    CLOSED_YEAR = "closed_year"
    ACTIVITY = "activity"
    LEGAL_CATEGORY = "legal_category"
    PLACE = "place"
    MICRO_ENTREPRENEUR = "micro_entrepreneur"
    ESS = "ess"
    ARTISAN = "artisan"
    PUBLIC_BODY = "public_body"
    OBJECTIVES = "objectives"
    PURPOSE = "purpose"
    PUBLIC = "public"
    WORK_COUNTRY = "work_country"


FactKey: TypeAlias = str
"""A `Topic` or ``question:<id>``: topics are strings too, so one mapping holds both."""

_QUESTION = "question:"


def question_key(identifier: str) -> FactKey:
    """The key of the answer to a yes/no question: ``question:used-equipment``."""
    return _QUESTION + identifier


@dataclass(frozen=True, slots=True)
class Interval:
    """A whole number known within inclusive bounds; ``high`` None: no upper bound. Exact when both are equal."""

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high < self.low):
            raise ValueError(f"not an interval: {self.low}, {self.high}")

    @classmethod
    def exactly(cls, value: int) -> "Interval":
        """The interval of one known number."""
        return cls(value, value)

    @property
    def exact(self) -> bool:
        """Whether the number itself is known."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity code and what it lies in, from its section to itself: ("J", "62", "62.0", "62.01", "62.01Z")."""

    nomenclature: str
    code: str
    ancestors: tuple[str, ...]


Value: TypeAlias = Interval | Activity | Place | date | bool | str | frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """A value with where it comes from («déclaré», a register…) and the day it was true, when known."""

    value: Value
    origin: str
    as_of: date | None = None


_TYPES: Mapping[FactKey, type] = {
    Topic.HEADCOUNT: Interval,
    Topic.TURNOVER: Interval,
    Topic.CREATED_ON: date,
    Topic.CLOSED_YEAR: bool,
    Topic.ACTIVITY: Activity,
    Topic.LEGAL_CATEGORY: str,
    Topic.PLACE: Place,
    Topic.MICRO_ENTREPRENEUR: bool,
    Topic.ESS: bool,
    Topic.ARTISAN: bool,
    Topic.PUBLIC_BODY: bool,
    Topic.OBJECTIVES: frozenset,
    Topic.PURPOSE: str,
    Topic.PUBLIC: str,
    Topic.WORK_COUNTRY: str,
}


def value_type(key: FactKey) -> type:
    """The type a fact of this key must have. Raises KeyError when the key is neither a topic nor a question."""
    return bool if key.startswith(_QUESTION) else _TYPES[key]


class Facts:
    """What is known, by key; immutable. A key that is absent is unknown.

    Raises TypeError when a value is not of the type of its key, KeyError for a key that means nothing: the judge
    can then trust every value it reads.
    """

    __slots__ = ("_known", "get")

    def __init__(self, known: Mapping[FactKey, Known] | None = None) -> None:
        self._known = {} if known is None else dict(known)
        for key, fact in self._known.items():
            if not isinstance(fact.value, value_type(key)):
                raise TypeError(f"{key} is a {value_type(key).__name__}, not {fact.value!r}")
        self.get = self._known.get
        """The known fact of a key, or None when it is unknown."""

    def learn(self, key: FactKey, known: Known) -> "Facts":
        """The same facts and one more; what was known of this key gives way."""
        return Facts({**self._known, key: known})

    def __iter__(self) -> Iterator[FactKey]:
        return iter(self._known)

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __len__(self) -> int:
        return len(self._known)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and self._known == other._known

    def __hash__(self) -> int:
        return hash(frozenset(self._known))

    def __repr__(self) -> str:
        return f"Facts({self._known!r})"
