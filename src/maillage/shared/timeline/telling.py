"""The sentences of a story belong to the apps that know the facts: each tells its own, in its ``wiring``.

A sentence is made when it is read, from the rows as they are: a person who was erased is in none. An app tells only what the
actor may read, in a number of queries that does not depend on how much there is to tell.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from maillage.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose story: the primary key of a thing, of a kind known by the teller; for whom, on which day."""

    pk: int
    actor: Actor
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. ``kind``: its code, ``label`` its words; ``sentence``: whole, in plain text, and its page
    (``url``, empty for none); ``more``: what was said besides; ``who`` and ``place`` (a unit, else an organisation): by whom;
    ``origin``: what lets one say it; ``anchor``: its name in the page, always the same; ``to_come``: planned. ``complete``: what
    gives the sentence and the rest, for the entries of the page only: a long story is not written whole to show ten lines."""

    at: datetime
    kind: str
    label: str
    sentence: str
    anchor: str
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


Teller = Callable[[Asked], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class _Registry:
    tellers: dict[str, dict[str, Teller]] = field(default_factory=dict)


_registry = _Registry()


def tell(kind: str, function: Teller) -> None:
    """Let ``function(asked)`` tell what it knows of the things of a kind ("crm.company")."""
    _registry.tellers.setdefault(kind, {})[f"{function.__module__}.{function.__qualname__}"] = function


def entries(kind: str, asked: Asked) -> list[Entry]:
    """Everything told of a thing, what is to come first, then the latest first."""
    tellers = _registry.tellers.get(kind, {})
    found = [entry for teller in tellers.values() for entry in teller(asked)]
    found.sort(key=lambda one: (one.at, one.anchor), reverse=True)
    return found
