"""Two states of a function side by side, domain by domain, the boxes that differ marked with a sign and a word."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.modules.missions.asking import Asked
from maillage.modules.missions.pages import SIGNS, LegendRow, Link, long_day
from maillage.modules.missions.queries.shapes import (
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
    "holder": _("autre titulaire"),
    "exception": _("autre exception"),
    "note": _("note"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What differs about a box: a sign and a word, never a sign alone."""

    kind: str
    sign: str
    word: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A box on one side."""

    box: BoxShown
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A domain on both sides. A side without this domain has no cell."""

    label: str
    before: tuple[Cell, ...]
    after: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return any(mark.kind != "unconfirmed" for cell in (*self.before, *self.after) for mark in cell.marks)


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
    days = [stop.day for stop in before.stops if stop.drawn]
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
    return tuple(
        Pair(
            label=_both(before.get(code), after.get(code)),
            before=_cells(before.get(code), said, "appeared"),
            after=_cells(after.get(code), said, "gone"),
        )
        for code in _order(list(before), list(after))
    )


def _order(before: list[str], after: list[str]) -> list[str]:
    found = list(before)
    for rank, code in enumerate(after):
        if code not in found:
            place = found.index(after[rank - 1]) + 1 if rank else 0
            found.insert(place, code)
    return found


def _both(before: DomainShown | None, after: DomainShown | None) -> str:
    labels = [domain.label for domain in (before, after) if domain is not None]
    return " → ".join(dict.fromkeys(labels))


def _cells(
    domain: DomainShown | None, said: Mapping[str, list[Sentence]], elsewhere: str
) -> tuple[Cell, ...]:
    """The boxes of a side with their marks; ``elsewhere``: the kind that only the other side bears."""
    if domain is None:
        return ()
    return tuple(
        Cell(
            box=box,
            marks=tuple(
                Mark(kind=one.kind, sign=SIGNS[one.kind], word=WORDS[one.kind])
                for one in said.get(box.code, ())
                if one.kind in SIGNS and one.kind != elsewhere
            ),
        )
        for box in (*domain.boxes, *domain.unconfirmed)
    )
