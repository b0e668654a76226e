"""From the drawings of the package back to the ground: rings in drawing units, joined into divisions, in degrees."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Dot = tuple[int, int]
Loop = list[Dot]

# How each drawing was framed when it was made (``shared/reference/build/outlines.py``): scale, left, top. « » is mainland France.
FRAMES = {
    "": (5590.322057142447, 525.2802096790591, 447.8252297186981),
    "32": (30983.27065638599, 562.3031182175215, 2481.9840712763967),
    "52": (24244.765364956496, 1589.2185260552508, 890.645265131806),
}
HEIGHTS = {"": 932}
"""Below this height the drawing of the country holds boxes for overseas, which stand nowhere on a map."""

FIRST, SECOND, ORIGIN, MERIDIAN = (math.radians(angle) for angle in (44, 49, 46.5, 3))


def _isometric(angle: float) -> float:
    return math.tan(math.pi / 4 + angle / 2)


CONE = math.log(math.cos(FIRST) / math.cos(SECOND)) / math.log(_isometric(SECOND) / _isometric(FIRST))
REACH = math.cos(FIRST) * _isometric(FIRST) ** CONE / CONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The way from the units of one drawing to degrees (RGF93, Lambert conic of a sphere), to four decimals."""

    scale: float
    left: float
    top: float

    @classmethod
    def of(cls, region: str) -> "Ground":
        scale, left, top = FRAMES[region]
        return cls(scale=scale, left=left, top=top)

    def degrees(self, dot: Dot) -> tuple[float, float]:
        """Longitude and latitude of a point of the drawing."""
        x, y = (dot[0] - self.left) / self.scale, (self.top - dot[1]) / self.scale
        down = REACH / _isometric(ORIGIN) ** CONE - y
        rho, turn = math.hypot(x, down), math.atan2(x, down)
        latitude = 2 * math.atan((REACH / rho) ** (1 / CONE)) - math.pi / 2
        return round(math.degrees(MERIDIAN + turn / CONE), 4), round(math.degrees(latitude), 4)


def loops(path: str) -> list[Loop]:
    """The rings of a drawn shape; outer ones turn one way, holes the other. A shape too small to be drawn has none."""
    found = []
    for rank, ring in enumerate(path.split("M")[1:]):
        start, separator, steps = ring.rstrip("z").partition("l")
        if not separator:
            continue  # « h1v1 »: a dot, which no neighbour borders.
        x, y = map(int, start.split())
        loop = [(x, y)]
        moves = [int(part) for part in steps.split()]
        for dx, dy in zip(moves[::2], moves[1::2], strict=True):
            x, y = x + dx, y + dy
            loop.append((x, y))
        if len(loop) < 3:
            continue
        # Rounding turned a handful of outer rings over: they go back to the way of the others.
        found.append(loop[::-1] if rank == 0 and area(loop) > 0 else loop)
    return found


def area(loop: Sequence[Dot]) -> int:
    """Twice the signed area, in a drawing whose y goes down: negative for an outer ring, positive for a hole."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(loop, [*loop[1:], loop[0]], strict=True))


def joined(shapes: Iterable[Sequence[Loop]]) -> list[Loop]:
    """The rings of shapes put together: a border walked both ways is inside, and goes."""
    ways: dict[Dot, list[Dot]] = defaultdict(list)
    for shape in shapes:
        for loop in shape:
            for here, there in zip(loop, [*loop[1:], loop[0]], strict=True):
                if here in ways[there]:
                    ways[there].remove(here)
                else:
                    ways[here].append(there)
    return [loop for loop in _walked(ways) if area(loop)]


def _walked(ways: Mapping[Dot, list[Dot]]) -> Iterator[Loop]:
    """Every ring that the ways left make; a ring that comes back upon itself is cut there."""
    for start in list(ways):
        while ways[start]:
            loop, ranks, here = [start], {start: 0}, start
            while ways.get(here):
                here = ways[here].pop()
                if here in ranks:
                    cut = ranks[here]
                    yield loop[cut:]
                    for dot in loop[cut + 1 :]:
                        del ranks[dot]
                    del loop[cut + 1 :]
                    if cut == 0 and not ways[here]:
                        break
                else:
                    ranks[here] = len(loop)
                    loop.append(here)


def polygons(rings: Sequence[Loop], ground: Ground) -> list[list[list[tuple[float, float]]]]:
    """``coordinates`` of a GeoJSON MultiPolygon: each outer ring, then the holes that lie in it (RFC 7946, closed rings)."""
    outer = sorted((ring for ring in rings if area(ring) < 0), key=lambda ring: -area(ring))
    inner: dict[int, list[Loop]] = defaultdict(list)
    for hole in (ring for ring in rings if area(ring) > 0):
        around = next((rank for rank, ring in enumerate(outer) if _holds(ring, hole)), None)
        if around is not None:
            inner[around].append(hole)
    return [
        [[ground.degrees(dot) for dot in [*ring, ring[0]]] for ring in (shell, *inner[rank])]
        for rank, shell in enumerate(outer)
    ]


def _holds(ring: Loop, hole: Loop) -> bool:
    """Whether a hole is within a ring, by the middle of its first side, which no outer ring shares."""
    x, y = (hole[0][0] + hole[1][0]) / 2, (hole[0][1] + hole[1][1]) / 2 + 1e-6
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y):
            odd ^= x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    return odd
