"""Pointing at anything without importing it: a kind ("inquiries.inquiry") and a public reference.

The app that owns a kind registers it in its ``wiring``; the journal, « Pourquoi je vois ceci ? » and the reading log ask here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A thing that an actor may see. ``rows``: its own row first, then the rows that are part of it, as (model label in lower
    case, primary key). ``opens``: whether this actor reads what it holds of a person; where it does not, its journal hides that
    from it too. ``apart``: the tables (model labels in lower case) that speak of its person but have readers of their own: its
    journal tells nothing of them."""

    kind: str
    ref: str
    title: str
    url: str
    rows: tuple[tuple[str, int], ...] = ()
    opens: bool = True
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A row in words, as one actor may read it. ``kind`` and ``ref``: the thing whose journal tells of it, "" for none."""

    text: str
    kind: str = ""
    ref: str = ""


Naming = Callable[[frozenset[int], Actor, date], Mapping[int, Named]]
"""The names of rows by primary key, as the actor may read them: one query at most for each table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who sees a thing, and by which rule. ``how``: role, organisation or unit, perimeter, in words; ``rule``: one sentence;
    ``user``: its account (primary key), None for whoever has none: a company, a program, everyone."""

    name: str
    how: str
    rule: str
    user: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the things of a kind are found and explained.

    ``find(ref, actor, on)`` raises NotVisible for who may not see it; ``why(ref, actor, on)``: the sentences that say why this
    actor sees it, the strongest first; ``who(ref, on)``: everyone who sees it that day. ``personal``: it speaks of people and is
    not public: the reading log keeps who read it.
    """

    name: str
    label: str
    find: Callable[[str, Actor, date], Subject]
    why: Callable[[str, Actor, date], tuple[str, ...]]
    who: Callable[[str, date], tuple[Reader, ...]]
    personal: bool = False


_kinds: dict[str, Kind] = {}
_namings: dict[str, Naming] = {}


def name_rows(label: str, naming: Naming) -> None:
    """Say how the rows of a table (model label in lower case) are named where others point at them."""
    _namings[label] = naming


def naming(label: str) -> Naming | None:
    """How the rows of this table are named; None: as they name themselves, to anybody."""
    return _namings.get(label)


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
