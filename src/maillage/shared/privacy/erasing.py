"""What erasing a person's files does, row by row: said before it is done, then done by the same plan."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.db import models, transaction
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.shared.files import operations as files
from maillage.shared.files.models import StoredFile
from maillage.shared.notices import transport
from maillage.shared.privacy import holdings, links, mentions, tables
from maillage.shared.privacy.holdings import Held
from maillage.shared.privacy.mentions import Mention, Words


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


def quoted(roots: Sequence[models.Model]) -> tuple[Words, tuple[Mention, ...]]:
    """How the person of these files may be named elsewhere, and the texts that do: but those that erasing takes away."""
    said = mentions.words(roots)
    gone: set[tuple[str, str]] = set()
    for one in (one for root in roots for one in holdings.held(root)):
        emptied = one.declaration.free_text if one.declaration.deleted else tuple(one.declaration.erased)
        gone |= {(f"{one.model._meta.label_lower}:{row.pk}", name) for row in one.rows for name in emptied}
    return said, tuple(one for one in mentions.find(said) if tuple(one.key.rsplit(":", 1)) not in gone)


def carry_out(
    roots: Sequence[models.Model], *, chosen: Collection[str] | None = None, at: datetime, actor: Actor
) -> tuple[str, ...]:
    """Erase these files; the names of all the files whose key must be destroyed.

    ``chosen``: the keys of the mentions that somebody read and had replaced in the files of others. None: nobody read them
    (a duration that is over), and only what is left in the files erased is replaced: others' words end with their own files.
    """
    said = mentions.words(roots)
    links.forget(roots, at=at, actor=actor)
    gone: list[str] = []
    found = [one for root in roots for one in holdings.held(root)]
    # What is deleted goes first, the stored files last: what points at them is protected.
    for one in sorted(found, key=lambda one: (not one.declaration.deleted, one.model is StoredFile)):
        for row in one.rows:
            if not one.declaration.holder and holdings.is_journalled(row):
                gone.append(holdings.holder(row))
            _erase(row, one, at=at, actor=actor)
    # A name of one word is replaced where somebody read it, and in the files that go.
    own = mentions.find(said, within=[row for one in found for row in one.rows])
    mentions.replace(said, dict.fromkeys([*(one.key for one in own), *(chosen or ())]))
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


def _forget_mails(said: Words) -> None:
    """Remove the mails written in a folder (an installation without a mail server) to the person, or that name it."""
    folder = transport.folder()
    if folder is None or not said:
        return
    transaction.on_commit(lambda: _remove(tuple(_naming(Path(folder), said))))


def _naming(folder: Path, said: Words) -> Iterator[Path]:
    for path in folder.glob("*.eml") if folder.is_dir() else ():
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        parts = (part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        if mentions.names_the_person(f"{mail['to']} {mail['subject']} {' '.join(parts)}", said):
            yield path


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
