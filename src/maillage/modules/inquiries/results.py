"""What became of the requests of a quarter (H-135): figures by subject and by department, no company and no person."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.db.models.functions import TruncQuarter
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.modules.inquiries import abilities
from maillage.modules.inquiries.enums import OPEN, State
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.uncovered import Quarter, department_codes
from maillage.shared.territories import queries as territories

QUARTERS = 4
"""Quarters shown one under the other, the one asked being the last."""
NOWHERE = "inconnu"
"""The place of requests that name no commune, or one that lies in no department."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Requests received in a quarter, and what became of them since.

    ``in_time``: answered on their due date or before; ``late``: answered after it, or still expected past it;
    ``uncovered``: no scheme covers the need, or nobody serves the place (H-056); ``withdrawn`` by the company. The others
    are still expected.
    """

    label: str
    received: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    uncovered: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of a quarter and of those before it. ``place``: the department they are narrowed to, by name, empty for
    the whole network; ``code``: as the address writes it; ``choices``: (code, name) of the departments of these quarters."""

    quarter: Quarter
    total: Line
    quarters: tuple[Line, ...]
    subjects: tuple[Line, ...]
    places: tuple[Line, ...]
    place: str
    code: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """What the database counts: a line by quarter, subject and commune."""

    quarter: Quarter
    subject: str
    place: str
    line: Line


def report(quarter: Quarter, actor: Actor, on: datetime.date, *, place: str = "") -> Report:
    """The figures of a quarter and of the three before it, as they stand on the day ``on``; in a constant number of queries.

    ``place``: "dep:59", or NOWHERE; one that no request names narrows nothing. Counts are exact, however small: the network
    has set no threshold. Raises NotVisible for who neither steers nor controls.
    """
    if not abilities.reads_figures(actor):
        raise NotVisible("results")
    shown = _ending_at(quarter)
    found = _counted(shown[0].first, quarter.after, on)
    names = territories.named({one.place for one in found if one.place != NOWHERE})
    names[NOWHERE] = _("lieu non renseigné")
    choices = sorted(
        {one.place for one in found}, key=lambda code: (code == NOWHERE, searchable(names[code]))
    )
    code = place if place in choices else ""
    kept = [one for one in found if code in ("", one.place)]
    now = [one for one in kept if one.quarter == quarter]
    return Report(
        quarter=quarter,
        total=_sum(_("Total"), (one.line for one in now)),
        quarters=tuple(_sum(q.label, (one.line for one in kept if one.quarter == q)) for q in shown),
        subjects=_grouped(now, lambda one: one.subject),
        places=_grouped(now, lambda one: names[one.place]),
        place=names.get(code, ""),
        code=code,
        choices=tuple((one, names[one]) for one in choices),
    )


def _ending_at(quarter: Quarter) -> tuple[Quarter, ...]:
    found = [quarter]
    for _step in range(QUARTERS - 1):
        found.insert(0, found[0].previous)
    return tuple(found)


def _counted(first: datetime.date, after: datetime.date, on: datetime.date) -> list[_Counted]:
    rows = (
        Inquiry.objects.filter(received_at__date__gte=first, received_at__date__lt=after)
        .annotate(quarter=TruncQuarter("received_at"))
        .order_by()
        .values("quarter", "subject__label", "commune")
        .annotate(
            received=Count("pk"),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
            in_time=Count("pk", filter=Q(answered_at__date__lte=F("due_on"))),
            late=Count(
                "pk",
                filter=Q(answered_at__date__gt=F("due_on"))
                | Q(state__in=OPEN, answered_at=None, due_on__lt=on),
            ),
            uncovered=Count("pk", filter=~Q(uncovered_motive="") | Q(unserved_place=True)),
            withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
        )
    )
    counted = list(rows)
    codes = department_codes({row["commune"] for row in counted if row["commune"]}, on)
    figures = ("received", "answered", "in_time", "late", "uncovered", "withdrawn")
    return [
        _Counted(
            quarter=Quarter.of(row["quarter"].date()),
            subject=row["subject__label"],
            place=codes.get(row["commune"], NOWHERE),
            line=Line(label="", **{name: row[name] for name in figures}),
        )
        for row in counted
    ]


def _grouped(found: list[_Counted], key: Callable[[_Counted], str]) -> tuple[Line, ...]:
    labels = sorted({key(one) for one in found}, key=searchable)
    return tuple(_sum(label, (one.line for one in found if key(one) == label)) for label in labels)


def _sum(label: str, lines: Iterable[Line]) -> Line:
    given = tuple(lines)
    return Line(
        label=label,
        received=sum(line.received for line in given),
        answered=sum(line.answered for line in given),
        in_time=sum(line.in_time for line in given),
        late=sum(line.late for line in given),
        uncovered=sum(line.uncovered for line in given),
        withdrawn=sum(line.withdrawn for line in given),
    )
