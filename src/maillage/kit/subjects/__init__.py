"""Pointing at anything without importing it: a kind ("inquiries.inquiry") and a public reference.

The app that owns a kind registers it in its ``wiring``; the journal, « Pourquoi je vois ceci ? » and the reading log ask here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A thing that an actor may see. ``rows``: its own row first, then the rows that are part of it, as (model label in lower
    case, primary key)."""

    kind: str
    ref: str
    title: str
    url: str
    rows: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who sees a thing, and by which rule. ``how``: role, organisation or unit, perimeter, in words; ``rule``: one sentence."""

    name: str
    how: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the things of a kind are found and explained.

    ``find(ref, actor, on)`` raises NotVisible for who may not see it; ``why(ref, actor, on)``: the sentences that say why this
    actor sees it, the strongest first; ``who(ref, on)``: everyone who sees it that day.
    """

    name: str
    label: str
    find: Callable[[str, Actor, date], Subject]
    why: Callable[[str, Actor, date], tuple[str, ...]]
    who: Callable[[str, date], tuple[Reader, ...]]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; a second registration replaces the first."""
    _kinds[kind.name] = kind


def kind(name: str) -> Kind:
    """The kind of that name. Raises NotVisible when there is none."""
    if name not in _kinds:
        raise NotVisible
    return _kinds[name]


def kinds() -> tuple[Kind, ...]:
    """Every kind, by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))
