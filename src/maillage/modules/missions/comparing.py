"""Two states of a function side by side, domain by domain, the boxes that differ marked with a sign and a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.modules.missions.asking import Asked
from maillage.modules.missions.pages import SIGNS, LegendRow, Link, comparable, long_day
from maillage.modules.missions.queries.shapes import (
    UNKNOWN,
    BoxShown,
    ComparisonShown,
    DomainShown,
    MapShown,
    Sentence,
)

WORDS: Mapping[str, str | Promise] = {
    "mode": _("autre mode"),
    "moved": _("déplacée"),
    "relabelled": _("renommée"),
    "appeared": _("nouvelle"),
    "gone": _("retirée"),
    "unconfirmed": _("à confirmer"),
    "said": _("mode désormais dit"),
    "unsaid": _("mode à confirmer"),
    "holder": _("autre titulaire"),
    "exception": _("autre exception"),
    "note": _("note"),
}


WAITS = ("unconfirmed", "unsaid", "elsewhere")
"""The kinds that only come from what cannot be read: no change (S-031, S-046)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What differs about a box: a sign and a word, never a sign alone."""

    kind: str
    sign: str
    word: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A box on one side. ``differs``: it is framed; a box that only the other side leaves to confirm is not."""

    box: BoxShown
    marks: tuple[Mark, ...]

    @property
    def differs(self) -> bool:
        return any(mark.kind not in WAITS for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The same box on both sides, on one line. None: that side does not show it in this domain."""

    before: Cell | None
    after: Cell | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A domain on both sides, line by line. ``before``, ``after``: whether each side has this domain."""

    label: str
    lines: tuple[Line, ...]
    before: bool
    after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPage:
    """The comparison of two maps of one function. ``left``, ``right``: what each side is, in words."""

    before: MapShown
    after: MapShown
    comparison: ComparisonShown
    asked: Asked
    left: str
    right: str
    pairs: tuple[Pair, ...]
    legend: tuple[LegendRow, ...]
    stops: tuple[Link, ...]
    swap: str
    scenario: bool


def comparison_page(
    before: MapShown,
    after: MapShown,
    asked: Asked,
    comparison: ComparisonShown,
    legend: tuple[LegendRow, ...],
) -> ComparisonPage:
    """Everything the page of a comparison shows. The same day on both sides: a draft beside what it starts from."""
    drafted = asked.scenario is not None and before.day == after.day
    left, right = (state_of(one) for one in (before, after))
    if drafted:
        left, right = (
            _("sans le scénario, {day}").format(day=left),
            _("avec le scénario, {day}").format(day=right),
        )
    days = [stop.day for stop in comparable(before)]
    return ComparisonPage(
        before=before,
        after=after,
        comparison=comparison,
        asked=asked,
        left=left,
        right=right,
        pairs=pairs(comparison),
        legend=legend,
        stops=tuple(
            Link(
                label=f"{first.year} → {last.year}"
                if first.year != last.year
                else f"{long_day(first)} → {long_day(last)}",
                url=asked.but(day=first, against=last),
                current=(first, last) == (before.day, after.day),
            )
            for rank, first in enumerate(days)
            for last in days[rank + 1 :]
        ),
        swap=asked.but(day=after.day, against=before.day),
        scenario=drafted,
    )


def state_of(shown: MapShown) -> str:
    """« état des lieux, 1er janvier 2013 »; the day alone when it is no stop."""
    state = shown.state
    if state is None or state.day != shown.day:
        return long_day(shown.day)
    named = state.label or state.nature_label
    return f"{long_day(shown.day)}, {named}" + (
        f", {_('non confirmée')}" if state.unconfirmed and shown.projections else ""
    )


def pairs(comparison: ComparisonShown) -> tuple[Pair, ...]:
    """The domains of both sides in the order of the first, those that only the second has after the one they follow there."""
    said: dict[str, list[Sentence]] = {}
    for sentence in comparison.sentences:
        said.setdefault(sentence.code, []).append(sentence)
    before = {domain.code: domain for domain in comparison.before.domains}
    after = {domain.code: domain for domain in comparison.after.domains}
    days = comparison.before.day, comparison.after.day
    return tuple(
        Pair(
            label=_both(before.get(code), after.get(code)),
            lines=_lines(before.get(code), after.get(code), said, days),
            before=code in before,
            after=code in after,
        )
        for code in _order(list(before), list(after))
    )


def _order(before: list[str], after: list[str]) -> list[str]:
    """All the codes: those of the first in their order, each other after the one that it follows in the second."""
    found = list(before)
    for rank, code in enumerate(after):
        if code not in found:
            place = found.index(after[rank - 1]) + 1 if rank else 0
            found.insert(place, code)
    return found


def _both(before: DomainShown | None, after: DomainShown | None) -> str:
    labels = [domain.label for domain in (before, after) if domain is not None]
    return " → ".join(dict.fromkeys(labels))


def _lines(
    before: DomainShown | None,
    after: DomainShown | None,
    said: Mapping[str, list[Sentence]],
    days: tuple[date, date],
) -> tuple[Line, ...]:
    """The boxes of both sides, the same on one line: in the order of the side that leaves the fewest to confirm."""
    left, right = _boxes(before), _boxes(after)
    sides = [list(left), list(right)]
    if after is not None and (before is None or len(before.unconfirmed) > len(after.unconfirmed)):
        sides.reverse()
    return tuple(
        Line(
            before=_cell(left.get(code), right.get(code), said, "appeared", days[1]),
            after=_cell(right.get(code), left.get(code), said, "gone", days[0]),
        )
        for code in _order(*sides)
    )


def _boxes(domain: DomainShown | None) -> dict[str, BoxShown]:
    if domain is None:
        return {}
    return {box.code: box for box in (*domain.boxes, *domain.unconfirmed)}


def _cell(
    box: BoxShown | None,
    other: BoxShown | None,
    said: Mapping[str, list[Sentence]],
    elsewhere: str,
    other_day: date,
) -> Cell | None:
    """A box of a side with its marks; ``elsewhere``: the kind that only the other side bears, on ``other_day``."""
    if box is None:
        return None
    marks = []
    for one in said.get(box.code, ()):
        kind = _kind(one.kind, box, other)
        if kind == "elsewhere":
            word: str | Promise = _("à confirmer au {day}").format(day=long_day(other_day))
            marks.append(Mark(kind=kind, sign=SIGNS["unconfirmed"], word=word))
        elif kind in WORDS and kind != elsewhere:
            marks.append(Mark(kind=kind, sign=SIGNS[one.kind], word=WORDS[kind]))
    return Cell(box=box, marks=tuple(marks))


def _kind(kind: str, box: BoxShown, other: BoxShown | None) -> str:
    """What a difference is for one side: the side that says nothing bears no mark, unknown stays unknown (S-031)."""
    known, there = (one is not None and _says(one) for one in (box, other))
    if kind == "unconfirmed" and not box.unconfirmed:
        return "elsewhere" if other is None or other.unconfirmed else "unsaid" if not known else ""
    if kind == "mode" and not known:
        return ""
    return "said" if kind == "mode" and not there else kind


def _says(box: BoxShown) -> bool:
    """Whether a box bears a mode of its own, or a set among which it lies."""
    return bool(box.mode.letter != UNKNOWN or box.mode.possible) and not box.mode.inherited_from
