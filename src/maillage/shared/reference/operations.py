"""Load a snapshot into the database: one transaction a file, nothing done twice, nothing half done."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from maillage.shared.reference.models import Edition
from maillage.shared.reference.snapshot import (
    FileCard,
    Table,
    check_fingerprint,
    contents,
    read_manifest,
    read_table,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a file changed: rows added, renamed or revised, closed at a day, and corrected (same day, other value)."""

    added: int = 0
    revised: int = 0
    closed: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """How the tables of one file are written: the columns it reads and what it does with them."""

    columns: tuple[str, ...]
    write: Callable[[Table, Edition], Changes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The outcome for one file; ``changes`` is None when it was already up to date."""

    card: FileCard
    changes: Changes | None


def load(
    directory: Path,
    loaders: Mapping[str, Loader],
    *,
    now: datetime,
    tell: Callable[[Loaded], None] = lambda outcome: None,
) -> tuple[Loaded, ...]:
    """Load every file of the snapshot in ``directory``, in the order of its manifest.

    Raises Refused at the first broken file: those before it are loaded, it has changed nothing, those after it wait.
    """
    done = []
    for card in read_manifest(directory).files:
        outcome = Loaded(card=card, changes=load_file(directory, card, loaders.get(card.name), now=now))
        tell(outcome)
        done.append(outcome)
    return tuple(done)


def load_file(directory: Path, card: FileCard, loader: Loader | None, *, now: datetime) -> Changes | None:
    """Load one file in one transaction; None when this very edition is already there. Raises Refused.

    The bytes of the file are read each time. Its fingerprint is compared last: a fault that has a line is said by it.
    """
    with transaction.atomic():
        edition = Edition.objects.filter(name=card.name).first()
        if edition and _same(edition, card) and _untouched(directory, card):
            return None
        table = read_table(directory, card, loader.columns) if loader else None
        changes = loader.write(table, _record(card, now)) if loader and table else Changes()
        check_fingerprint(directory, card)
        if table is None:
            _record(card, now)
        return changes


def _untouched(directory: Path, card: FileCard) -> bool:
    return hashlib.sha256(contents(directory, card)).hexdigest() == card.sha256


def _same(edition: Edition, card: FileCard) -> bool:
    held = (edition.sha256, edition.valid_from, edition.vintage, edition.source)
    return held == (card.sha256, card.starts_on, card.vintage, card.source)


def _record(card: FileCard, now: datetime) -> Edition:
    edition, _ = Edition.objects.update_or_create(
        name=card.name,
        defaults={
            "title": card.title,
            "vintage": card.vintage,
            "valid_from": card.starts_on,
            "as_of": card.describes,
            "source": card.source,
            "licence": card.licence,
            "sha256": card.sha256,
            "rows": card.rows,
            "loaded_at": now,
        },
    )
    return edition
