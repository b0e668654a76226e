"""Figures of the mesh as maps and charts, each with the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.ui.charts import Chart, Series
from maillage.kit.ui.maps import Figure, Map, shaded
from maillage.modules.mesh.queries.effects import Effect, PlaceEffect
from maillage.modules.mesh.queries.shapes import By, Count, Part, Stamp
from maillage.shared.territories import queries as territories

REGIONS = ("32", "52")
"""The regions whose territories are drawn below the department."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A region that a map may show."""

    code: str
    name: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A map and the other regions it may show; ``drawing`` None: this division has no contours here."""

    drawing: Map | None
    grounds: tuple[Ground, ...]


NOTHING = Drawn(drawing=None, grounds=())


def number(value: int) -> str:
    """A count as French writes it."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def pair(count: Count) -> str:
    """A figure in words, always as a pair."""
    return _("%(certain)s à coup sûr, %(possible)s peut-être") % {
        "certain": number(count.certain),
        "possible": number(count.possible),
    }


def population(parts: Sequence[Part], by: By, *, stamp: Stamp, ground: str, title: str, rows: str) -> Drawn:
    """Where a scheme serves; ``rows``: what opens its establishments (``forms.rows``), empty: they are not opened. Where nothing known
    is enough to be served for certain, what is possible is drawn, and said."""
    sure = any(part.count.certain for part in parts)
    figures = [
        Figure(
            code=part.code.partition(":")[2],
            name=part.name,
            value=part.count.certain if sure else part.count.possible,
            words=_("%(pair)s, sur %(total)s établissements")
            % {"pair": pair(part.count), "total": number(part.total)},
            address=f"{rows}&{_part_opened(part)}" if rows else "",
        )
        for part in parts
        if part.code.partition(":")[2]
    ]
    return _drawn(
        figures,
        by,
        stamp,
        ground,
        title=title,
        caption=(
            _("Établissements servis à coup sûr, par %(division)s")
            if sure
            else _("Établissements servis peut-être, aucun ne l'étant à coup sûr, par %(division)s")
        )
        % {"division": by.label},
    )


def gaps(figures: Sequence[Figure], by: By, *, stamp: Stamp, ground: str, title: str) -> Drawn:
    """Where establishments have nothing."""
    return _drawn(
        figures,
        by,
        stamp,
        ground,
        title=title,
        caption=_("Établissements sans réponse, par %(division)s") % {"division": by.label},
    )


def effect(found: Effect, *, ground: str, rows: str) -> Drawn:
    """Where a decision changes something: establishments gained and lost, both told in words; perhaps, where nothing is certain.
    ``rows``: what opens the establishments, empty: they are not opened."""
    sure = any(place.gained.certain or place.lost.certain for place in found.places)
    figures = [
        Figure(
            code=place.code.partition(":")[2],
            name=place.name,
            value=sum(count.certain if sure else count.possible for count in (place.gained, place.lost)),
            words=_("Gagnés : %(gained)s. Perdus : %(lost)s")
            % {"gained": pair(place.gained), "lost": pair(place.lost)},
            address=f"{rows}&{_side_opened(place)}" if rows else "",
        )
        for place in found.places
        if place.code.partition(":")[2]
    ]
    return _drawn(
        figures,
        found.by,
        found.stamp,
        ground,
        title=_("Où quelque chose change"),
        caption=(
            _("Établissements gagnés ou perdus à coup sûr, par %(division)s")
            if sure
            else _("Établissements gagnés ou perdus peut-être, aucun ne l'étant à coup sûr, par %(division)s")
        )
        % {"division": found.by.label},
    )


def _part_opened(part: Part) -> str:
    """What an address says to open a part; perhaps served, where none is for certain."""
    perhaps = [] if part.count.certain else [("peut-etre", "1")]
    return urlencode([("part", part.code), *perhaps])


def _side_opened(place: PlaceEffect) -> str:
    """The side that changes most; perhaps, where nothing of it is certain: what becomes certain is no part of what becomes possible."""
    count = place.lost if place.larger == "lost" else place.gained
    perhaps = [] if count.certain else [("peut-etre", "1")]
    return urlencode([("sorte", place.larger), *perhaps, ("part", place.code)])


def _drawn(
    figures: Sequence[Figure], by: By, stamp: Stamp, ground: str, *, title: str, caption: str
) -> Drawn:
    if not by.is_territory or not figures:
        return NOTHING
    regions = _regions(stamp.departments)
    chosen = ground if ground in regions else max(regions, key=partial(_told, figures, by), default="")
    if by.code == "reg" or not territories.drawable(by.code, chosen):
        chosen = ""
    if not territories.drawable(by.code, chosen):
        return NOTHING
    contours = reverse("territories:contours", args=[by.code]) + (f"?region={chosen}" if chosen else "")
    drawing = shaded(figures, title=title, caption=caption, contours=contours, table="chiffres")
    names = territories.named(f"reg:{code}" for code in regions)
    grounds = tuple(
        Ground(code=code, name=names.get(f"reg:{code}", code), selected=code == chosen) for code in regions
    )
    return Drawn(drawing=drawing, grounds=grounds if chosen and len(grounds) > 1 else ())


def _told(figures: Sequence[Figure], by: By, region: str) -> int:
    """How much of the figures the map of a region would show: its contours are those of today, whatever the day of the figures."""
    shown = territories.drawn(by.code, region, clock.today())
    return sum(figure.value or 0 for figure in figures if figure.code in shown)


def _regions(departments: Sequence[str]) -> tuple[str, ...]:
    """The drawn regions that hold a department of the register; all of them when it is that of the country."""
    found = []
    for region in REGIONS:
        layer = territories.outlines("departements", region)
        held = {shape.code for shape in layer.shapes} if layer else set()
        if not departments or held & set(departments):
            found.append(region)
    return tuple(found)


def bars(parts: Sequence[Part], by: By, *, title: str) -> Chart | None:
    """The figure of a scheme by size, section or age."""
    if by.is_territory or not parts:
        return None
    most = max(parts, key=lambda part: (part.count.certain, part.count.possible))
    said = _("Le plus grand nombre : %(name)s, %(pair)s.") % {"name": most.name, "pair": pair(most.count)}
    return Chart(
        name="parts",
        kind="bar",
        title=title,
        said=said,
        axis=str(by.label).capitalize(),
        table="chiffres",
        categories=tuple(part.name for part in parts),
        series=(
            Series(name=_("À coup sûr"), values=tuple(part.count.certain for part in parts)),
            Series(name=_("Possible"), values=tuple(part.count.possible for part in parts)),
        ),
    )
