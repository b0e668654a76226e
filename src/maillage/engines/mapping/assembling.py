"""The map on a day, as it was known at an instant: one place and one mode for each mission."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from maillage.engines.chronology import Fact, Moment, known
from maillage.engines.mapping.values import Held, Place, Presence, Said

V = TypeVar("V", Place, Said)
K = TypeVar("K", bound=Hashable)
Rank = tuple[date, bool, datetime, int]


class Layer(StrEnum):
    """KNOWN: what was seen or decided. PROJECTED: the same, with what is aimed at drawn over (S-018)."""

    KNOWN = "known"
    PROJECTED = "projected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One layer of the map on a day. ``beneath``: what stands under each mission, shown or to confirm, in the order of the
    drawing; ``exceptions``: by mission, then by chamber."""

    places: Mapping[int, Place]
    beneath: Mapping[int | None, tuple[Place, ...]]
    modes: Mapping[int, Held]
    exceptions: Mapping[int, Mapping[int, Held]]

    def under(self, mission: int | None) -> tuple[Place, ...]:
        """The missions that stand under one, shown or to confirm, in the order of the drawing."""
        return self.beneath.get(mission, ())

    def own(self, mission: int) -> Held | None:
        """What is known of the mode of the mission itself."""
        return self.modes.get(mission)

    def inherited(self, mission: int) -> Held | None:
        """The mode of the nearest coarser mission that has one: shown beside, never the mode of the mission itself (S-015)."""
        seen = {mission}
        place = self.places.get(mission)
        while place is not None and place.parent is not None and place.parent not in seen:
            seen.add(place.parent)
            held = self.modes.get(place.parent)
            if held is not None and not held.lapsed and held.said.says:
                return held
            place = self.places.get(place.parent)
        return None


def assemble(
    places: Iterable[Fact[Place]], modes: Iterable[Fact[Said]], moment: Moment, *, layer: Layer
) -> Shot:
    """One layer of the map at a moment.

    Of the facts of the layer that hold on the day and are known at the instant, the one that began last wins; then the one
    drafted by the scenario, the one recorded last, the last numbered. A common mode lapses when a later drawing of the same
    layer shows the mission: it would have shown the letter. An exception of a chamber is not drawn: it holds until it ends.
    """
    standing = _in_layer(places, moment, layer)
    drawings = [fact for fact in standing if fact.value.lettered and fact.value.presence is Presence.SHOWN]
    last_drawn = {key: fact.period.start for key, fact in _winners(drawings, lambda one: one.mission).items()}
    said = _in_layer(modes, moment, layer)
    common = _winners([fact for fact in said if fact.value.chamber is None], lambda one: one.mission)
    apart: dict[int, dict[int, Held]] = {}
    for fact in _winners(
        [fact for fact in said if fact.value.chamber is not None], lambda one: (one.mission, one.chamber)
    ).values():
        if fact.value.says and fact.value.chamber is not None:
            apart.setdefault(fact.value.mission, {})[fact.value.chamber] = Held(
                said=fact.value, since=fact.period.start
            )
    won = {key: fact.value for key, fact in _winners(standing, lambda one: one.mission).items()}
    return Shot(
        places=won,
        beneath=_beneath(won.values()),
        modes={
            key: Held(
                said=fact.value,
                since=fact.period.start,
                lapsed=key in last_drawn and _day(last_drawn[key]) > _day(fact.period.start),
            )
            for key, fact in common.items()
        },
        exceptions=apart,
    )


def _beneath(places: Iterable[Place]) -> dict[int | None, tuple[Place, ...]]:
    found: dict[int | None, list[Place]] = {}
    for place in places:
        if place.presence is not Presence.GONE:
            found.setdefault(place.parent, []).append(place)
    return {
        parent: tuple(sorted(below, key=lambda place: (place.position, place.label, place.mission)))
        for parent, below in found.items()
    }


def _in_layer(facts: Iterable[Fact[V]], moment: Moment, layer: Layer) -> list[Fact[V]]:
    return [
        fact
        for fact in known(facts, moment)
        if layer is Layer.PROJECTED or fact.value.drafted or not fact.value.projected
    ]


def _winners(facts: Iterable[Fact[V]], of: Callable[[V], K]) -> dict[K, Fact[V]]:
    """The fact that wins, by what it is about."""
    won: dict[K, Fact[V]] = {}
    for fact in facts:
        about = of(fact.value)
        if about not in won or _rank(fact) > _rank(won[about]):
            won[about] = fact
    return won


def _rank(fact: Fact[V]) -> Rank:
    return (_day(fact.period.start), fact.value.drafted, fact.recorded_at, fact.value.key)


def _day(start: date | None) -> date:
    return start or date.min
