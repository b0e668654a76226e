from dataclasses import replace
from math import cos, pi, sin

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from maillage.engines.territory import (
    Code,
    Place,
    Point,
    Polygons,
    contains,
    distance_m,
    inside,
    locate,
    near_edge,
    parse,
    polygons_of,
)

SQUARE = [(3.0, 50.0), (3.1, 50.0), (3.1, 50.1), (3.0, 50.1), (3.0, 50.0)]
HOLE = [(3.04, 50.04), (3.06, 50.04), (3.06, 50.06), (3.04, 50.06), (3.04, 50.04)]
FAR = [(4.0, 51.0), (4.1, 51.0), (4.05, 51.1), (4.0, 51.0)]
OUTLINE: Polygons = [[SQUARE, HOLE], [FAR]]

QPV = Code.parse("qpv:QN05901M")
PLACE = Place(
    commune="59512", name="Roubaix", codes=frozenset({Code.parse("com:59512")}), partial=frozenset({QPV})
)

ANGLES = st.lists(st.floats(0.3, 1.0), min_size=3, max_size=12)


def star(radii: list[float], longitude: float, latitude: float, size: float) -> list[tuple[float, float]]:
    """A ring that never crosses itself: one radius in each of as many directions."""
    corners = [
        (
            longitude + size * radius * cos(2 * pi * rank / len(radii)),
            latitude + size * radius * sin(2 * pi * rank / len(radii)),
        )
        for rank, radius in enumerate(radii)
    ]
    return [*corners, corners[0]]


def test_a_point_is_inside_outside_or_in_a_hole() -> None:
    assert inside(Point(50.02, 3.02), OUTLINE)
    assert not inside(Point(50.05, 3.05), OUTLINE)
    assert not inside(Point(49.9, 3.05), OUTLINE)
    assert inside(Point(51.05, 4.05), OUTLINE)


def test_an_outline_need_not_be_closed() -> None:
    assert inside(Point(50.02, 3.02), [[SQUARE[:-1]]])


@given(ANGLES, ANGLES, st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_a_point_is_inside_when_shapely_says_so(
    outer: list[float], hole: list[float], x: float, y: float
) -> None:
    rings = [star(outer, 3.0, 50.0, 1.0), star(hole, 3.0, 50.0, 0.1)]
    apart = [star(hole, 6.0, 50.0, 1.0)]
    reference = shapely.MultiPolygon([shapely.Polygon(rings[0], [rings[1]]), shapely.Polygon(apart[0])])
    where = shapely.Point(3.0 + x, 50.0 + y)
    assume(reference.boundary.distance(where) > 1e-9)

    assert inside(Point(50.0 + y, 3.0 + x), [rings, apart]) == reference.contains(where)


@given(st.floats(3.0, 3.2), st.floats(50.0, 50.1, exclude_max=True, exclude_min=True))
def test_two_neighbours_never_share_a_point(longitude: float, latitude: float) -> None:
    neighbour = [(x + 0.1, y) for x, y in SQUARE]
    point = Point(latitude, longitude)

    assert not (inside(point, [[SQUARE]]) and inside(point, [[neighbour]]))


@given(ANGLES, st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_the_distance_to_the_edge_is_that_of_shapely(radii: list[float], x: float, y: float) -> None:
    """At the equator degrees are equal both ways, so the plane of shapely is ours."""
    ring = star(radii, 0.0, 0.0, 0.01)
    metres = 111_195.0 * shapely.LinearRing(ring).distance(shapely.Point(x / 100, y / 100))
    point = Point(y / 100, x / 100)

    assert near_edge(point, [[ring]], within_m=metres * 1.001 + 0.01)
    assert not near_edge(point, [[ring]], within_m=metres * 0.999 - 0.01)


def test_geojson_geometries_are_read() -> None:
    assert inside(Point(50.02, 3.02), polygons_of("Polygon", [SQUARE, HOLE]))
    assert inside(Point(51.05, 4.05), polygons_of("MultiPolygon", [[SQUARE, HOLE], [FAR]]))
    with pytest.raises(ValueError, match="no inside"):
        polygons_of("LineString", SQUARE)


def test_an_address_point_decides_whether_it_is_in_the_qpv() -> None:
    within = locate(PLACE, Point(50.02, 3.02), {QPV: OUTLINE})
    without = locate(PLACE, Point(50.05, 3.05), {QPV: OUTLINE})

    assert contains(parse("qpv:QN05901M"), PLACE) is None
    assert contains(parse("qpv:QN05901M"), within) is True
    assert contains(parse("qpv:QN05901M"), without) is False


def test_a_point_nearer_to_the_edge_than_the_outline_is_precise_decides_nothing() -> None:
    edge = Point(50.02, 3.0 + 5 / 111_195)

    assert locate(PLACE, edge, {QPV: OUTLINE}) == PLACE
    assert QPV in locate(PLACE, edge, {QPV: OUTLINE}, precision_m=1.0).codes


def test_a_qpv_without_outline_stays_unknown() -> None:
    other = replace(PLACE, partial=frozenset({Code.parse("qpv:QN97401M")}))

    assert locate(other, Point(50.02, 3.02), {QPV: OUTLINE}) == other


def test_the_distance_of_two_points_is_the_one_a_map_gives() -> None:
    lille, paris = Point(50.632, 3.068), Point(48.85, 2.35)
    assert distance_m(lille, lille) == 0
    assert distance_m(lille, paris) == pytest.approx(205_000, rel=0.01)
    assert distance_m(Point(0, 0), Point(0, 180)) == pytest.approx(20_015_000, rel=0.001)
