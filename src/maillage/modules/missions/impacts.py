"""What a scenario would touch, said by each app for its own things: it fills the page of a scenario from its ``wiring``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from maillage.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing touched, in words; ``url`` empty: it has no page."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a scenario is about: a plan, its missions touched (primary keys), the day it takes effect."""

    plan: int
    missions: frozenset[int]
    day: date


Find = Callable[[Touched, Actor], tuple[Line, ...]]


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
        Group(name=name, label=str(one.label), lines=one.find(touched, actor)) for name, one in listed
    )
