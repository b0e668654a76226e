"""What a request says, as facts for its rules: only the answers that these rules read, and an error is an unknown."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from maillage.engines.rules import DECLARED, FactKey, Facts, Known, Rule, Topic, key_of, leaves
from maillage.engines.territory import Place, TerritoryError
from maillage.kit.errors import Refused
from maillage.modules.schemes.adapters.facts import company
from maillage.modules.schemes.situation import Situation
from maillage.shared.territories import queries as territories

FIELDS: Mapping[FactKey, tuple[str, ...]] = {
    Topic.HEADCOUNT: ("headcount", "bracket"),
    Topic.CREATED_ON: ("created",),
    Topic.ACTIVITY: ("naf",),
}
"""The fields of Situation that tell a fact, where they are not called like it."""
FEW = 2
"""Up to so many communes, each is looked up; beyond, the whole map of the day is read once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What routing reads of a request. ``situation``: fields of Situation as said; ``commune``: INSEE code, may be empty."""

    subject: str
    profile: str
    situation: Mapping[str, object]
    commune: str
    on: datetime.date


@dataclass(slots=True)
class FactReader:
    """Reads the facts of many requests: the same answers are understood once, the communes of a batch together."""

    wanted: frozenset[FactKey]
    _places: dict[tuple[str, datetime.date], Place | None] = field(default_factory=dict)
    _facts: dict[tuple[object, ...], Facts] = field(default_factory=dict)

    def prepare(self, asked: Sequence[Asked]) -> None:
        """Find the communes of a batch at once."""
        missing = {(one.commune, one.on) for one in asked if one.commune} - set(self._places)
        if len(missing) > FEW:
            self._from_maps(missing)
        for commune, on in sorted(missing - set(self._places)):
            self._places[commune, on] = _place(commune, on)

    def place(self, one: Asked) -> Place | None:
        """Where the company is; None when that is not said, or not understood."""
        if not one.commune:
            return None
        if (one.commune, one.on) not in self._places:
            self.prepare([one])
        return self._places[one.commune, one.on]

    def facts(self, one: Asked) -> Facts:
        """The facts of a request that the rules read."""
        said = _said(one.situation, self.wanted)
        # Only an age depends on the day: the same answers are understood once.
        key = (said, one.on if any(name == "created" for name, _ in said) else None)
        if key not in self._facts:
            self._facts[key] = _understood(dict(said), one.on)
        place = self.place(one)
        return (
            self._facts[key] if place is None else self._facts[key].learn(Topic.PLACE, Known(place, DECLARED))
        )

    def _from_maps(self, missing: Iterable[tuple[str, datetime.date]]) -> None:
        # An old code, or an arrondissement, is looked up once for all the days of one map: nothing moved between them.
        alone: dict[str, Place | None] = {}
        current = None
        for commune, on in sorted(missing, key=lambda one: one[::-1]):
            atlas = territories.atlas(on)
            if atlas is not current:
                current, alone = atlas, {}
            try:
                place: Place | None = atlas.place(commune)
            except TerritoryError:
                if commune not in alone:
                    alone[commune] = _place(commune, on)
                place = alone[commune]
            self._places[commune, on] = place


def keys_of(rules: Iterable[Rule]) -> frozenset[FactKey]:
    """The facts that rules read."""
    return frozenset(key for rule in rules for leaf in leaves(rule) if (key := key_of(leaf)) is not None)


def _said(situation: Mapping[str, object], wanted: frozenset[FactKey]) -> tuple[tuple[str, object], ...]:
    names = {name for key in wanted for name in FIELDS.get(key, (str(key),))} - {"place"}
    if any(key.startswith("question:") for key in wanted):
        names.add("answers")
    known = {one.name for one in fields(Situation)}
    return tuple(
        (name, _frozen(situation[name]))
        for name in sorted(names & known)
        if situation.get(name) not in (None, "", [], ())
    )


def _frozen(value: object) -> object:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


def _understood(said: dict[str, object], on: datetime.date) -> Facts:
    """The facts of these answers; one that cannot be understood stays unknown: it never loses a request."""
    while True:
        try:
            return company(Situation(**said), on=on).facts  # type: ignore[arg-type]
        except Refused as refused:
            if refused.field not in said:
                return Facts()
            del said[refused.field]


def _place(commune: str, on: datetime.date) -> Place | None:
    try:
        return territories.place(commune, on=on).place
    except Refused:
        return None
