"""The sentences of a story belong to the apps that know the facts: each tells its own, in its ``wiring``.

A sentence is made when it is read, from the rows as they are: a person who was erased is in none. An app tells only what the
actor may read, in a number of queries that does not depend on how much there is to tell; and reads no more of it than is asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from maillage.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose story: the primary key of a thing, of a kind known by the teller; for whom, on which day; at least so many of its
    latest entries (``latest``; None: all of them)."""

    pk: int
    actor: Actor
    on: date
    latest: int | None = None

    def read(self, rows: "QuerySet[Any]") -> tuple[list[Any], int]:
        """Of rows sorted by what is latest, those asked, and how many there are."""
        found = list(rows[: self.latest])
        left_out = self.latest is not None and len(found) == self.latest
        return found, rows.order_by().count() if left_out else len(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. ``kind``: its code, ``label`` its words; ``sentence``: whole, in plain text, and its page
    (``url``, empty for none); ``more``: what was said besides; ``who`` and ``place`` (a unit, else an organisation): by whom;
    ``origin``: what lets one say it; ``anchor``: its name in the page, always the same; ``rank``: what sorts the entries of one
    instant, the greatest first; ``to_come``: planned. ``complete``: what gives the sentence and the rest, for the entries of the page only: a long story is not written whole to show ten lines."""

    at: datetime
    kind: str
    label: str
    sentence: str
    anchor: str
    rank: int = 0
    url: str = ""
    more: str = ""
    who: str = ""
    place: str = ""
    origin: str = ""
    to_come: bool = False
    complete: "Callable[[Entry], Entry] | None" = None

    @property
    def written(self) -> "Entry":
        """With its sentence."""
        return self if self.complete is None else self.complete(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an app tells: the entries asked, in any order, and how many there are in all. An app that tells its latest only cuts
    by ``at`` then ``rank`` (the primary key: numbers sort alike in every database, texts do not)."""

    entries: Iterable[Entry]
    count: int


Teller = Callable[[Asked], Told]


@dataclass(frozen=True, slots=True)
class _Registry:
    tellers: dict[str, dict[str, Teller]] = field(default_factory=dict)


_registry = _Registry()


def tell(kind: str, function: Teller) -> None:
    """Let ``function(asked)`` tell what it knows of the things of a kind ("crm.company")."""
    _registry.tellers.setdefault(kind, {})[f"{function.__module__}.{function.__qualname__}"] = function


def told(kind: str, asked: Asked) -> tuple[list[Entry], int]:
    """What is asked of a story by every app that tells of it, what is to come first, then the latest first; and how many entries
    it has in all."""
    parts = [teller(asked) for teller in _registry.tellers.get(kind, {}).values()]
    found = [entry for part in parts for entry in part.entries]
    found.sort(key=lambda one: (one.at, one.rank, one.anchor), reverse=True)
    return found[: asked.latest], sum(part.count for part in parts)
