"""What actions may be about: the app that owns a thing says who reads it and how it is called, in its ``wiring``.

An action is shown to nobody who may not read what it is about. The rule is asked inside the query: a list never costs more
because it is long.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A thing as one actor reads it: its name and its page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A kind of things. ``readable(actor, on)``: those that the actor may read, and ``reads(ref, actor, on)`` whether it reads one of
    them; ``field``: their column that holds the public reference; ``named(refs, actor, on)``: those things in words, by reference,
    in a constant number of queries."""

    kind: str
    label: Any
    field: str
    readable: Callable[[Actor, date], QuerySet[Any]]
    reads: Callable[[str, Actor, date], bool]
    named: Callable[[Iterable[str], Actor, date], Mapping[str, Named]]


_abouts: dict[str, About] = {}


def register(about: About) -> None:
    """Let actions be about these; registering a kind again replaces it."""
    _abouts[about.kind] = about


def kinds() -> tuple[About, ...]:
    """Every kind, by name."""
    return tuple(_abouts[kind] for kind in sorted(_abouts))


def readable(actor: Actor, on: date, *, among: Container[str] | None = None) -> Q:
    """The actions about nothing, or about what the actor may read, as a filter on ``Todo``; ``among``: only of these kinds of things,
    for who reads the others is not asked."""
    wanted = Q(subject_kind="")
    for one in kinds():
        if among is not None and one.kind not in among:
            continue
        wanted |= Q(subject_kind=one.kind) & readable_of(one.kind, actor, on)
    return wanted


def readable_of(kind: str, actor: Actor, on: date) -> Q:
    """``readable``, among the actions about things of one kind."""
    if kind not in _abouts:
        return Q(pk__in=())
    one = _abouts[kind]
    return Q(Exists(one.readable(actor, on).filter(**{one.field: OuterRef("subject_ref")})))


def reads(kind: str, ref: str, actor: Actor, on: date) -> bool:
    """Whether the actor may read one thing. ValueError for a kind that nobody registered: its app is at fault."""
    if kind not in _abouts:
        raise ValueError(f"{kind}: no action is about these; register it in the wiring of its app")
    return _abouts[kind].reads(ref, actor, on)


def call(kind: str, ref: str, actor: Actor, on: date) -> Named:
    """One thing in words. Raises NotVisible."""
    if not reads(kind, ref, actor, on):
        raise NotVisible(ref)
    return _abouts[kind].named([ref], actor, on)[ref]


def names(things: Iterable[tuple[str, str]], actor: Actor, on: date) -> dict[tuple[str, str], Named]:
    """These things (kind, reference) in words: as many queries as there are kinds."""
    wanted: dict[str, set[str]] = {}
    for kind, ref in things:
        if kind in _abouts:
            wanted.setdefault(kind, set()).add(ref)
    return {
        (kind, ref): found
        for kind, refs in sorted(wanted.items())
        for ref, found in _abouts[kind].named(sorted(refs), actor, on).items()
    }
