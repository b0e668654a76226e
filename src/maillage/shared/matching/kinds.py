"""What may be matched and merged: each kind of record is declared by the app that owns it, in its ``wiring``."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible

Changes = Mapping[str, Any]
Care = Callable[[models.Model, models.Model], Changes]
"""(row that moves, survivor) → the columns to change so that it fits there."""
Telling = Callable[[frozenset[int], Actor, date], Mapping[int, str]]
"""(primary keys, actor, day) → those of these rows that the actor reads, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One of the two records, as it is shown beside the other: its facts in the same order for both."""

    ref: str
    title: str
    url: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the records of a kind are found, shown and merged.

    ``model``: its table; ``reference``: the column of its public reference. ``faces(refs, actor, on)``: those that the actor
    may see. ``complete(survivor, merged)``: what the survivor takes of the other's own columns; raises Refused when they cannot
    be one. ``may(actor)``: whether it merges at all. ``reads(refs, actor, on)``: those of which the actor reads what people noted:
    to these only is said what they took in. ``reads_both(survivor, record, actor, on)``: whether it reads that of the survivor as
    it was, and of the one that it took in.
    """

    name: str
    label: str
    model: type[models.Model]
    reference: str
    faces: Callable[[Iterable[str], Actor, date], Mapping[str, Face]]
    complete: Callable[[Any, Any], Changes]
    may: Callable[[Actor], bool]
    reads: Callable[[Iterable[str], Actor, date], Collection[str]]
    reads_both: Callable[[str, Mapping[str, list[Any]], Actor, date], bool]


_kinds: dict[str, Kind] = {}
_cares: dict[str, Care] = {}
_texts: set[tuple[str, str, str]] = set()
_tellings: dict[str, Telling] = {}


def register(kind: Kind) -> None:
    """Make a kind known; a second registration replaces the first."""
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The kind of that name. Raises NotVisible when there is none."""
    if name not in _kinds:
        raise NotVisible(name)
    return _kinds[name]


def care(label: str, function: Care) -> None:
    """Say what a row of a table («crm.establishment») must change to move to another record: two cannot both be the head
    office. Rows that say the same thing twice need no care: the one that moves is taken in by its twin."""
    _cares[label] = function


def changes(row: models.Model, survivor: models.Model) -> Changes:
    """What a row must change to move."""
    found = _cares.get(row._meta.label_lower)
    return found(row, survivor) if found else {}


def tell(label: str, telling: Telling) -> None:
    """Say who reads the rows of a table that follow a merge, and how they are called there. A table that is named to the journal
    (``kit.subjects.name_rows``) needs none."""
    _tellings[label] = telling


def telling(label: str) -> Telling | None:
    """How the rows of a table are told where they follow a merge."""
    return _tellings.get(label)


def refers(label: str, *, kind: str, ref: str) -> None:
    """Say that a table names records by text: ``kind`` is the column of their kind, ``ref`` the one of their public
    reference. They follow a merge as keys do."""
    _texts.add((label, kind, ref))


def texts() -> tuple[tuple[str, str, str], ...]:
    """Each table that names records by text, with its two columns."""
    return tuple(sorted(_texts))
