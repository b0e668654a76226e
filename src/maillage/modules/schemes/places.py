"""The catalogue by place: the same filters, counted in each division of a kind, as a map and as a table."""

import datetime
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.schemes import forms, queries
from maillage.shared.territories import queries as territories

PAGE = 50
KINDS = ("reg", "dep", "arr", "epci", "ze", "bv", "aav", "uu", "qpv")
# Which outlines the package holds: for a kind, the layer and the regions one can draw ("": the whole country).
LAYERS = {
    "reg": ("regions", ("",)),
    "dep": ("departements", ("",)),
    "epci": ("epci", ("32", "52")),
    "ze": ("zones_emploi", ("32", "52")),
}
STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One division on the map: its outline, its figure, the step of the scale it falls in (0: none)."""

    name: str
    outline: str
    count: int
    step: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One class of the legend: « 3 à 5 »."""

    number: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A map ready to be drawn in the page."""

    view_box: str
    shapes: tuple[Shape, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesPage:
    """Everything the page shows. ``national`` and ``to_confirm`` are the same everywhere: they are said once."""

    filters: queries.CatalogueFilters
    place: str
    problem: Refused | None
    other_places: tuple[forms.Chip, ...]
    kinds: tuple[queries.Choice, ...]
    kind: str
    kind_label: str
    grounds: tuple[queries.Choice, ...]
    ground: str
    drawing: Drawing | None
    rows: Page  # type: ignore[type-arg]
    national: int
    to_confirm: int
    chips: tuple[forms.Chip, ...]
    facets: tuple[forms.ShownFacet, ...]
    listed: str
    total: int


def page(data: QueryDict, *, on: datetime.date) -> PlacesPage:
    """The page that an address asks for: ``decoupage`` is a kind of division, ``fond`` the region drawn."""
    listed = forms.catalogue_page(data, on=on)
    kind = data.get("decoupage", "dep")
    kind = kind if kind in KINDS else "dep"
    asked = replace(listed.filters, place="") if listed.problem else listed.filters
    counts = queries.places(kind, asked, on=on)
    layer, grounds = LAYERS.get(kind, ("", ()))
    ground = data.get("fond", "") if data.get("fond", "") in grounds else next(iter(grounds), "")
    outlines = territories.outlines(layer, ground or None) if layer else None
    labels = {one.kind: one.label for one in territories.kinds()}
    return PlacesPage(
        filters=listed.filters,
        place=listed.place,
        problem=listed.problem,
        other_places=listed.other_places,
        kinds=tuple(queries.Choice(code=code, label=labels[code]) for code in KINDS),
        kind=kind,
        kind_label=labels[kind],
        grounds=_grounds(grounds),
        ground=ground,
        drawing=_drawing(counts, outlines, data) if outlines else None,
        rows=Paginator(sorted(counts, key=lambda c: -c.specific), PAGE).get_page(data.get("page")),
        national=max((count.national for count in counts), default=0),
        to_confirm=max((count.to_confirm for count in counts), default=0),
        chips=listed.chips,
        facets=listed.facets,
        listed=forms.without(data, "vue", "decoupage", "fond", "page"),
        total=listed.found.total,
    )


def _grounds(grounds: tuple[str, ...]) -> tuple[queries.Choice, ...]:
    names = territories.named(f"reg:{code}" for code in grounds if code)
    return tuple(queries.Choice(code=text.removeprefix("reg:"), label=name) for text, name in names.items())


def _drawing(
    counts: tuple[queries.PlaceCount, ...], outlines: territories.Outlines, data: QueryDict
) -> Drawing:
    by_code = {count.code: count for count in counts}
    drawn = [(shape, by_code[shape.code]) for shape in outlines.shapes if shape.code in by_code]
    bounds = _bounds([count.specific for _shape, count in drawn])
    base = forms.without(data, "vue", "decoupage", "fond", "page", "lieu")
    shapes = tuple(
        Shape(
            name=count.name,
            outline=shape.path,
            count=count.specific,
            step=sum(count.specific >= low for low, _high in bounds),
            address=f"{base}&lieu={count.kind}:{count.code}",
        )
        for shape, count in drawn
    )
    steps = [Step(number=0, label=_("aucune"))] if any(not shape.step for shape in shapes) else []
    for number, (low, high) in enumerate(bounds, 1):
        steps.append(Step(number=number, label=str(low) if low == high else _("{} à {}").format(low, high)))
    return Drawing(view_box=outlines.view_box, shapes=shapes, steps=tuple(steps))


def _bounds(figures: list[int]) -> list[tuple[int, int]]:
    """At most STEPS classes that hold about as many divisions each; a figure is never in two of them."""
    values = sorted(figure for figure in figures if figure)
    starts = sorted({values[len(values) * step // STEPS] for step in range(STEPS)}) if values else []
    ends = [following - 1 for following in starts[1:]] + values[-1:]
    return list(zip(starts, ends, strict=True))
