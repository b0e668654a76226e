"""The long work on a file, a few lines at a time: read, apply, undo. Each step is kept before the next: a process that is killed
takes up where the last kept step ended, and no line is ever half done."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit import clock
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.clock import day_of
from maillage.kit.errors import ManyRefused, Refused
from maillage.kit.jobs import job
from maillage.kit.operation import operation
from maillage.shared.access.queries import actor_of
from maillage.shared.exchange import kinds, raw_lines, reading, tracking
from maillage.shared.exchange.cells import WrongCell
from maillage.shared.exchange.enums import READY, BatchState, RowState
from maillage.shared.exchange.models import Batch, ImportRow

READ_AT_ONCE = 2_000
"""Lines read and kept in one step."""
MATCHED_AT_ONCE = 20_000
"""Lines matched in one step: the register is read once for all of them."""
WRITTEN_AT_ONCE = 50
Message = list[str]


@job("exchange.run")
def run(pk: int) -> None:
    """Go on with what an import was asked: read, apply or undo it."""
    go_on(pk, at=clock.now())


def go_on(pk: int, *, at: datetime) -> None:
    """Go on until the work is done, or somebody stops it."""
    while step(pk, at=at):
        continue


def step(pk: int, *, at: datetime) -> bool:
    """One step of what the import is at; whether another may follow."""
    batch = Batch.objects.filter(pk=pk).first()
    if batch is None:
        return False
    try:
        if batch.state == BatchState.READING:
            return read_lines(pk, actor=acting(batch))
        if batch.state == BatchState.MATCHING:
            return match_some(pk, at=at, actor=acting(batch))
        if batch.state == BatchState.APPLYING:
            return apply_some(pk, at=at, actor=acting(batch))
        if batch.state == BatchState.UNDOING:
            return undo_some(pk, at=at, actor=acting(batch))
    except Refused as refused:
        stop(pk, str(refused), at=at, actor=acting(batch))
    return False


def acting(batch: Batch) -> Actor:
    """Who the work is for: the person who sent the file."""
    return Actor(
        ActorKind.IMPORT,
        batch.name,
        user=batch.sent_by_id,
        organization=batch.organization,
    )


def sender(batch: Batch, on: date) -> Actor:
    """Whoever sent the file, with its rights of that day; the work itself when nobody did (the terminal)."""
    if batch.sent_by is None:
        return acting(batch)
    return actor_of(batch.sent_by, batch.organization, on=on)


@operation("exchange.stop")
def stop(pk: int, sentence: str, *, at: datetime, actor: Actor) -> None:
    """What could not go on says why."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    batch.fault = sentence[:300]
    batch.state = BatchState.CANCELLED if batch.rows.exists() else BatchState.RECEIVED
    batch.save(update_fields=["fault", "state"])


def read_lines(pk: int, *, actor: Actor, most: int = READ_AT_ONCE) -> bool:
    """Read a file once, from its first line that is not kept yet, and keep its lines a few at a time."""
    batch = Batch.objects.select_related("file").get(pk=pk)
    if batch.file is None:
        raise Refused(
            "exchange.no_file",
            _("Le fichier n'est plus conservé."),
            way_out=_("Envoyez-le de nouveau."),
        )
    after = batch.rows.aggregate(last=Max("line"))["last"] or 0
    notes = raw_lines.Notes()
    with batch.file.path.open("rb") as file:
        found = reading.lines(file, reading.suffix(batch.file.media_type), batch.sheet, notes)
        notes.headings = reading.skip_headings(found, batch.headings)
        fresh = (line for line in found if line.number > after)
        while chunk := list(islice(fresh, most)):
            if not keep_lines(pk, chunk, actor=actor):
                return False
    end_reading(pk, notes.sentences(), actor=actor)
    return True


@operation("exchange.read_lines")
def keep_lines(pk: int, lines: Sequence[raw_lines.RawLine], *, actor: Actor) -> bool:
    """Keep lines as typed, with what is wrong in their cells, and whether they were imported before; False when somebody
    stopped the reading."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    if batch.state != BatchState.READING:
        return False
    kind = kinds.get(batch.kind)
    rows = []
    for line in lines:
        fields, messages = parsed(kind, batch.mapping, line.cells, line.faults)
        rows.append(
            ImportRow(
                batch=batch,
                line=line.number,
                cells=line.cells,
                digest=digest(batch.kind, fields),
                messages=messages,
                state=RowState.ERROR if messages else RowState.READ,
            )
        )
    _recognise(batch, rows)
    ImportRow.objects.bulk_create(rows, batch_size=500)
    return True


@operation("exchange.end_reading")
def end_reading(pk: int, told: Sequence[str], *, actor: Actor) -> None:
    """Every line is kept: they are matched next."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    if batch.state == BatchState.READING:
        batch.state, batch.reading, batch.fault = BatchState.MATCHING, list(told), ""
        batch.save(update_fields=["state", "reading", "fault"])


def match_some(pk: int, *, at: datetime, actor: Actor, most: int = MATCHED_AT_ONCE) -> bool:
    """Say of the next lines which record each is about, among those that the sender may find by what it typed: a file is not a
    way to learn who is in the network. Comparing holds no lock: others write meanwhile."""
    batch = Batch.objects.select_related("sent_by").get(pk=pk)
    kind = kinds.get(batch.kind)
    rows = list(batch.rows.filter(state=RowState.READ).order_by("line")[:most])
    lines = [kinds.Line(number=row.line, fields=parsed(kind, batch.mapping, row.cells)[0]) for row in rows]
    for row, found in zip(rows, kind.match(lines, sender(batch, day_of(at)), day_of(at)), strict=True):
        place(row, found)
    return keep_matches(pk, rows, last=len(rows) < most, actor=actor)


@operation("exchange.match_lines")
def keep_matches(pk: int, rows: Sequence[ImportRow], *, last: bool, actor: Actor) -> bool:
    """Keep what lines are about; whether others remain. Nothing is kept when somebody stopped the work."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    if batch.state != BatchState.MATCHING:
        return False
    ImportRow.objects.bulk_update(rows, ["state", "target", "messages", "candidates"], batch_size=500)
    if last:
        batch.state = BatchState.PREVIEWED
        batch.save(update_fields=["state"])
    return not last


def place(row: ImportRow, found: kinds.Found) -> None:
    """Say on a line what was found of it."""
    row.state, row.target = found.state, found.target
    row.messages = [list(message) for message in found.messages]
    row.candidates = [
        [one.ref, round(one.probability, 4), [list(reason) for reason in one.reasons]]
        for one in found.candidates
    ]


def parsed(
    kind: kinds.Kind,
    mapping: Mapping[str, int],
    cells: Sequence[str],
    faults: Mapping[int, tuple[str, str]] | None = None,
) -> tuple[dict[str, str], list[Message]]:
    """The fields of a line, and what is wrong: [field, sentence, value offered]."""
    fields: dict[str, str] = {}
    messages: list[Message] = []
    for field in kind.fields():
        rank = mapping.get(field.name)
        if rank is None:
            continue
        if faults and rank in faults:
            messages.append([field.name, *faults[rank]])
            continue
        cell = cells[rank] if rank < len(cells) else ""
        if not cell.strip():
            if field.required:
                messages.append(
                    [field.name, _("%(field)s : la cellule est vide.") % {"field": field.label}, ""]
                )
            continue
        try:
            fields[field.name] = field.parse(cell)
        except WrongCell as wrong:
            messages.append([field.name, str(wrong), wrong.offered])
    return fields, messages


def digest(kind: str, fields: Mapping[str, str]) -> str:
    """What a line says, in 64 characters: the same for the same line of another file."""
    told = json.dumps([kind, sorted(fields.items())], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _recognise(batch: Batch, rows: Sequence[ImportRow]) -> None:
    """Set aside the lines that another import applied, and those that this file says twice."""
    asked = [row for row in rows if row.state != RowState.ERROR]
    held: dict[str, str] = {}
    for digests in _chunks([row.digest for row in asked]):
        known = ImportRow.objects.filter(digest__in=digests, batch__kind=batch.kind)
        for value, name in known.filter(state=RowState.APPLIED).values_list("digest", "batch__name"):
            held[value] = _("Déjà appliquée par l'import « %(name)s ».") % {"name": name}
        for value, line in known.filter(batch=batch).values_list("digest", "line"):
            held.setdefault(value, _twice(line))
    for row in asked:
        if sentence := held.get(row.digest):
            row.state, row.messages = RowState.ALREADY, [["", sentence, ""]]
        else:
            held[row.digest] = _twice(row.line)


def _twice(line: int) -> str:
    return _("Dit la même chose que la ligne %(line)d.") % {"line": line}


@operation("exchange.apply_lines")
def apply_some(pk: int, *, at: datetime, actor: Actor, most: int = WRITTEN_AT_ONCE) -> bool:
    """Apply the next lines that are ready; each whole, or not at all."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    if batch.state != BatchState.APPLYING:
        return False
    kind = kinds.get(batch.kind)
    origin = kinds.Origin(
        source=batch.source or batch.name,
        on=batch.source_on or day_of(batch.sent_at),
        file=batch.name,
        batch=batch.pk,
        is_fictional=batch.is_fictional,
    )
    rows = list(batch.rows.filter(state__in=READY).order_by("line")[:most])
    for row in rows:
        fields, _messages = parsed(kind, batch.mapping, row.cells)
        line = kinds.Line(number=row.line, fields=fields)
        try:
            with transaction.atomic():
                done = kind.write(line, row.target, origin, actor, at)
        except Refused as refused:
            row.state, row.messages = RowState.ERROR, _told(batch.kind, fields, refused)
        except ManyRefused as many:
            row.state, row.messages = RowState.ERROR, _told(batch.kind, fields, *many.refusals)
        else:
            row.state, row.target, row.made = RowState.APPLIED, done.target, list(done.made)
        # One by one: what a line wrote, the next ones ask (``queries.written_by``).
        row.save(update_fields=["state", "target", "made", "messages"])
    if len(rows) < most:
        batch.state = BatchState.APPLIED
        batch.save(update_fields=["state"])
        return False
    return True


def _told(kind: str, fields: Mapping[str, str], *refusals: Refused) -> list[Message]:
    """What operations refused of a line, each on the cell that it speaks of, on the line as a whole where it has none."""
    return [[kinds.refused_field(kind, one.field or "", fields), str(one), ""] for one in refusals]


@operation("exchange.undo_lines")
def undo_some(pk: int, *, at: datetime, actor: Actor, most: int = WRITTEN_AT_ONCE) -> bool:
    """Take back the next lines, the last applied first; what somebody changed since stays, and is told on its line. A line whose
    record was merged into another waits for that merge to be undone."""
    batch = Batch.objects.select_for_update().get(pk=pk)
    if batch.state != BatchState.UNDOING:
        return False
    applied = batch.rows.filter(state=RowState.APPLIED)
    rows = list(applied.exclude(target__in=tracking.merged_since(at)).order_by("-line")[:most])
    for row in rows:
        left = tracking.take_back(row.made)
        row.state, row.made = RowState.UNDONE, []
        row.messages = [["", sentence, ""] for sentence in left]
    ImportRow.objects.bulk_update(rows, ["state", "made", "messages"])
    if len(rows) == most:
        return True
    wait = _(
        "Sa fiche a été fusionnée dans une autre : défaites d'abord la fusion, puis de nouveau l'import."
    )
    if held := applied.update(messages=[["", wait, ""]]):
        batch.state = BatchState.APPLIED
        batch.fault = ngettext(
            "%(lines)d ligne à défaire encore : sa fiche a été fusionnée dans une autre.",
            "%(lines)d lignes à défaire encore : leurs fiches ont été fusionnées dans d'autres.",
            held,
        ) % {"lines": held}
    else:
        batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["state", "fault", "undone_at"])
    return False


def _chunks(values: list[Any], size: int = 500) -> Iterator[list[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))
