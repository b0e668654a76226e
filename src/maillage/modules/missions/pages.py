"""What the pages of reading show: a map with the links that lead from it to other days, functions and comparisons."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.urls import reverse

from maillage.kit import text
from maillage.modules.missions.asking import Asked
from maillage.modules.missions.queries.delegations import Delegation
from maillage.modules.missions.queries.differing_actions import AIMS
from maillage.modules.missions.queries.shapes import (
    UNKNOWN,
    BoxShown,
    ComparisonShown,
    MapShown,
    Origin,
    Row,
    Sentence,
    SideBySide,
    Statement,
    Stop,
)

SIGNS = {
    "mode": "≠",
    "moved": "→",
    "relabelled": "✎",
    "appeared": "+",
    "gone": "−",
    "unconfirmed": "?",
    "holder": "◦",
    "exception": "≠",
    "note": "※",
}
"""The sign of each kind of difference; a word always stands beside it."""


DOUBTFUL = ("repaired", "garbled")
"""How a label was read when its reader had a doubt."""


class NamedFunction(Protocol):
    """A function in the tabs of its plan."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place to go. ``current``: one is there."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLink:
    """A stop of the line of dates and where it leads."""

    stop: Stop
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """A letter, its name, its definition and how many boxes of this map bear it as their own."""

    letter: str
    label: str
    definition: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionGroup:
    """Actions told from one day on."""

    since: date | None
    actions: tuple[BoxShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPage:
    """A map of a function on a day, and where to go from it. ``since``: what differs from the stop before, ``before``; ``drafted``: what
    the scenario that is read changes; ``misread``: the labels read with a doubt, ``remarks``: those read as they are, about which
    something is said."""

    shown: MapShown
    asked: Asked
    tabs: tuple[Link, ...]
    stops: tuple[StopLink, ...]
    legend: tuple[LegendRow, ...]
    since: ComparisonShown | None
    before: Stop | None
    against: tuple[Link, ...]
    misread: tuple[BoxShown, ...]
    remarks: tuple[BoxShown, ...]
    on_projection: bool
    toggle: str
    last_known_url: str
    function_url: str
    delegations: tuple[Delegation, ...] = ()
    drafted: ComparisonShown | None = None
    themes: bool = False
    acts: tuple[Link, ...] = ()
    now_url: str = ""
    base_url: str = ""
    exchange_url: str = ""

    @property
    def kept(self) -> str:
        """The part of the address that a box keeps: the same day, as known at the same instant."""
        return Asked(
            day=self.shown.day,
            known_at=self.asked.known_at,
            projections=self.shown.projections,
            scenario=self.asked.scenario,
        ).address

    @property
    def between(self) -> bool:
        """Whether the day asked is that of no state: the map is that of the state before, with what was recorded since."""
        return self.shown.drawn is not None and self.shown.drawn.day != self.shown.day

    @property
    def aims(self) -> tuple[Stop, ...]:
        """The changes aimed at, each for its day, that are drawn over the state."""
        if not self.shown.projections:
            return ()
        return tuple(
            one
            for one in self.shown.stops
            if one.said and one.nature == "projected" and one.day <= self.shown.day
        )

    @property
    def hidden(self) -> Stop | None:
        """The projection whose day is past, that nobody confirmed, and that this map leaves out."""
        stops = self.shown.stops if not self.shown.projections else ()
        past = [one for one in stops if one.unconfirmed and one.day <= self.shown.day]
        return past[-1] if past else None

    @property
    def first(self) -> StopLink | None:
        """The first state described, and where it is."""
        return next((one for one in self.stops if not one.stop.said), None)

    @property
    def unknown_then(self) -> bool:
        """Whether nothing of the function was recorded yet at the instant asked."""
        shown = self.shown
        told = (shown.domains, shown.actions, shown.statements, shown.before)
        return shown.known_at is not None and not any(told)

    @property
    def action_groups(self) -> tuple[ActionGroup, ...]:
        """The actions of a function without a map, by the day from which they are told."""
        return action_groups(self.shown)

    @property
    def earlier(self) -> tuple[Statement, ...]:
        """What is told of the time before the first map; a passage told twice (as a mode, as a sentence) is shown once."""
        found: dict[tuple[object, ...], Statement] = {}
        for one in self.shown.before:
            found.setdefault((one.letters, one.origin.evidence if one.origin else one.text), one)
        return tuple(found.values())

    @property
    def objectives(self) -> tuple[Statement, ...]:
        """What a function without a map aims at and does, objectives first (S-141)."""
        return objectives(self.shown)

    @property
    def initiatives(self) -> tuple[Statement, ...]:
        return tuple(one for one in self.shown.statements if one.kind == "initiative")

    @property
    def other_statements(self) -> tuple[Statement, ...]:
        """The sentences that are shown nowhere else on the page."""
        if self.shown.domains:
            return self.shown.statements
        apart = (*AIMS, "initiative")
        return tuple(one for one in self.shown.statements if one.kind not in apart)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainRows:
    """The rows of a domain in the table of all dates."""

    label: str
    rows: tuple[Row, ...]


def by_domain(table: SideBySide) -> tuple[DomainRows, ...]:
    """The rows gathered by domain, domains in the order in which they are first met."""
    found: dict[str, list[Row]] = {}
    for row in table.rows:
        found.setdefault(row.domain, []).append(row)
    return tuple(DomainRows(label=label, rows=tuple(rows)) for label, rows in found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Differences in two lists: ``said``, what is read to differ; ``waiting``, what only waits for somebody to confirm it. ``source``:
    the one that most of them rest on, named once; the others name theirs."""

    said: tuple[Sentence, ...]
    waiting: tuple[Sentence, ...]
    source: Origin | None


def parted(comparison: ComparisonShown) -> Parted:
    """The differences of a comparison: a box that cannot be read at one of the dates is no change (S-046)."""
    waits = [one for one in comparison.sentences if one.kind == "unconfirmed"]
    said = [one for one in comparison.sentences if one.kind != "unconfirmed"]
    titles = Counter(one.origin.title for one in comparison.sentences if one.origin and one.origin.title)
    common = titles.most_common(1)[0][0] if titles else ""
    source = next(
        (one.origin for one in comparison.sentences if one.origin and one.origin.title == common), None
    )
    return Parted(said=tuple(said), waiting=tuple(waits), source=source if common else None)


def action_groups(shown: MapShown) -> tuple[ActionGroup, ...]:
    """The actions of a function without a map, by the day from which they are told (S-141)."""
    found: dict[date | None, list[BoxShown]] = {}
    for one in shown.actions:
        found.setdefault(one.since, []).append(one)
    return tuple(ActionGroup(since=since, actions=tuple(told)) for since, told in found.items())


def objectives(shown: MapShown) -> tuple[Statement, ...]:
    """What a function without a map aims at."""
    return tuple(one for one in shown.statements if one.kind in AIMS)


def previous(shown: MapShown) -> Stop | None:
    """The stop before the one that the map stands on: what its difference in words starts from."""
    if shown.state is None:
        return None
    earlier = [stop for stop in comparable(shown) if stop.day < shown.state.day]
    return earlier[-1] if earlier else None


def comparable(shown: MapShown) -> list[Stop]:
    """The stops that compare with the map: those that draw one, or all of them for a function that no document draws; projections
    only when the map draws them."""
    return [
        stop
        for stop in shown.stops
        if (stop.drawn or shown.mapless) and (shown.projections or stop.nature != "projected")
    ]


def address(shown: MapShown, name: str = "missions:map") -> str:
    """The page of this function."""
    return reverse(name, kwargs={"plan": shown.plan_slug, "function": shown.function_code})


def stops(shown: MapShown, asked: Asked) -> tuple[StopLink, ...]:
    """The stops, each leading to its day; the rest of the question is kept."""
    here = shown.state.day if shown.state else None
    return tuple(
        StopLink(
            stop=stop,
            url=asked.but(day=stop.day, against=None, projections=not _known_over(shown, stop)),
            current=stop.day == here and stop.day == shown.day,
        )
        for stop in shown.stops
    )


def _known_over(shown: MapShown, stop: Stop) -> bool:
    """Whether a stop is of what is known since a projection: its map leaves the projection out, as the one that opens does."""
    return stop.nature != "projected" and any(
        one.nature == "projected" and one.day < stop.day for one in shown.stops
    )


def on_projection(shown: MapShown) -> bool:
    """Whether the map draws a projected state over what is known."""
    return shown.drawn is not None and shown.drawn.nature == "projected"


def legend(
    shown: MapShown, definitions: Sequence[tuple[str, str, str]], unknown: tuple[str, str]
) -> tuple[LegendRow, ...]:
    """The five letters in their order, then what is not known, each with its count (S-014)."""
    counts = dict(shown.counts)
    rows = [
        LegendRow(letter=letter, label=label, definition=definition, count=counts.get(letter, 0))
        for letter, label, definition in definitions
    ]
    rows.append(
        LegendRow(letter=UNKNOWN, label=unknown[0], definition=unknown[1], count=counts.get(UNKNOWN, 0))
    )
    return tuple(rows)


def misread(shown: MapShown) -> tuple[BoxShown, ...]:
    """The boxes whose label was read with a doubt, with what is said of it; those to confirm have their own list."""
    return tuple(box for domain in shown.domains for box in domain.boxes if box.legibility in DOUBTFUL)


def remarks(shown: MapShown) -> tuple[BoxShown, ...]:
    """The boxes read as they are, of which something is said."""
    return tuple(
        box for domain in shown.domains for box in domain.boxes if box.note and box.legibility not in DOUBTFUL
    )


def comparisons(shown: MapShown, asked: Asked) -> tuple[Link, ...]:
    """The other stops, each leading to its comparison with the day shown; the earlier of the two days stands on the left."""
    path = address(shown, "missions:compare")
    found = []
    for stop in shown.stops:
        if stop.day == shown.day or not (stop.drawn or shown.mapless):
            continue
        first, last = sorted((stop.day, shown.day))
        projections = shown.projections or stop.nature == "projected"
        question = asked.but(day=first, against=last, projections=projections)
        found.append(Link(label=long_day(stop.day), url=f"{path}{question}"))
    return tuple(found)


def other_stop(shown: MapShown) -> date | None:
    """The day to compare with when none is asked: the stop after the one shown, else the one before."""
    days = [stop.day for stop in comparable(shown) if stop.day != shown.day]
    later = [day for day in days if day > shown.day]
    return later[0] if later else days[-1] if days else None


def map_page(
    shown: MapShown,
    asked: Asked,
    *,
    functions: Iterable[NamedFunction],
    legend: tuple[LegendRow, ...],
    since: ComparisonShown | None,
    before: Stop | None,
    themes: bool,
    acts: tuple[Link, ...],
    exchange_url: str,
    delegations: tuple[Delegation, ...] = (),
    drafted: ComparisonShown | None = None,
) -> MapPage:
    """Everything the page of a map shows."""
    last = shown.last_known
    return MapPage(
        shown=shown,
        asked=asked,
        tabs=tuple(
            Link(
                label=one.label,
                url=reverse("missions:map", args=[shown.plan_slug, one.code])
                + Asked(day=asked.day, known_at=asked.known_at, projections=asked.projections).address,
                current=one.code == shown.function_code,
            )
            for one in functions
        ),
        stops=stops(shown, asked),
        legend=legend,
        since=since,
        before=before,
        against=comparisons(shown, asked),
        misread=misread(shown),
        remarks=remarks(shown),
        on_projection=on_projection(shown),
        toggle=asked.but(day=shown.day, projections=not shown.projections),
        last_known_url=asked.but(day=shown.day, projections=False) if last else "",
        function_url=reverse("missions:box", args=[shown.plan_slug, shown.function_code])
        + Asked(day=shown.day, known_at=asked.known_at, projections=shown.projections).address,
        now_url=asked.but(known_at=None),
        base_url=asked.but(scenario=None),
        themes=themes,
        acts=acts,
        exchange_url=exchange_url,
        delegations=delegations,
        drafted=drafted,
    )


def long_day(day: date) -> str:
    """A day whose words hold together."""
    return text.long_date(day).replace(" ", text.NO_BREAK)
