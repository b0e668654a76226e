"""Contours of the snapshot: drawings for the maps, and the priority neighbourhoods to test an address against."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from maillage.engines.territory import Code, Kind, Point, Polygons, inside
from maillage.shared.reference.snapshot import PACKAGED

CONTOURS = PACKAGED / "contours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One territory of a map: its code, its name and the ``d`` of its SVG path."""

    code: str
    name: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """A layer of a map, in the units of ``view_box``; layers of one region lie over one another."""

    view_box: str
    shapes: tuple[Outline, ...]


@cache
def outlines(layer: str, region: str | None = None) -> Outlines | None:
    """A layer (regions, departements; epci, zones_emploi, departements, communes of a region), None when not held."""
    path = CONTOURS / (f"{layer}_{region}.json" if region else f"{layer}.json")
    if not path.is_file():
        return None
    drawing = json.loads(path.read_text(encoding="utf-8"))
    shapes = tuple(Outline(code=one["code"], name=one["name"], path=one["d"]) for one in drawing["shapes"])
    return Outlines(view_box=drawing["viewBox"], shapes=shapes)


@cache
def quarters() -> Mapping[Code, Polygons]:
    """The polygons of the priority neighbourhoods of regions 32 and 52, in degrees (longitude, latitude)."""
    raw = json.loads(gzip.decompress((CONTOURS / "qpv.json.gz").read_bytes()))
    return {
        Code(Kind.QPV, code): [[_ring(ring) for ring in polygon] for polygon in raw[code]] for code in raw
    }


def _ring(flat: list[int]) -> list[tuple[float, float]]:
    return [(flat[rank] / 10_000, flat[rank + 1] / 10_000) for rank in range(0, len(flat), 2)]


def locate_qpv(latitude: float, longitude: float) -> tuple[str, ...]:
    """The codes of the priority neighbourhoods that hold a point, among those whose outline is held (regions 32, 52)."""
    point = Point(latitude, longitude)
    return tuple(code.value for code, polygons in quarters().items() if inside(point, polygons))
