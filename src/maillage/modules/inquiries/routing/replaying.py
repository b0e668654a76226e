"""A draft replayed on past requests: which ones would have gone elsewhere, which rows catch nothing (issue 3, H-048).

Each request is routed again as it was: what it had said, on the day it came. The number of queries does not depend on how
many requests there are, nor on how many days they came: only on how many different activities, old codes and maps of
the territory they name.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils import translation

from maillage.engines import rules as engine
from maillage.engines.territory import Place, contains, parse
from maillage.kit.db.once import reading
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import LeadReason
from maillage.modules.inquiries.models import Inquiry, LeadChange, RoutingTable
from maillage.modules.inquiries.routing.deciding import Judge, Row
from maillage.modules.inquiries.routing.facts import Asked, FactReader
from maillage.modules.inquiries.routing.tables import digest
from maillage.modules.schemes.adapters.rules import lexicon
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Unit
from maillage.shared.territories import queries as territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A request that the draft would have sent elsewhere. ``because``: the row of the draft and what it met, or why none."""

    reference: str
    company: str
    received_on: datetime.date
    subject: str
    place: str
    before_unit: str
    after_unit: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowUse:
    """What a row of the draft caught. ``hidden_by``: the rank of an earlier row that takes everything this one could;
    None when no row does."""

    rank: int
    label: str
    unit: str
    caught: int
    hidden_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A table on the requests received from ``since`` to ``until``, both included. ``kept``: entered and kept by an
    officer, so routed by nobody and left out of ``total``. ``digest`` names the content that was replayed."""

    since: datetime.date
    until: datetime.date
    total: int
    kept: int
    by_rule: int
    moved: tuple[Moved, ...]
    rows: tuple[RowUse, ...]
    digest: str

    @property
    def idle(self) -> tuple[RowUse, ...]:
        """The rows that catch no request of the period."""
        return tuple(row for row in self.rows if row.caught == 0)


@dataclass(frozen=True, slots=True)
class _Change:
    inquiry: Inquiry
    asked: Asked
    place: Place | None
    before: str
    after: str
    row: Row | None


def replay(table: RoutingTable, since: datetime.date, until: datetime.date) -> Replay:
    """What a table would have changed for the requests received between two days, both included."""
    with reading():
        return _replay(table, since, until)


def _replay(table: RoutingTable, since: datetime.date, until: datetime.date) -> Replay:
    judge = Judge(table)
    reader = FactReader(wanted=judge.keys)
    # What an officer enters and keeps is written so from the start: no rule was asked.
    kept = set(
        LeadChange.objects.filter(
            reason=LeadReason.ENTERED, **_between(since, until, "inquiry__")
        ).values_list("inquiry", flat=True)
    )
    inquiries = list(
        Inquiry.objects.filter(**_between(since, until))
        .select_related("company", "subject", "routing_rule__unit__organization")
        .order_by("received_at", "pk")
    )
    routed = [(inquiry, _asked(inquiry)) for inquiry in inquiries if inquiry.pk not in kept]
    reader.prepare([asked for _, asked in routed])
    coverage = Coverage(until)
    met = {inquiry.pk: judge.first(asked, reader) for inquiry, asked in routed}
    changes = []
    for inquiry, asked in routed:
        row, rule = met[inquiry.pk], inquiry.routing_rule
        if (row.stored.unit_id if row else None) == (rule.unit_id if rule else None):
            continue
        place = reader.place(asked)
        other = coverage.unit(asked, place)
        before = (rule.unit_id, _unit(rule.unit)) if rule else other
        after = (row.stored.unit_id, _unit(row.stored.unit)) if row else other
        if before[0] != after[0]:
            changes.append(_Change(inquiry, asked, place, before[1], after[1], row))
    caught = Counter(row.stored.rank for row in met.values() if row)
    with translation.override("fr"):
        moved = _told(changes, judge, reader)
    return Replay(
        since=since,
        until=until,
        total=len(routed),
        kept=len(inquiries) - len(routed),
        by_rule=sum(caught.values()),
        moved=moved,
        rows=tuple(
            RowUse(
                rank=row.stored.rank,
                label=row.stored.label,
                unit=_unit(row.stored.unit),
                caught=caught[row.stored.rank],
                hidden_by=_hidden_by(row, judge.rows),
            )
            for row in judge.rows
        ),
        digest=digest([row.stored for row in judge.rows]),
    )


class Coverage:
    """Who answers where no rule does, for many requests: the services of the network, read once."""

    def __init__(self, on: datetime.date) -> None:
        lines = directory.services(directory.ServiceFilters(ended=True), on)
        self.lines = [(line, parse(line.perimeter)) for line in lines]
        door = directory.unit(directory.entry_door().pk, on)
        self.door = (door.pk, door.label)

    def unit(self, asked: Asked, place: Place | None) -> tuple[int, str]:
        """The key and the name of the unit that serves the subject there on that day, else the entry door."""
        if place is not None:
            for line, perimeter in self.lines:
                if (
                    line.subject_code == asked.subject
                    and directory.holds(line.since, line.until, asked.on)
                    and (line.unit.until is None or asked.on < line.unit.until)
                    and contains(perimeter, place) is True
                ):
                    return line.unit.pk, line.unit.label
        return self.door


def _between(since: datetime.date, until: datetime.date, path: str = "") -> dict[str, datetime.date]:
    return {f"{path}received_at__date__gte": since, f"{path}received_at__date__lte": until}


def _asked(inquiry: Inquiry) -> Asked:
    return Asked(
        subject=inquiry.subject.code,
        profile=inquiry.profile,
        situation=inquiry.situation,
        commune=inquiry.commune,
        on=day_of(inquiry.received_at),
    )


def _told(changes: list[_Change], judge: Judge, reader: FactReader) -> tuple[Moved, ...]:
    names = (
        lexicon([row.stored.condition for row in judge.rows if row.condition is not None]) if changes else {}
    )
    communes = territories.named({f"com:{one.place.commune}" for one in changes if one.place})
    return tuple(
        Moved(
            reference=one.inquiry.reference,
            company=one.inquiry.company.name,
            received_on=one.asked.on,
            subject=one.inquiry.subject.label,
            place=communes.get(f"com:{one.place.commune}", one.place.name) if one.place else "",
            before_unit=one.before,
            after_unit=one.after,
            because=_because(one, reader, names),
        )
        for one in changes
    )


def _because(change: _Change, reader: FactReader, names: dict[str, str]) -> str:
    if change.row is None:
        return "aucune règle de cette table n'est remplie"
    stored, condition = change.row.stored, change.row.condition
    told = f"règle {stored.rank}, « {stored.label} »"
    if condition is None:
        return told
    reason = engine.judge(condition, reader.facts(change.asked), change.asked.on, names).reason
    return f"{told} : {reason}"


def _unit(unit: Unit) -> str:
    return f"{unit.name}, {unit.organization.name}"


def _hidden_by(row: Row, rows: tuple[Row, ...]) -> int | None:
    """The rank of an earlier row that surely takes all that this one could: wider subjects and kinds of company, and no
    condition or the same one. Nothing finer is said: two territories are not compared here."""
    for other in rows:
        if other.stored.rank >= row.stored.rank:
            return None
        wider = _holds(other.stored.subjects, row.stored.subjects) and _holds(
            other.stored.profiles, row.stored.profiles
        )
        if wider and (other.condition is None or other.condition == row.condition):
            return other.stored.rank
    return None


def _holds(wide: list[str], narrow: list[str]) -> bool:
    return not wide or (bool(narrow) and set(narrow) <= set(wide))
