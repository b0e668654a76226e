"""Contours of a kind of division as GeoJSON, for the maps that a browser draws (ADR 0041)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.shared.territories import enums, ground
from maillage.shared.territories.atlas import editions
from maillage.shared.territories.every import successors
from maillage.shared.territories.models import Membership, Territory
from maillage.shared.territories.outlines import Outlines, outlines

REGIONS = ("32", "52")
"""The regions whose communes are drawn: within them any division is made of its communes."""

NATIONAL = {"reg": "regions", "dep": "departements"}
GATHERED = ("dep", "arr", "epci", "ze", "bv", "aav", "uu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contours:
    """A layer ready to be sent, and what names this state of it."""

    body: bytes
    digest: str


def drawable(kind: str, region: str = "") -> bool:
    """Whether this kind has contours there."""
    return kind in NATIONAL if not region else region in REGIONS and kind in ("com", *GATHERED)


def drawn(kind: str, region: str, on: date) -> frozenset[str]:
    """The codes of the divisions of a kind that the map of a region draws, on a day."""
    return _drawn(kind, region, on, editions())


@lru_cache(maxsize=32)
def _drawn(kind: str, region: str, on: date, editions: tuple[object, ...]) -> frozenset[str]:
    layer, became = outlines("communes", region), successors()
    communes = {became.get(shape.code, shape.code) for shape in layer.shapes} if layer else set()
    if kind == "com":
        return frozenset(communes)
    return frozenset(division for _commune, division in _held(kind, communes, on))


def contours(kind: str, region: str, on: date) -> Contours:
    """The contours of a day, kept by the process until another edition is loaded. Raises Refused when there are none.

    Communes are drawn as they were in 2018, by the code that they have today; a division is the communes that it holds on the
    day. One that goes beyond its region is drawn up to the border.
    """
    if not drawable(kind, region):
        raise Refused(
            "no_contours",
            _("Ce découpage n'a pas de contours ici."),
            way_out=_("Les régions et les départements sont dessinés partout, les autres en %(regions)s.")
            % {"regions": " et ".join(REGIONS)},
        )
    return _contours(kind, region, on, editions())


@lru_cache(maxsize=32)
def _contours(kind: str, region: str, on: date, editions: tuple[object, ...]) -> Contours:
    if not region:
        shapes = _national(outlines(NATIONAL[kind]))
    else:
        drawn = _communes(outlines("communes", region))
        shapes = drawn if kind == "com" else _gathered(kind, drawn, on)
    place = ground.Ground.of(region)
    names = dict(Territory.objects.filter(kind=kind, code__in=shapes).values_list("code", "name"))
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": names.get(code, code)},
            "geometry": {"type": "MultiPolygon", "coordinates": ground.polygons(rings, place)},
        }
        for code, rings in sorted(shapes.items())
        if rings
    ]
    whole = {"type": "FeatureCollection", "features": features}
    body = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    return Contours(body=body, digest=hashlib.sha256(body).hexdigest()[:32])


def _national(drawn: Outlines | None) -> dict[str, list[ground.Loop]]:
    """Mainland France: the boxes of overseas under the drawing are left out, since they stand nowhere."""
    found = {}
    for shape in drawn.shapes if drawn else ():
        rings = ground.loops(shape.path)
        if rings and max(y for _x, y in rings[0]) <= ground.HEIGHTS[""]:
            found[shape.code] = rings
    return found


def _communes(drawn: Outlines | None) -> dict[str, list[ground.Loop]]:
    """Each commune of today, made of those of the drawing that became it."""
    became = successors()
    parts: defaultdict[str, list[list[ground.Loop]]] = defaultdict(list)
    for shape in drawn.shapes if drawn else ():
        parts[became.get(shape.code, shape.code)].append(ground.loops(shape.path))
    return {code: ground.joined(shapes) for code, shapes in parts.items()}


def _gathered(kind: str, communes: dict[str, list[ground.Loop]], on: date) -> dict[str, list[ground.Loop]]:
    """Each division of a kind, from the communes it holds."""
    parts: defaultdict[str, list[list[ground.Loop]]] = defaultdict(list)
    for commune, division in _held(kind, communes, on):
        parts[division].append(communes[commune])
    return {code: ground.joined(shapes) for code, shapes in parts.items()}


def _held(kind: str, communes: Collection[str], on: date) -> Iterator[tuple[str, str]]:
    """Of these communes, each with a division of a kind that holds it on a day; a stable one is read, before its first edition,
    in that edition."""
    rows = Membership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), division__kind=kind, commune__kind="com"
    )
    if kind not in enums.STABLE:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
    for commune, division in rows.values_list("commune__code", "division__code"):
        if commune in communes:
            yield commune, division
