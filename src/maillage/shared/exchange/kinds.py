"""What may be imported: each kind is declared by the app that owns it, in its ``wiring``, with its fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable

Parser = Callable[[str], str]
"""A cell as typed → as it is kept; raises `cells.WrongCell`."""
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that a column may fill. ``headings``: what files call it; ``parse``: reads a cell; ``help``: what it takes."""

    name: str
    label: str
    headings: tuple[str, ...] = ()
    required: bool = False
    parse: Parser = str
    help: str = ""

    def named(self) -> frozenset[str]:
        """The headings that mean it, as one compares them."""
        return frozenset(searchable(str(text)) for text in (self.label, *self.headings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that could be read: its number in the file and its fields, those that are empty left out."""

    number: int
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record that a line may be about. ``reasons``: (words, side), the heaviest first."""

    ref: str
    title: str
    probability: float
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a line may be about: ``state`` match, doubtful, new or error, with the record when it is known."""

    state: str
    target: str = ""
    candidates: tuple[Candidate, ...] = ()
    messages: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the values of a file come from: its source in words, its day, and the file itself; ``batch``: its import (primary key)."""

    source: str
    on: date
    file: str
    batch: int
    is_fictional: bool = False


Match = Callable[[Sequence[Line], Actor, date], Iterable[Found]]
Write = Callable[[Line, str, Origin, Actor, datetime], "Written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a line wrote: the record that it is about, and the rows, as `tracking.written` tells them."""

    target: str
    made: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the lines of a kind are read, matched and written.

    ``match(lines, actor, on)``: what each is about, in their order; ``write(line, target, origin, actor, at)``: apply one, in
    the transaction of the caller; ``settle(line, target, actor, at)``: somebody said what a line is about, to remember;
    ``may(actor)``: who imports.
    """

    name: str
    label: str
    fields: Callable[[], tuple[Field, ...]]
    match: Match
    write: Write
    settle: Callable[[Line, str, Sequence[str], Actor, datetime], None]
    titles: Callable[[Iterable[str], Actor, date], Mapping[str, tuple[str, str]]]
    may: Callable[[Actor], bool]


_kinds: dict[str, Kind] = {}
_refused_as: dict[str, dict[str, tuple[str, ...]]] = {}


def register(kind: Kind) -> None:
    """Make a kind known; a second registration replaces the first."""
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The kind of that name. Raises NotVisible when there is none."""
    if name not in _kinds:
        raise NotVisible(name)
    return _kinds[name]


def refused_as(kind: str, names: Mapping[str, tuple[str, ...]]) -> None:
    """Say what the operations of an app call the fields of a kind, where they have another name: their refusals then land on the
    cell that a person corrects. ``names``: name in a refusal → fields, the first that the line fills is meant."""
    _refused_as.setdefault(kind, {}).update(names)


def refused_field(kind: str, name: str, said: Fields) -> str:
    """The field of a line that a refusal names; "" when the line says nothing of it."""
    return next((field for field in _refused_as.get(kind, {}).get(name, (name,)) if field in said), "")


def guessed(
    fields: Iterable[Field], headings: Sequence[str], saved: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Which column fills which field: as a profile says (``saved``: field → heading), else by their headings."""
    plain = [searchable(heading) for heading in headings]
    found: dict[str, int] = {}
    for field in fields:
        wanted = {searchable(saved[field.name])} if saved and saved.get(field.name) else field.named()
        for rank, heading in enumerate(plain):
            if heading and heading in wanted and rank not in found.values():
                found[field.name] = rank
                break
    return found
