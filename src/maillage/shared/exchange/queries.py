"""Reads: imports, their lines, what each cell says wrong, how the columns are read, and the file as it was typed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from maillage.kit import sheets
from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.exchange import kinds, policies, reading
from maillage.shared.exchange.enums import BatchState, RowState
from maillage.shared.exchange.models import Batch, ImportRow, MappingProfile
from maillage.shared.matching.queries import people

SHOWN = 50
LINES = 40


def written_by(batch: int, targets: Iterable[str]) -> frozenset[str]:
    """Of these records, those that lines of an import (primary key) wrote already."""
    rows = ImportRow.objects.filter(batch=batch, state=RowState.APPLIED, target__in=list(targets))
    return frozenset(rows.values_list("target", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many lines are in a state."""

    state: str
    label: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCard:
    """An import in a list."""

    public_id: str
    name: str
    state: str
    state_label: str
    source: str
    source_on: date | None
    sent_at: datetime
    sent_by: str
    is_fictional: bool
    lines: int
    counts: tuple[StateCount, ...]

    @property
    def running(self) -> bool:
        return self.state in policies.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChoice:
    """A field, and the column that fills it: its rank, None for none."""

    name: str
    label: str
    required: bool
    help: str
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """An import. ``headings``: (rank, title) of its columns; ``sheets``: to choose from; ``todo``: lines that a person settles."""

    card: BatchCard
    abilities: Abilities
    sheets: tuple[str, ...]
    sheet: str
    headings: tuple[tuple[int, str], ...]
    columns: tuple[ColumnChoice, ...]
    profiles: tuple[str, ...]
    reading: tuple[str, ...]
    fault: str
    applied_at: datetime | None
    undone_at: datetime | None
    ready: int
    applied: int
    todo: int

    @property
    def mapped(self) -> bool:
        return self.card.state != BatchState.RECEIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is wrong, or was left: ``field`` is its name, ``label`` its words; ``offered``: a value to put instead."""

    field: str
    label: str
    sentence: str
    offered: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A record that a line may be about."""

    ref: str
    title: str
    url: str
    percent: int
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A line: ``said``: its fields in words and as typed; ``target``: the record that it is about."""

    number: int
    state: str
    state_label: str
    said: tuple[tuple[str, str], ...]
    messages: tuple[Message, ...]
    choices: tuple[Choice, ...]
    target: Choice | None
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Some lines of an import, and how many answer."""

    lines: tuple[LineShown, ...]
    total: int
    page: int
    pages: int


def batches(kind: str, *, actor: Actor, most: int = SHOWN) -> tuple[BatchCard, ...]:
    """The imports that the actor sees, the last first."""
    found = list(Batch.objects.filter(policies.visible(actor), kind=kind)[:most])
    counted = _counts([row.pk for row in found])
    names = people(row.sent_by_id for row in found)
    return tuple(_card(row, counted.get(row.pk, {}), names) for row in found)


def batch(public_id: str, *, actor: Actor) -> BatchPage:
    """One import. Raises NotVisible."""
    row = _batch(public_id, actor)
    counts = _counts([row.pk]).get(row.pk, {})
    names: tuple[str, ...] = ()
    if row.file is not None and row.state == BatchState.RECEIVED:
        with row.file.path.open("rb") as file:
            names = reading.sheets(file, reading.suffix(row.file.media_type))
    kind = kinds.get(row.kind)
    return BatchPage(
        card=_card(row, counts, people([row.sent_by_id])),
        abilities=policies.abilities(actor, row),
        sheets=names if len(names) > 1 else (),
        sheet=row.sheet,
        headings=tuple(
            (rank, title or _("colonne %(rank)d") % {"rank": rank + 1})
            for rank, title in enumerate(row.headings)
        ),
        columns=tuple(
            ColumnChoice(
                name=field.name,
                label=field.label,
                required=field.required,
                help=field.help,
                rank=row.mapping.get(field.name),
            )
            for field in kind.fields()
        ),
        profiles=tuple(MappingProfile.objects.filter(kind=row.kind).values_list("title", flat=True)),
        reading=tuple(row.reading),
        fault=row.fault,
        applied_at=row.applied_at,
        undone_at=row.undone_at,
        ready=counts.get(RowState.MATCH, 0) + counts.get(RowState.NEW, 0),
        applied=counts.get(RowState.APPLIED, 0),
        todo=counts.get(RowState.DOUBTFUL, 0) + counts.get(RowState.ERROR, 0),
    )


def lines(public_id: str, on: date, *, actor: Actor, state: str = "", page: int = 1) -> Lines:
    """The lines of an import, in the order of the file; ``state``: those in that state only."""
    row = _batch(public_id, actor)
    found = row.rows.order_by("line")
    if state in RowState.values:
        found = found.filter(state=state)
    total = found.count()
    pages = max(1, -(-total // LINES))
    page = min(max(1, page), pages)
    shown = list(found[(page - 1) * LINES : page * LINES])
    kind = kinds.get(row.kind)
    refs = {one.target for one in shown if one.target} | {
        candidate[0] for one in shown for candidate in one.candidates
    }
    titles = kind.titles(refs, actor, on)
    labels = {field.name: field.label for field in kind.fields()}
    return Lines(
        lines=tuple(_line(one, row.mapping, labels, titles) for one in shown),
        total=total,
        page=page,
        pages=pages,
    )


def export(public_id: str, *, actor: Actor) -> tuple[str, Iterator[str]]:
    """The lines in the columns of the file, corrected where they were, with what became of each: a name, and the text. No cell
    is a formula for the spreadsheet that opens it. Raises NotVisible."""
    row = _batch(public_id, actor)
    name = f"{row.name.rpartition('.')[0] or row.name} - relu.csv"

    def told() -> Iterator[str]:
        width = len(row.headings)
        yield sheets.BOM + sheets.line(*row.headings, _("Ce qu'elle est devenue"), _("Remarques"))
        for one in row.rows.order_by("line").iterator(chunk_size=2_000):
            cells = [*one.cells, *[""] * (width - len(one.cells))][:width]
            remarks = " ".join(message[1] for message in one.messages)
            yield sheets.line(*cells, str(RowState(one.state).label), remarks)

    return name, told()


def profiles(kind: str) -> Mapping[str, Mapping[str, str]]:
    """The profiles of a kind: by source, field → heading."""
    return {row.title: row.columns for row in MappingProfile.objects.filter(kind=kind)}


def _batch(public_id: str, actor: Actor) -> Batch:
    row = Batch.objects.filter(policies.visible(actor), public_id=public_id).select_related("file").first()
    if row is None:
        raise NotVisible(public_id)
    return row


def _counts(pks: list[int]) -> dict[int, dict[str, int]]:
    told: dict[int, dict[str, int]] = {}
    found = ImportRow.objects.filter(batch__in=pks).order_by()
    for pk, state, number in found.values_list("batch", "state").annotate(number=Count("pk")):
        told.setdefault(pk, {})[state] = number
    return told


def _card(row: Batch, counts: Mapping[str, int], names: Mapping[int | None, str]) -> BatchCard:
    return BatchCard(
        public_id=row.public_id,
        name=row.name,
        state=row.state,
        state_label=str(BatchState(row.state).label),
        source=row.source,
        source_on=row.source_on,
        sent_at=row.sent_at,
        sent_by=names.get(row.sent_by_id, ""),
        is_fictional=row.is_fictional,
        lines=sum(counts.values()),
        counts=tuple(
            StateCount(state=state.value, label=str(state.label), number=counts[state.value])
            for state in RowState
            if counts.get(state.value)
        ),
    )


def _line(
    row: ImportRow,
    mapping: Mapping[str, int],
    labels: Mapping[str, str],
    titles: Mapping[str, tuple[str, str]],
) -> LineShown:
    def typed(field: str) -> str:
        rank = mapping.get(field)
        return row.cells[rank] if rank is not None and rank < len(row.cells) else ""

    def choice(ref: str, probability: float, reasons: list[list[str]]) -> Choice:
        title, url = titles.get(ref, ("", ""))
        return Choice(
            ref=ref,
            title=title or _("une fiche hors de votre périmètre"),
            url=url,
            percent=round(100 * probability),
            reasons=tuple((words, side) for words, side in reasons),
        )

    choices = tuple(choice(*one) for one in row.candidates)
    known = next((one for one in choices if one.ref == row.target), None)
    return LineShown(
        number=row.line,
        state=row.state,
        state_label=str(RowState(row.state).label),
        said=tuple((labels[name], typed(name)) for name in mapping if name in labels and typed(name)),
        messages=tuple(
            Message(
                field=field,
                label=labels.get(field, ""),
                sentence=sentence,
                offered=offered,
                typed=typed(field) if field else "",
            )
            for field, sentence, offered in row.messages
        ),
        choices=choices,
        target=known or (choice(row.target, 1.0, []) if row.target else None),
        settled=row.settled,
    )
