"""What erasing a person's files does, row by row: said before it is done, then done by the same plan."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.shared.files import operations as files
from maillage.shared.files.models import StoredFile
from maillage.shared.notices import transport
from maillage.shared.privacy import holdings, tables
from maillage.shared.privacy.holdings import Held

ERASED = "[effacé]"
JOURNAL = ("audit",)
"""Apps whose rows are never rewritten: what they hold of a person is sealed, and its key is destroyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """What becomes of the rows of one table. ``fate``: "deleted", "emptied" or "kept"; ``why``: what stays, and why."""

    table: str
    rows: int
    fate: str
    columns: tuple[str, ...]
    why: str

    @property
    def words(self) -> str:
        """The fate, as a sentence of the page."""
        return {
            "deleted": _("supprimé"),
            "emptied": _("vidé de ce qui parle de la personne"),
            "kept": _("gardé"),
        }[self.fate]


def plan(roots: Iterable[models.Model]) -> tuple[PlanLine, ...]:
    """What erasing these files would do, table by table."""
    merged: dict[type[models.Model], list[Held]] = {}
    for root in roots:
        for one in holdings.held(root):
            merged.setdefault(one.model, []).append(one)
    return tuple(_line(model, found) for model, found in merged.items())


def _line(model: type[models.Model], found: Sequence[Held]) -> PlanLine:
    said = found[0].declaration
    fate = "deleted" if said.deleted else "emptied" if said.erased else "kept"
    named = said.fields if said.deleted else tuple(name for name in said.fields if name in said.erased)
    return PlanLine(
        table=tables.name(model),
        rows=len({row.pk for one in found for row in one.rows}),
        fate=fate,
        columns=tuple(str(model._meta.get_field(name).verbose_name) for name in named),  # type: ignore[union-attr]
        why=str(said.stays),
    )


def carry_out(roots: Sequence[models.Model], *, at: datetime, actor: Actor) -> tuple[str, ...]:
    """Erase these files; the names of all the files whose key must be destroyed. Mentions elsewhere are replaced too."""
    said = {text for root in roots for text in holdings.strings(root)}
    gone: list[str] = []
    found = [one for root in roots for one in holdings.held(root)]
    # What is deleted goes first, the stored files last: what points at them is protected.
    for one in sorted(found, key=lambda one: (not one.declaration.deleted, one.model is StoredFile)):
        for row in one.rows:
            if not one.declaration.holder and holdings.is_journalled(row):
                gone.append(holdings.holder(row))
            _erase(row, one, at=at, actor=actor)
    _forget_mentions(tuple(sorted(said, key=len, reverse=True)))
    _forget_mails(said)
    return tuple(dict.fromkeys(gone))


def _erase(row: models.Model, one: Held, *, at: datetime, actor: Actor) -> None:
    if isinstance(row, StoredFile):
        files.delete(row, at=at, actor=actor)
    elif one.declaration.deleted:
        # By its key: a session or a mail may have gone meanwhile.
        for found in one.model._base_manager.filter(pk=row.pk):
            found.delete()
    elif one.declaration.erased:
        for name, value in one.declaration.erased.items():
            setattr(row, name, value.replace("{pk}", str(row.pk)) if isinstance(value, str) else value)
        row.save(update_fields=list(one.declaration.erased))


def _forget_mentions(said: Sequence[str]) -> None:
    """Replace these addresses, telephones and names wherever words may hold them, but in the columns that name others."""
    if not said:
        return
    written = {form: text for text in said for form in (text, json.dumps(text)[1:-1])}
    for model, column in holdings.every_text_column():
        if not model._meta.managed or model._meta.app_label in JOURNAL:
            continue
        found = tables.declaration(model)
        if found is not None and column.name in found.names:
            continue
        _forget_in(model, column, written)


def _forget_in(model: type[models.Model], column: models.Field[Any, Any], written: dict[str, str]) -> None:
    name = column.name
    wanted = models.Q(pk__in=())
    for form in written:
        wanted |= models.Q(as_text__icontains=form)
    as_text: Any = F(name) if not isinstance(column, models.JSONField) else Cast(name, models.TextField())
    for row in model._base_manager.annotate(as_text=as_text).filter(wanted):
        setattr(row, name, _without(getattr(row, name), tuple(written.values()), column.max_length))
        row.save(update_fields=[name])


def _without(value: Any, said: Sequence[str], longest: int | None) -> Any:
    """A value, text or JSON, without these strings, in whatever case they are written."""
    if isinstance(value, str):
        for text in said:
            while (start := value.lower().find(text.lower())) >= 0:
                value = value[:start] + ERASED + value[start + len(text) :]
        return value[:longest]
    if isinstance(value, list):
        return [_without(one, said, None) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, said, None) for key, one in value.items()}
    return value


def _forget_mails(said: set[str]) -> None:
    """Remove the mails written in a folder (an installation without a mail server) that name the person."""
    folder = transport.folder()
    if folder is None or not said:
        return
    transaction.on_commit(lambda: _remove(tuple(_naming(Path(folder), said))))


def _naming(folder: Path, said: set[str]) -> Iterator[Path]:
    from email import message_from_bytes, policy

    for path in folder.glob("*.eml") if folder.is_dir() else ():
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        parts = (part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        text = f"{path.name} {mail['to']} {mail['subject']} {' '.join(parts)}".lower()
        if any(one.lower() in text for one in said):
            yield path


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
