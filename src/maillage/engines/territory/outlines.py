"""Outlines: is an address point in a QPV?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import asin, cos, degrees, hypot, radians, sin, sqrt
from typing import TypeAlias

from maillage.engines.territory.codes import Code
from maillage.engines.territory.places import Place

Ring: TypeAlias = Sequence[Sequence[float]]
Polygons: TypeAlias = Sequence[Sequence[Ring]]
"""Polygons of rings of (longitude, latitude), as ``coordinates`` of a GeoJSON MultiPolygon: outer ring, then holes."""

METRES_PER_DEGREE = 111_195.0
"""Length of a degree of a meridian (mean radius of the Earth, 6 371 009 m)."""

PRECISION_M = 10.0
"""Precision in metres of the outlines of the reference data (four decimals of a degree)."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the Earth in degrees, WGS 84."""

    latitude: float
    longitude: float


def polygons_of(kind: str, coordinates: Sequence[object]) -> Polygons:
    """The polygons of a GeoJSON geometry (``Polygon`` or ``MultiPolygon``); other kinds raise ValueError."""
    if kind == "Polygon":
        return [coordinates]  # type: ignore[list-item]
    if kind == "MultiPolygon":
        return coordinates  # type: ignore[return-value]
    raise ValueError(f"{kind} has no inside")


def inside(point: Point, polygons: Polygons) -> bool:
    """Whether ``point`` is in one of the polygons and in none of its holes (even-odd rule, plane degrees).

    A point exactly on an edge may fall on either side, but on one side only of an edge that two polygons share. Ask
    :func:`near_edge` when that matters.
    """
    return any(_inside(point, polygon) for polygon in polygons)


def _inside(point: Point, polygon: Sequence[Ring]) -> bool:
    odd = False
    for (x1, y1), (x2, y2) in _edges(polygon):
        if (y1 > point.latitude) != (y2 > point.latitude):
            crossing = x1 + (point.latitude - y1) / (y2 - y1) * (x2 - x1)
            odd ^= point.longitude < crossing
    return odd


def near_edge(point: Point, polygons: Polygons, *, within_m: float) -> bool:
    """Whether ``point`` is at most ``within_m`` metres from an edge, inside or out (local plane, exact enough at 1 km)."""
    return any(
        _distance_m(point, start, end) <= within_m for polygon in polygons for start, end in _edges(polygon)
    )


def distance_m(one: Point, other: Point) -> float:
    """Metres between two points along the surface of the Earth (haversine formula, mean radius)."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    half = (
        sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    )
    return METRES_PER_DEGREE * degrees(2 * asin(min(1.0, sqrt(half))))


def locate(
    place: Place, point: Point, outlines: Mapping[Code, Polygons], *, precision_m: float = PRECISION_M
) -> Place:
    """``place`` narrowed by an address point: its partial divisions become certain, or go.

    A partial division stays so when it has no outline, or when the point is nearer to its edge than the precision of
    the outline.
    """
    certain, partial = set(place.codes), set(place.partial)
    for code in place.partial & outlines.keys():
        polygons = outlines[code]
        if near_edge(point, polygons, within_m=precision_m):
            continue
        partial.remove(code)
        if inside(point, polygons):
            certain.add(code)
    return replace(place, codes=frozenset(certain), partial=frozenset(partial))


def _edges(polygon: Sequence[Ring]) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    for ring in polygon:
        corners = [(corner[0], corner[1]) for corner in ring]
        yield from pairwise([*corners, corners[0]])


def _distance_m(point: Point, start: tuple[float, float], end: tuple[float, float]) -> float:
    """Metres from ``point`` to the segment, on the plane that touches the Earth at ``point``."""
    narrowing = cos(radians(point.latitude))
    x1, y1 = (start[0] - point.longitude) * narrowing, start[1] - point.latitude
    x2, y2 = (end[0] - point.longitude) * narrowing, end[1] - point.latitude
    dx, dy = x2 - x1, y2 - y1
    length2 = dx * dx + dy * dy
    along = 0.0 if length2 == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length2))
    return METRES_PER_DEGREE * hypot(x1 + along * dx, y1 + along * dy)
