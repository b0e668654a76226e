"""One map on one sheet: how many columns, how large the letters, so that everything holds on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit import text
from maillage.modules.missions.drawing.columns import spread
from maillage.modules.missions.drawing.writing import OURS, lines, width
from maillage.modules.missions.pages import ActionGroup, LegendRow, action_groups, objectives
from maillage.modules.missions.queries.shapes import BoxShown, DomainShown, Footnote, MapShown, Statement

MARK = 2.6
"""The width of a letter on its hatching, in letters of the text."""
LEADING = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A sheet laid on its long side: its name, the room inside its margins in millimetres, its number of columns."""

    name: str
    wide: float
    high: float
    columns: int


PAPERS = {
    "a4": Paper(name="A4", wide=277, high=190, columns=5),
    "a3": Paper(name="A3", wide=396, high=273, columns=6),
}
SIZES = tuple(size / 4 for size in range(64, 15, -1))
"""Heights of letters that a sheet tries, in points, the largest first: 16 to 4."""
POINT = 25.4 / 72
TOLD = 11.0
"""Height of letters of a function that is told, not drawn, in points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A map ready to be printed. ``size``: of the letters, in points; ``said``: which state of which day it is, in words; without
    ``legend``, boxes bear no letter (a plan of themes)."""

    shown: MapShown
    paper: Paper
    legend: tuple[LegendRow, ...]
    said: tuple[str, ...]
    sources: tuple[str, ...]
    printed_at: datetime
    size: float
    columns: tuple[tuple[DomainShown, ...], ...]

    @property
    def title(self) -> str:
        return f"{self.shown.function}, {text.long_date(self.shown.day)}"

    @property
    def objectives(self) -> tuple[Statement, ...]:
        return objectives(self.shown)

    @property
    def action_groups(self) -> tuple[ActionGroup, ...]:
        return action_groups(self.shown)

    @property
    def share(self) -> str:
        """The width of a column, in hundredths of the sheet: rounded down, or the last column would go under the others."""
        return f"{100_000 // max(1, len(self.columns)) / 1000:.3f}"


def sheet(shown: MapShown, paper: Paper, legend: tuple[LegendRow, ...], *, printed_at: datetime) -> Sheet:
    """The map on ``paper``, in the largest letters that leave it on one page (4 points at least: then it takes several)."""
    size, columns = _fitted(shown, paper)
    return Sheet(
        shown=shown,
        paper=paper,
        legend=legend,
        said=tuple(state_in_words(shown)),
        sources=sources(shown),
        printed_at=printed_at,
        size=size,
        columns=columns,
    )


def state_in_words(shown: MapShown) -> Iterator[str]:
    """Which day the map shows, on which state it stands, as known when; each a sentence without its full stop."""
    state = shown.drawn
    if state is None:
        yield _("Carte au %(day)s, avant le premier état décrit") % {"day": text.long_date(shown.day)}
    else:
        named = state.label or state.nature_label
        if state.day == shown.day:
            yield _("%(state)s au %(day)s") % {"state": _capital(named), "day": text.long_date(state.day)}
        else:
            yield _("Carte au %(day)s : %(state)s du %(since)s") % {
                "day": text.long_date(shown.day),
                "state": named,
                "since": text.long_date(state.day),
            }
        if state.unconfirmed and shown.projections:
            yield _("projection non confirmée")
        if state.condition and shown.projections:
            yield _("sous condition : %(condition)s") % {"condition": state.condition}
    for stop in shown.stops:
        if stop.said and stop.nature == "projected" and shown.projections and stop.day <= shown.day:
            aimed = _("avec ce qui est projeté pour le %(day)s") % {"day": text.long_date(stop.day)}
            yield ", ".join((aimed, *stop.decided))
    if state and state.nature == "projected" and shown.last_known:
        last = shown.last_known
        yield _("dernier état connu : %(state)s au %(day)s") % {
            "state": last.label or last.nature_label,
            "day": text.long_date(last.day),
        }
    if not shown.projections:
        yield _("sans les projections")
    if shown.unconfirmed:
        yield ngettext("%(n)d boîte à confirmer", "%(n)d boîtes à confirmer", shown.unconfirmed) % {
            "n": shown.unconfirmed
        }


def sources(shown: MapShown) -> tuple[str, ...]:
    """The titles of what the map was read in, once each."""
    boxes = [box for domain in shown.domains for box in (*domain.boxes, *domain.unconfirmed)]
    origins = [
        *(box.mode.origin for box in boxes),
        *(note.origin for note in shown.footnotes),
        *(one.origin for one in (*shown.statements, *shown.before)),
    ]
    return tuple(dict.fromkeys(origin.title for origin in origins if origin and origin.title))


def more(box: BoxShown, shown: MapShown) -> tuple[str, ...]:
    """What stands under the label of a box of a map, in the order of the page. A condition of the whole state is said once, above."""
    said = []
    drawn = shown.drawn
    if box.mode.aimed and box.mode.since and (drawn is None or box.mode.since != drawn.day):
        aimed = _("projeté pour le %(day)s") % {"day": text.long_date(box.mode.since)}
        said.append(f"{aimed}, {box.mode.decided}" if box.mode.decided else aimed)
    if box.mode.holder:
        said.append(_("titulaire : %(holder)s") % {"holder": box.mode.holder})
    said += box.mode.missing
    if box.mode.last_known:
        said.append(_("dernier mode connu : %(last)s") % {"last": box.mode.last_known})
    if box.mode.condition and (drawn is None or box.mode.condition != drawn.condition):
        said.append(_("sous condition : %(condition)s") % {"condition": box.mode.condition})
    said += [f"{one.organization} : {one.mode.letter}" for one in box.exceptions]
    return (*said, *shared(box, shown.function))


def shared(one: BoxShown | DomainShown, function: str) -> tuple[str, ...]:
    """With which other missions a box or a domain of ``function`` is shared, one line each."""
    return tuple(_("partagé avec %(other)s") % {"other": here(other, function)} for other in one.shared_with)


def here(name: str, function: str) -> str:
    """« Paie (Ressources humaines) » without the function when it is the one that is shown."""
    return name.removesuffix(f" ({function})")


def passage(note: Footnote) -> str:
    """Where a footnote was read, « lignes 253, 261-263 »; « passage non renseigné » when nobody says."""
    return note.origin.evidence if note.origin and note.origin.evidence else _("passage non renseigné")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _fitted(shown: MapShown, paper: Paper) -> tuple[float, tuple[tuple[DomainShown, ...], ...]]:
    """The size of letters, in points, and the domains in columns."""
    columns: tuple[tuple[int, ...], ...] = ()
    for size in SIZES:
        unit = size * POINT
        room = paper.wide / paper.columns - 2.2 * unit
        heights = [_domain_height(domain, room, unit, shown) for domain in shown.domains]
        columns = spread(heights, paper.columns, gap=0.7 * unit)
        tallest = max((sum(heights[i] for i in one) + 0.7 * unit * len(one) for one in columns), default=0)
        if tallest + _around(shown, paper, unit) <= paper.high:
            break
    if not shown.domains:
        return TOLD, ()
    return size, tuple(tuple(shown.domains[i] for i in one) for one in columns)


def _domain_height(domain: DomainShown, room: float, unit: float, shown: MapShown) -> float:
    """The height of a domain in millimetres: its title, its boxes, those that wait apart."""
    boxes = [*domain.boxes, *domain.unconfirmed]
    title = len(lines(domain.label, room, unit * 1.08, OURS)) * LEADING * 1.08 * unit + 0.6 * unit
    apart = 1.75 * unit if domain.unconfirmed else 0
    tied = [line for one in shared(domain, shown.function) for line in lines(one, room, unit * 0.88, OURS)]
    title += len(tied) * LEADING * 0.88 * unit + (0.2 * unit if tied else 0)
    return title + apart + sum(_box_height(box, room, unit, shown) for box in boxes) + 0.9 * unit


def _box_height(box: BoxShown, room: float, unit: float, shown: MapShown) -> float:
    inside = room - (MARK + 1.2) * unit
    marks = f" {' '.join(box.marks)}" if box.marks else ""
    label = max(1.0, len(lines(box.label + marks, inside, unit, OURS)) * LEADING)
    under = sum(len(lines(one, inside, unit * 0.88, OURS)) * LEADING * 0.88 for one in more(box, shown))
    return (label + under + 0.72) * unit


def _around(shown: MapShown, paper: Paper, unit: float) -> float:
    """The height of what stands above and under the picture, in millimetres: title, state, legend, notes, source."""
    notes = sum(
        len(lines(f"{note.mark} {note.text} {note.scope} {passage(note)}", paper.wide, unit * 0.95, OURS))
        for note in shown.footnotes
    )
    said = "    ".join(state_in_words(shown))
    state = max(1, round(width(said, unit) / paper.wide + 0.5))
    return 14 + (state + notes + 4) * LEADING * unit
