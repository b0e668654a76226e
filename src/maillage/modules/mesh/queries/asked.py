"""What was asked and found no answer: requests that no scheme covers, searches without result, by quarter, place and need (H-056)."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from maillage.engines.territory import Kind
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.inquiries.models import Inquiry, UnmetSearch
from maillage.modules.inquiries.uncovered import UNSERVED, Quarter, motive_label
from maillage.modules.mesh import policies
from maillage.modules.mesh.queries import naming
from maillage.modules.mesh.queries.gap_shapes import Asked, Uncovered, UncoveredLine
from maillage.modules.mesh.queries.shapes import Facet, Named
from maillage.shared.directory.models import Subject

QUARTERS = 8
"""How many quarters are told, the present one included."""


def uncovered(
    quarter: str, *, actor: Actor, on: datetime.date, need: str = "", division: str = ""
) -> Uncovered:
    """The needs nothing covered in a quarter ("2026-T4"), or in all those told; of one need, in one division ("epci:200093201", and what
    says no place). By department when no division is asked. Figures only."""
    policies.must_read(actor)
    asked = Quarter.read(quarter) if quarter else None
    found = _by_motive(_heard(on, division.partition(":")[0] or Kind.DEP.value))
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
        and (not division or place in ("", division))
    ]
    names = naming.names({line.territory.code for line in lines if line.territory})
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


def by_need(by: str, *, actor: Actor, on: datetime.date) -> dict[tuple[str, str], Asked]:
    """How many requests and searches fell without answer, by need and division of a kind, over the quarters told. A request counts
    once, whatever it lacked."""
    policies.must_read(actor)
    needs = _needs()
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in _heard(on, by):
        for need in needs.get(one.subject, ()):
            found[need, one.place][0 if one.motives else 1] += 1
    return {key: Asked(requests=some, searches=others) for key, (some, others) in found.items()}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Something asked in vain: a request with what it lacked (``motives``), or a search, which says none. ``place``: its division, « epci: »
    when its commune is in none, empty when it says no commune."""

    quarter: Quarter
    subject: str
    place: str
    motives: tuple[str, ...]


def _heard(on: datetime.date, by: str) -> list[Heard]:
    """Requests that nothing covered and searches without result, with their division of a kind, in two queries."""
    since = _quarters(on)[-1].first
    rows = Inquiry.objects.filter(received_at__date__gte=since).exclude(
        uncovered_motive="", unserved_place=False
    )
    told = rows.values_list("received_at", "subject__label", "commune", "uncovered_motive", "unserved_place")
    searches = UnmetSearch.objects.filter(on__gte=since).values_list("on", "subject__label", "commune")
    fold = naming.fold(by, on)

    def place(commune: str) -> str:
        return fold(commune) if commune else ""

    found = [
        Heard(
            quarter=Quarter.of(day_of(at)),
            subject=subject,
            place=place(commune),
            motives=tuple(why for why in (motive, UNSERVED if unserved else "") if why),
        )
        for at, subject, commune, motive, unserved in told
    ]
    return found + [
        Heard(quarter=Quarter.of(day), subject=subject or "", place=place(commune), motives=())
        for day, subject, commune in searches
    ]


def _by_motive(heard: list[Heard]) -> dict[tuple[Quarter, str, str, str], tuple[int, int]]:
    """Requests and searches by quarter, subject, place and motive: a request that lacked two things is in two lines."""
    found: defaultdict[tuple[Quarter, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in heard:
        for motive in one.motives or ("",):
            found[one.quarter, one.subject, one.place, motive][0 if one.motives else 1] += 1
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
