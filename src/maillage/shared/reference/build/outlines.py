"""Contours for the maps of the pages, projected once: SVG paths in integers, neighbours sharing their borders."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maillage.kit.errors import Refused

Point = tuple[float, float]
Project = Callable[[float, float], Point]
WIDTH = 1000
REGIONS = ("32", "52")
# Overseas departments, in boxes under the mainland, each at its own scale: department, region, place of the box.
INSETS = (("971", "01"), ("972", "02"), ("973", "03"), ("974", "04"), ("976", "06"))
INSET, GAP = 150, 50
# Ground tolerance in thousandths of the width: finer than a pixel for few shapes, coarser for thousands of communes.
TOLERANCE = {"regions": 1.2, "departements": 1.0, "epci": 1.0, "zones_emploi": 1.0, "communes": 1.8}


@dataclass(frozen=True, slots=True)
class Frame:
    """A projection followed by a scale: degrees to units of the drawing, y downwards."""

    project: Project
    scale: float
    left: float
    top: float

    def __call__(self, longitude: float, latitude: float) -> Point:
        x, y = self.project(longitude, latitude)
        return (x * self.scale + self.left, self.top - y * self.scale)


def layers(source: Path) -> Iterator[tuple[str, str, int]]:
    """Every layer as (file name, text, number of shapes)."""
    for kind in ("regions", "departements"):
        features = _features(source, f"{kind}.geojson")
        yield _layer(f"contours/{kind}.json", _nation(features, kind))
    for region in REGIONS:
        departments = [
            one for one in _features(source, "departements.geojson") if one["properties"]["region"] == region
        ]
        yield _layer(
            f"contours/departements_{region}.json", _region(departments, departments, "departements")
        )
        for kind in ("epci", "zones_emploi", "communes"):
            features = _features(source, f"{kind}_{region}.geojson")
            yield _layer(f"contours/{kind}_{region}.json", _region(features, departments, kind))
    yield _quarters(source)


def _quarters(source: Path) -> tuple[str, str, int]:
    """Polygons of the priority neighbourhoods, in ten-thousandths of a degree: {code: [polygon: [ring: [lon, lat, …]]]}."""
    found: dict[str, list[list[list[int]]]] = {}
    for region in REGIONS:
        for feature in _features(source, f"qpv_{region}.geojson"):
            found[feature["properties"]["code"]] = [
                [[round(part * 10_000) for lon, lat in ring for part in (lon, lat)] for ring in polygon]
                for polygon in _polygons(feature["geometry"])
            ]
    return "contours/qpv.json.gz", _json({code: found[code] for code in sorted(found)}), len(found)


def _features(source: Path, name: str) -> list[Any]:
    path = source / "contours" / name
    if not path.is_file():
        raise Refused(
            "missing_source", f"Il manque contours/{name}.", way_out="Donnez avec --from le dossier complet."
        )
    return json.loads(path.read_text(encoding="utf-8"))["features"]


def _polygons(geometry: Any) -> list[Any]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]


def lambert(longitude: float, latitude: float) -> Point:
    """Lambert conformal conic of the RGF93 (parallels 44° and 49°, origin 3° E, 46.5° N) on a sphere of radius 1."""
    first, second, origin = (math.radians(angle) for angle in (44, 49, 46.5))

    def isometric(angle: float) -> float:
        return math.tan(math.pi / 4 + angle / 2)

    n = math.log(math.cos(first) / math.cos(second)) / math.log(isometric(second) / isometric(first))
    f = math.cos(first) * isometric(first) ** n / n
    rho, turn = f / isometric(math.radians(latitude)) ** n, n * math.radians(longitude - 3)
    return (rho * math.sin(turn), f / isometric(origin) ** n - rho * math.cos(turn))


def flat(longitude: float, latitude: float) -> Point:
    """Equirectangular about the parallel of the place: enough for one overseas department."""
    return (math.radians(longitude) * math.cos(math.radians(abs(latitude) // 5 * 5)), math.radians(latitude))


def _frame(
    features: list[Any],
    project: Project,
    width: float,
    left: float = 0,
    top: float = 0,
    height: float = math.inf,
) -> tuple[Frame, int]:
    """The frame that fits the features in a box whose top left corner is given, and the height it takes."""
    points = [
        project(lon, lat)
        for one in features
        for polygon in _polygons(one["geometry"])
        for lon, lat in polygon[0]
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    scale = min(width / (max(xs) - min(xs)), height / (max(ys) - min(ys)))
    used = math.ceil((max(ys) - min(ys)) * scale)
    return Frame(project, scale, left - min(xs) * scale, top + max(ys) * scale), used


def _nation(features: list[Any], kind: str) -> dict[str, Any]:
    rank = 0 if kind == "departements" else 1
    outer = {pair[rank]: place for place, pair in enumerate(INSETS)}
    mainland = [one for one in features if one["properties"]["code"] not in outer]
    frame, height = _frame(mainland, lambert, WIDTH)
    shapes = _shapes(mainland, frame, kind)
    for one in features:
        if (place := outer.get(one["properties"]["code"])) is not None:
            left = place * (INSET + GAP) + GAP / 2
            inset, _ = _frame([one], flat, INSET, left, height + GAP, height=INSET)
            shapes += _shapes([one], inset, kind)
    total = (
        height + INSET + 2 * GAP if any(one["properties"]["code"] in outer for one in features) else height
    )
    return {"viewBox": f"0 0 {WIDTH} {total}", "shapes": sorted(shapes, key=lambda shape: shape["code"])}


def _region(features: list[Any], extent: list[Any], kind: str) -> dict[str, Any]:
    """Layers of one region share the frame of its departments, so that they can be laid over one another."""
    frame, height = _frame(extent, lambert, WIDTH)
    shapes = _shapes(features, frame, kind)
    return {"viewBox": f"0 0 {WIDTH} {height}", "shapes": sorted(shapes, key=lambda shape: shape["code"])}


def _shapes(features: list[Any], frame: Frame, kind: str) -> list[dict[str, str]]:
    try:
        import shapely
    except ImportError:
        raise Refused(
            "no_shapely",
            "Les contours demandent la bibliothèque shapely.",
            way_out="Lancez « make develop », qui installe les outils de développement, puis recommencez.",
        ) from None
    projected = [
        shapely.MultiPolygon(
            [
                (ring[0], ring[1:])
                for polygon in _polygons(one["geometry"])
                for ring in [[[frame(lon, lat) for lon, lat in line] for line in polygon]]
            ]
        )
        for one in features
    ]
    simplified = shapely.coverage_simplify(projected, TOLERANCE[kind])
    return [
        {"code": one["properties"]["code"], "name": one["properties"]["nom"], "d": _path(shape)}
        for one, shape in zip(features, simplified, strict=True)
    ]


def _path(shape: Any) -> str:
    polygons = getattr(shape, "geoms", [shape])
    drawn = [
        _ring(list(ring.coords)) for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)
    ]
    return "".join(drawn)


def _ring(points: list[Point]) -> str:
    """One closed ring in relative steps; rings that vanish at this scale are left out, unless nothing else is left."""
    whole = [(round(x), round(y)) for x, y in points[:-1]]
    steps, (px, py) = [], whole[0]
    for x, y in whole[1:]:
        if (x, y) != (px, py):
            steps.append(f"{x - px} {y - py}")
            px, py = x, y
    return (
        f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z" if steps else f"M{whole[0][0]} {whole[0][1]}h1v1z"
    )


def _layer(name: str, drawing: dict[str, Any]) -> tuple[str, str, int]:
    return name, _json(drawing), len(drawing["shapes"])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
