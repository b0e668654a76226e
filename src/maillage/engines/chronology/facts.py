"""Dated facts read in two times: when they are true, and when they were known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from maillage.engines.chronology.periods import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of the world, seen with the knowledge of an instant; ``known_at`` None is today's knowledge."""

    day: date
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value true during ``period``, recorded at an instant and perhaps withdrawn at a later one.

    A correction withdraws the fact and records another: a fact is never edited. ``source`` names who says so.
    """

    value: T
    period: Period
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    source: str | None = None

    def known_at(self, instant: datetime | None) -> bool:
        """Whether the fact was held for true at ``instant`` (None: is still held)."""
        if instant is None:
            return self.withdrawn_at is None
        return self.recorded_at <= instant and (self.withdrawn_at is None or instant < self.withdrawn_at)


def known(facts: Iterable[Fact[T]], moment: Moment) -> tuple[Fact[T], ...]:
    """The facts true on the day of ``moment`` and known at its instant, in the order given."""
    return tuple(
        fact for fact in facts if fact.known_at(moment.known_at) and fact.period.contains(moment.day)
    )


def state(facts: Iterable[Fact[T]], moment: Moment) -> T | None:
    """The value at ``moment``, or None when no fact answers (unknown, never a default).

    When several facts answer, the one that started last wins, then the one recorded last, then the last given.
    """
    winner: Fact[T] | None = None
    for fact in known(facts, moment):
        if winner is None or _rank(fact) >= _rank(winner):
            winner = fact
    return None if winner is None else winner.value


def _rank(fact: Fact[T]) -> tuple[date, datetime]:
    return (fact.period.start or date.min, fact.recorded_at)
