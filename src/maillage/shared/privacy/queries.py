"""Reads of personal data: the requests of people, everything held of one, and who read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.audit import queries as audit
from maillage.shared.privacy import durations, erasing, holdings, matching, policies, processings, tables
from maillage.shared.privacy.erasing import PlanLine
from maillage.shared.privacy.holdings import Held
from maillage.shared.privacy.matching import Match
from maillage.shared.privacy.mentions import Mention
from maillage.shared.privacy.models import RightsRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A person's request in the list: what it asks and by when; ``late``: past its day without an answer."""

    reference: str
    right: str
    received_on: date
    due_on: date
    answered_on: date | None
    erased_on: date | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One row, as the person may read it. ``withheld``: an internal note, that an export tells of without copying it."""

    number: int
    values: tuple[tuple[str, str], ...]
    withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTable:
    """What one table holds of a person, why, how long, where from and who reads it."""

    name: str
    purpose: str
    kept: str
    comes_from: str
    readers: str
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """A file of the person: what is held, who read it, what was written in it; ``stands``: why it may not be erased today."""

    holder: str
    title: str
    stands: str
    tables: tuple[HeldTable, ...]
    readings: tuple[audit.ReadingLine, ...]
    journal: tuple[audit.Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFile:
    """A person's request, with the files found, those recognised, and what erasing these would do."""

    line: RequestLine
    name: str
    email: str
    phone: str
    note: str
    answer: str
    matches: tuple[Match, ...]
    chosen: tuple[str, ...]
    files: tuple[PersonFile, ...]
    plan: tuple[PlanLine, ...]
    may_erase: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The texts of others that quote the person; ``ambiguous``: what also names somebody or something else (a member, an
    organisation, a commune), and is replaced nowhere."""

    mentions: tuple[Mention, ...]
    ambiguous: tuple[str, ...]


def requests(actor: Actor, on: date) -> tuple[RequestLine, ...]:
    """Every request of a person, the unanswered first, the most pressing first. Raises NotVisible."""
    _must_protect(actor)
    rows = [_line(row, on) for row in RightsRequest.objects.order_by("-received_on", "-pk")]
    return tuple(sorted(rows, key=lambda one: (one.answered_on is not None, one.due_on)))


def request_file(reference: str, actor: Actor, on: date) -> RequestFile:
    """A request with everything held of the person who made it. Raises NotVisible."""
    row = _row(reference, actor)
    roots = [root for name in row.holders if (root := _there(name)) is not None]
    erasable = [root for root in roots if not holdings.stands(root)]
    kept = {one.table: one.words for one in durations.listing(on)}
    asked = bool(row.name or row.email or row.phone)
    return RequestFile(
        line=_line(row, on),
        name=row.name,
        email=row.email,
        phone=row.phone,
        note=row.note,
        answer=row.answer,
        matches=matching.find(name=row.name, email=row.email, phone=row.phone) if asked else (),
        chosen=tuple(row.holders),
        files=tuple(_file(root, kept) for root in roots),
        plan=erasing.plan(erasable),
        may_erase=bool(erasable),
    )


def quoted(reference: str, actor: Actor) -> Quoted:
    """The texts of others that erasing would change. Reads every table where people write. Raises NotVisible."""
    roots = [root for name in _row(reference, actor).holders if (root := _there(name)) is not None]
    said, mentions = erasing.quoted([root for root in roots if not holdings.stands(root)])
    return Quoted(mentions=mentions, ambiguous=said.ambiguous)


def names_of(reference: str, actor: Actor) -> tuple[tuple[str, str], ...]:
    """The recognised files, as the reading log knows them. Raises NotVisible."""
    roots = (_there(name) for name in _row(reference, actor).holders)
    return tuple(holdings.public_name(root) for root in roots if root is not None)


def _file(root: models.Model, kept: Mapping[str, str]) -> PersonFile:
    return PersonFile(
        holder=holdings.holder(root),
        title=holdings.title(root),
        stands=holdings.stands(root),
        tables=tuple(_table(one, kept) for one in holdings.held(root)),
        readings=audit.readings_of((holdings.public_name(root),)),
        journal=audit.journal_of(holdings.holder(root)),
    )


def _table(one: Held, kept: Mapping[str, str]) -> HeldTable:
    facts = processings.of(one.model)
    decided = kept.get(one.model._meta.label_lower)
    said = str(one.declaration.kept.words)
    return HeldTable(
        name=tables.name(one.model),
        purpose=str(one.declaration.purpose),
        kept=f"{decided}, {said}" if decided else said,
        comes_from=str(facts.comes_from) if facts else "",
        readers=str(facts.readers) if facts else "",
        rows=tuple(
            HeldRow(
                number=int(row.pk) if str(row.pk).isdecimal() else 0,
                values=holdings.values(row, one.declaration),
                withheld=holdings.is_withheld(row, one.declaration),
            )
            for row in one.rows
        ),
    )


def _line(row: RightsRequest, on: date) -> RequestLine:
    return RequestLine(
        reference=row.reference,
        right=str(row.get_right_display()),
        received_on=row.received_on,
        due_on=row.due_on,
        answered_on=row.answered_on,
        erased_on=row.erased_on,
        late=row.answered_on is None and row.due_on < on,
    )


def _row(reference: str, actor: Actor) -> RightsRequest:
    _must_protect(actor)
    row = RightsRequest.objects.filter(reference=reference).first()
    if row is None:
        raise NotVisible(reference)
    return row


def _there(name: str) -> models.Model | None:
    try:
        return holdings.row_of(name)
    except NotVisible:
        return None


def _must_protect(actor: Actor) -> None:
    if not policies.protects(actor):
        raise NotVisible


def is_something_over(at: datetime) -> bool:
    """Whether a file has passed the duration decided for it."""
    return bool(durations.due(clock.day_of(at)))
