"""A map of figures by territory: what the server says of it, drawn by the browser over contours of our own (ADR 0041).

The map illustrates a table: the page holds the same figures in a table, and is whole without the map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What the map tells of one territory. ``words``: the figure as one reads it; ``value``: what shades it, None when not known;
    ``address``: what a click opens."""

    code: str
    name: str
    value: int | None
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A figure and the step of the legend it falls in: 0 none, 1 to 4; -1: not known."""

    code: str
    name: str
    words: str
    step: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A class of the legend: its pattern is its number, its words say what it holds."""

    number: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A map ready to be drawn. ``contours``: the address of a GeoJSON whose features have a ``code``; ``table``: the id of the table
    that says the same, whose rows have ``data-code``; ``caption``: what is counted, and its unit."""

    title: str
    caption: str
    contours: str
    table: str
    areas: tuple[Area, ...]
    steps: tuple[Step, ...]

    @property
    def opens(self) -> bool:
        """Whether some territory leads to a page."""
        return any(area.address for area in self.areas)

    @property
    def data(self) -> Mapping[str, Mapping[str, object]]:
        """What the script reads: by code, the name, the words, the step, the address."""
        return {
            area.code: {"name": area.name, "words": area.words, "step": area.step, "to": area.address}
            for area in self.areas
        }


def shaded(figures: Sequence[Figure], *, title: str, caption: str, contours: str, table: str) -> Map:
    """A map of figures in at most four steps that hold about as many territories each; none and unknown are steps of their own."""
    bounds = _bounds([figure.value for figure in figures if figure.value])
    steps = [Step(number=rank, label=_span(low, high)) for rank, (low, high) in enumerate(bounds, 1)]
    if any(figure.value == 0 for figure in figures):
        steps.insert(0, Step(number=0, label=_number(0)))
    if any(figure.value is None for figure in figures):
        steps.append(Step(number=-1, label=_("non renseigné")))
    areas = tuple(
        Area(
            code=one.code,
            name=one.name,
            words=one.words,
            step=-1 if one.value is None else sum(one.value >= low for low, _high in bounds),
            address=one.address,
        )
        for one in figures
    )
    return Map(title=title, caption=caption, contours=contours, table=table, areas=areas, steps=tuple(steps))


def stepped(areas: Sequence[Area], steps: Sequence[Step], **words: str) -> Map:
    """A map whose steps are words rather than bounds: nobody, one, several. ``words``: title, caption, contours, table."""
    return Map(areas=tuple(areas), steps=tuple(steps), **words)


def _bounds(values: list[int]) -> list[tuple[int, int]]:
    """Classes of about as many values each; a value is never in two of them."""
    held = sorted(values)
    starts = sorted({held[len(held) * step // STEPS] for step in range(STEPS)}) if held else []
    ends = [max(value for value in held if value < following) for following in starts[1:]] + held[-1:]
    return list(zip(starts, ends, strict=True))


def _span(low: int, high: int) -> str:
    if low == high:
        return _number(low)
    return _("%(low)s à %(high)s") % {"low": _number(low), "high": _number(high)}


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
