"""What a scenario would touch, said by each app for its own things: it fills the page of a scenario from its ``wiring``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.functional import Promise

from maillage.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing touched, in words; ``url`` empty: it has no page."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a scenario is about: a plan, its missions touched (primary keys), the day it takes effect. ``scenario``: its key;
    ``published_at``: when it became projections of the map, None for a draft: what it touches is then what was known before."""

    plan: int
    missions: frozenset[int]
    day: date
    scenario: int | None = None
    published_at: datetime | None = None

    @property
    def known_before(self) -> Q:
        """The facts known when the scenario was published; those known now, for a draft."""
        if self.published_at is None:
            return Q(withdrawn_at__isnull=True)
        held = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=self.published_at)
        return Q(recorded_at__lte=self.published_at) & held


Find = Callable[[Touched, Actor], tuple[Line, ...] | None]
"""The lines of a kind; None: there is nothing to say of it for this scenario."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The things of one kind that a scenario touches. No line: none is known, which the page says."""

    name: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    label: str | Promise
    find: Find
    order: int


_finders: dict[str, _Finder] = {}


def also(name: str, label: str | Promise, find: Find, *, order: int = 50) -> None:
    """Show ``find``'s lines under ``label`` on the page of every scenario; a second registration of a name replaces the first."""
    _finders[name] = _Finder(label=label, find=find, order=order)


def found(touched: Touched, actor: Actor) -> tuple[Group, ...]:
    """What the apps above say is touched, in order."""
    listed = sorted(_finders.items(), key=lambda pair: (pair[1].order, pair[0]))
    return tuple(
        Group(name=name, label=str(one.label), lines=lines)
        for name, one in listed
        if (lines := one.find(touched, actor)) is not None
    )
