"""What was asked and found no answer: requests that no scheme covers, searches without result, by quarter, place and need (H-056)."""

import datetime
from collections import Counter, defaultdict

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.inquiries.models import Inquiry, UnmetSearch
from maillage.modules.inquiries.uncovered import UNSERVED, Quarter, department_codes, motive_label
from maillage.modules.mesh import policies
from maillage.modules.mesh.queries.gap_shapes import Asked, Uncovered, UncoveredLine
from maillage.modules.mesh.queries.shapes import Facet, Named
from maillage.shared.directory.models import Subject
from maillage.shared.territories import queries as territories

QUARTERS = 8
"""How many quarters are told, the present one included."""


def uncovered(
    quarter: str, *, actor: Actor, on: datetime.date, need: str = "", department: str = ""
) -> Uncovered:
    """The needs nothing covered in a quarter ("2026-T4"), or in all those told; of one need, in one department. Figures only."""
    policies.must_read(actor)
    if department and not department.startswith("dep:"):
        department = ""
    asked = Quarter.read(quarter) if quarter else None
    found = _counted(on)
    needs = _needs()
    lines = [
        UncoveredLine(
            quarter=when.code,
            subject=subject,
            needs=needs.get(subject, ()),
            territory=Named(code=place, name=place) if place else None,
            motive=motive_label(motive) if motive else "",
            requests=count[0],
            searches=count[1],
        )
        for (when, subject, place, motive), count in found.items()
        if (asked is None or when == asked)
        and (not need or need in needs.get(subject, ()))
        and (not department or place in ("", department))
    ]
    names = territories.named({line.territory.code for line in lines if line.territory})
    lines = [_placed(line, names) for line in lines]
    lines.sort(key=lambda line: (line.quarter, line.requests + line.searches), reverse=True)
    counts = Counter(when.code for when, _subject, _place, _motive in found)
    return Uncovered(
        quarters=tuple(
            Facet(code=one.code, label=one.label, count=counts[one.code], selected=one == asked)
            for one in _quarters(on)
        ),
        lines=tuple(lines),
    )


def by_need(*, actor: Actor, on: datetime.date) -> dict[tuple[str, str], Asked]:
    """How many requests and searches fell without answer, by need and department, over the quarters told."""
    policies.must_read(actor)
    needs = _needs()
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for (_when, subject, place, _motive), (requests, searches) in _counted(on).items():
        for need in needs.get(subject, ()):
            found[need, place][0] += requests
            found[need, place][1] += searches
    return {key: Asked(requests=one, searches=other) for key, (one, other) in found.items()}


def _quarters(on: datetime.date) -> tuple[Quarter, ...]:
    listed = [Quarter.of(on)]
    while len(listed) < QUARTERS:
        listed.append(listed[-1].previous)
    return tuple(listed)


def _needs() -> dict[str, tuple[str, ...]]:
    """The objectives of the catalogue that each subject calls for, by the words of the subject."""
    return {
        label: tuple(objectives) for label, objectives in Subject.objects.values_list("label", "objectives")
    }


Key = tuple[Quarter, str, str, str]


def _counted(on: datetime.date) -> dict[Key, tuple[int, int]]:
    """Requests and searches by quarter, subject, department and motive, in two queries."""
    since = _quarters(on)[-1].first
    rows = list(
        Inquiry.objects.filter(received_at__date__gte=since).values_list(
            "received_at", "subject__label", "commune", "uncovered_motive", "unserved_place"
        )
    )
    searches = list(UnmetSearch.objects.filter(on__gte=since).values_list("on", "subject__label", "commune"))
    places = department_codes({row[2] for row in rows} | {row[2] for row in searches}, on)
    found: defaultdict[Key, list[int]] = defaultdict(lambda: [0, 0])
    for at, subject, commune, motive, unserved in rows:
        for why in (*([motive] if motive else []), *([UNSERVED] if unserved else [])):
            found[Quarter.of(day_of(at)), subject, places.get(commune, ""), why][0] += 1
    for day, subject, commune in searches:
        found[Quarter.of(day), subject or "", places.get(commune, ""), ""][1] += 1
    return {key: (requests, looked) for key, (requests, looked) in found.items()}


def _placed(line: UncoveredLine, names: dict[str, str]) -> UncoveredLine:
    if line.territory is None:
        return line
    code = line.territory.code
    return UncoveredLine(
        quarter=line.quarter,
        subject=line.subject,
        needs=line.needs,
        territory=Named(code=code, name=names.get(code, code)),
        motive=line.motive,
        requests=line.requests,
        searches=line.searches,
    )
