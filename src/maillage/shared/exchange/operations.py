"""Writes: receive a file, say what its columns are, settle its lines, apply it, stop it, undo it."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import enqueue
from maillage.kit.operation import operation
from maillage.kit.text import searchable, typed
from maillage.shared.exchange import kinds, policies, raw_lines, reading, running, untaken
from maillage.shared.exchange.cells import WrongCell
from maillage.shared.exchange.enums import BatchState, RowState
from maillage.shared.exchange.models import Batch, ImportRow, MappingProfile
from maillage.shared.files import operations as files

AT_ONCE = 400
"""Lines that a page reads or applies itself; beyond, the work goes on in the background."""
SMALL = 200_000
"""Bytes that a page reads itself."""
NEW, SKIP = "new", "skip"


@operation("exchange.receive")
def receive(
    kind: str, upload: UploadedFile, *, at: datetime, actor: Actor, most_bytes: int | None = None
) -> Batch:
    """Keep a file to import, of ``most_bytes`` at most. Raises Refused when it is damaged, too long, no spreadsheet, or for who may not import."""
    policies.demand(kind, actor)
    try:
        stored = files.store(upload, at=at, actor=actor, most_bytes=most_bytes)
    except Refused as refused:
        raise untaken.said(refused, upload.file) from refused
    suffix = reading.suffix(stored.media_type)
    with stored.path.open("rb") as file:
        names = reading.sheets(file, suffix)
    batch = Batch.objects.create(
        public_id=secrets.token_urlsafe(12),
        kind=kind,
        name=stored.name,
        file=stored,
        sheet="" if len(names) > 1 else (names[0][:80] if names else ""),
        source_on=day_of(at),
        sent_at=at,
        sent_by_id=actor.user,
        organization=actor.organization,
    )
    if len(names) < 2:
        _headed(batch)
    return batch


@operation("exchange.choose_sheet")
def choose_sheet(public_id: str, sheet: str, *, at: datetime, actor: Actor) -> Batch:
    """Say which sheet of a spreadsheet is read. Raises Refused for one that it does not have."""
    batch = _locked(public_id, actor)
    if batch.file is None or sheet not in sheets(batch):
        raise Refused(
            "exchange.no_sheet",
            _("Ce classeur n'a pas de feuille « %(sheet)s ».") % {"sheet": sheet},
            way_out=_("Choisissez l'une de ses feuilles."),
            field="sheet",
        )
    batch.sheet = sheet[:80]
    _headed(batch)
    return batch


def sheets(batch: Batch) -> tuple[str, ...]:
    """The sheets of a file received."""
    if batch.file is None:
        return ()
    with batch.file.path.open("rb") as file:
        return reading.sheets(file, reading.suffix(batch.file.media_type))


def _headed(batch: Batch) -> None:
    """Read the headings of a file, and guess what they mean."""
    assert batch.file is not None
    fields = kinds.get(batch.kind).fields()
    profiles = list(MappingProfile.objects.filter(kind=batch.kind))
    known = {text for field in fields for text in field.named()}
    known |= {searchable(text) for profile in profiles for text in profile.columns.values()}
    with batch.file.path.open("rb") as file:
        found = reading.lines(file, reading.suffix(batch.file.media_type), batch.sheet, raw_lines.Notes())
        line = reading.headings(found, known)
    batch.headings = line.cells
    batch.reading = raw_lines.Notes(headings=line.number).sentences()
    batch.mapping = kinds.guessed(fields, batch.headings)
    for profile in profiles:
        saved = kinds.guessed(fields, batch.headings, profile.columns)
        if len(profile.columns) == len(saved) > len(batch.mapping):
            batch.mapping, batch.source = saved, profile.title
    batch.save()


@operation("exchange.map_columns")
def map_columns(
    public_id: str,
    mapping: Mapping[str, int],
    *,
    source: str,
    source_on: date | None,
    remember: bool = False,
    at: datetime,
    actor: Actor,
) -> Batch:
    """Say which column fills which field, and where the file comes from; then its lines are read. ``remember``: keep the columns
    for the next file of this source. Lines read before with other columns are read again. Raises Refused."""
    batch = _locked(public_id, actor)
    _allowed(batch, "map", actor)
    kind = kinds.get(batch.kind)
    named = {field.name: field for field in kind.fields()}
    chosen = {
        name: rank for name, rank in mapping.items() if name in named and 0 <= rank < len(batch.headings)
    }
    for name, field in named.items():
        if field.required and name not in chosen:
            raise Refused(
                "exchange.no_column",
                _("Aucune colonne ne donne « %(field)s ».") % {"field": field.label},
                way_out=_("Désignez la colonne qui le contient."),
                field=name,
            )
    if len(set(chosen.values())) < len(chosen):
        raise Refused(
            "exchange.column_twice",
            _("Une même colonne sert à deux informations."),
            way_out=_("Gardez-la pour une seule."),
            field="mapping",
        )
    batch.mapping, batch.source = chosen, typed(source)[:200]
    batch.source_on = source_on or day_of(batch.sent_at)
    batch.state, batch.fault = BatchState.READING, ""
    batch.save()
    ImportRow.objects.filter(batch=batch).delete()
    if remember and batch.source:
        MappingProfile.objects.update_or_create(
            kind=batch.kind,
            title=batch.source[:120],
            defaults={
                "columns": {name: batch.headings[rank] for name, rank in chosen.items()},
                "saved_at": at,
            },
        )
    enqueue(running.run, batch.pk)
    return batch


@operation("exchange.settle")
def settle(public_id: str, line: int, answer: str, *, at: datetime, actor: Actor) -> ImportRow:
    """Say what a line is about: the reference of a record, « new » or « skip ». What is said of a doubtful line is remembered
    for the next file. Raises Refused, NotVisible."""
    batch = _locked(public_id, actor)
    _allowed(batch, "settle", actor)
    row = _row(batch, line)
    if row.state in (RowState.APPLIED, RowState.UNDONE) or (row.state == RowState.ERROR and answer != SKIP):
        raise Refused(
            "exchange.not_to_settle",
            _("La ligne %(line)d n'est pas, ou plus, à trancher.") % {"line": line},
            way_out=_("Relisez la page : quelqu'un l'a peut-être tranchée."),
        )
    refs = [candidate[0] for candidate in row.candidates]
    if answer == SKIP:
        row.state = RowState.SKIPPED
    elif answer == NEW:
        row.state, row.target = RowState.NEW, ""
    elif answer in refs:
        row.state, row.target = RowState.MATCH, answer
    else:
        raise Refused(
            "exchange.no_answer",
            _("Dites de quelle fiche parle la ligne %(line)d, ou qu'elle est nouvelle.") % {"line": line},
            way_out=_("Choisissez l'une des réponses."),
        )
    row.settled = True
    row.save(update_fields=["state", "target", "settled"])
    if answer != SKIP and refs:
        kind = kinds.get(batch.kind)
        fields, _messages = running.parsed(kind, batch.mapping, row.cells)
        others = [ref for ref in refs if ref != row.target]
        kind.settle(kinds.Line(number=row.line, fields=fields), row.target, others, actor, at)
    return row


@operation("exchange.correct")
def correct(public_id: str, line: int, field: str, value: str, *, at: datetime, actor: Actor) -> ImportRow:
    """Write another value in a cell of a line in error; the line is read again. Raises Refused when it is wrong too."""
    batch = _locked(public_id, actor)
    _allowed(batch, "settle", actor)
    row = _row(batch, line)
    kind = kinds.get(batch.kind)
    named = {one.name: one for one in kind.fields()}
    rank = batch.mapping.get(field)
    if row.state != RowState.ERROR or field not in named or rank is None:
        raise Refused(
            "exchange.not_to_correct",
            _("Cette cellule n'est pas, ou plus, à corriger."),
            way_out=_("Relisez la page."),
        )
    try:
        if value.strip():
            named[field].parse(value)
    except WrongCell as wrong:
        raise Refused(
            "exchange.wrong_cell",
            str(wrong),
            way_out=_("Écrivez une autre valeur, ou videz-la."),
            field="value",
        ) from None
    row.cells = [*row.cells, *[""] * (rank + 1 - len(row.cells))]
    row.cells[rank] = value.strip()
    # What the file itself said wrong (a formula, a merged cell) is only known while it is read: other cells keep it.
    others = [message for message in row.messages if message[0] != field]
    fields, messages = running.parsed(kind, batch.mapping, row.cells)
    wrong_still = {message[0] for message in messages}
    row.messages = [*messages, *(one for one in others if one[0] and one[0] not in wrong_still | set(fields))]
    row.digest = running.digest(batch.kind, fields)
    if not row.messages:
        found = list(kind.match([kinds.Line(number=row.line, fields=fields)], actor, day_of(at)))
        running.place(row, found[0])
    row.save()
    return row


@operation("exchange.apply")
def apply(public_id: str, *, at: datetime, actor: Actor) -> Batch:
    """Apply the lines that are ready: matched and new ones. Doubtful ones and errors wait. Raises Refused."""
    batch = _locked(public_id, actor)
    _allowed(batch, "apply", actor)
    ready = batch.rows.filter(state__in=(RowState.MATCH, RowState.NEW)).count()
    if not ready:
        raise Refused(
            "exchange.nothing",
            _("Aucune ligne n'est prête : il n'y a rien à appliquer."),
            way_out=_("Tranchez une ligne douteuse ou corrigez une erreur d'abord."),
        )
    batch.state, batch.fault = BatchState.APPLYING, ""
    batch.applied_at = batch.applied_at or at
    batch.save(update_fields=["state", "fault", "applied_at"])
    enqueue(running.run, batch.pk)
    return batch


@operation("exchange.cancel")
def cancel(public_id: str, *, at: datetime, actor: Actor) -> Batch:
    """Stop the work: what is applied stays applied, and can be undone or gone on with."""
    batch = _locked(public_id, actor)
    _allowed(batch, "cancel", actor)
    reading_still = batch.state in (BatchState.READING, BatchState.MATCHING)
    if reading_still:
        ImportRow.objects.filter(batch=batch).delete()
    batch.state = BatchState.RECEIVED if reading_still else BatchState.CANCELLED
    batch.save(update_fields=["state"])
    return batch


@operation("exchange.undo", act=True)
def undo(public_id: str, *, at: datetime, actor: Actor) -> Batch:
    """Take back everything that an import wrote, but what somebody changed since. Raises Refused."""
    batch = _locked(public_id, actor)
    _allowed(batch, "undo", actor)
    batch.state, batch.fault = BatchState.UNDOING, ""
    batch.save(update_fields=["state", "fault"])
    enqueue(running.run, batch.pk)
    return batch


def go_on(public_id: str, *, at: datetime, actor: Actor) -> None:
    """Do at once what was just asked, when it is small, so that the page shows it done; the rest is for the background, and so
    is what a process that dies here leaves. To call once the request itself is kept."""
    batch = Batch.objects.filter(policies.visible(actor), public_id=public_id).select_related("file").first()
    if batch is None or batch.state not in policies.RUNNING:
        return
    if batch.state in (BatchState.READING, BatchState.MATCHING):
        small = batch.file is not None and batch.file.size < SMALL
    else:
        waiting = (RowState.APPLIED,) if batch.state == BatchState.UNDOING else (RowState.MATCH, RowState.NEW)
        small = batch.rows.filter(state__in=waiting).count() <= AT_ONCE
    if small:
        running.go_on(batch.pk, at=at)


def _locked(public_id: str, actor: Actor) -> Batch:
    batch = (
        Batch.objects.select_for_update(of=("self",))
        .select_related("file")
        .filter(policies.visible(actor), public_id=public_id)
        .first()
    )
    if batch is None:
        raise NotVisible(public_id)
    return batch


def _allowed(batch: Batch, verb: str, actor: Actor) -> None:
    if not (ability := policies.abilities(actor, batch)[verb]).allowed:
        raise Refused("exchange.refused", ability.reason, way_out=_("Relisez la page de l'import."))


def _row(batch: Batch, line: int) -> ImportRow:
    row = ImportRow.objects.select_for_update().filter(batch=batch, line=line).first()
    if row is None:
        raise NotVisible(line)
    return row
