import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from maillage.engines.territory import Point, inside
from maillage.kit.errors import Refused
from maillage.shared.territories import ground, queries
from maillage.shared.territories.models import Membership
from maillage.shared.territories.outlines import quarters

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def drawn(kind: str, region: str, on: date = TODAY) -> dict[str, Any]:
    features = json.loads(queries.contours(kind, region, on).body)["features"]
    return {feature["properties"]["code"]: feature for feature in features}


def test_a_border_between_two_shapes_goes_when_they_are_joined() -> None:
    left = [[(0, 0), (0, 2), (2, 2), (2, 0)]]
    right = [[(2, 0), (2, 2), (4, 2), (4, 0)]]
    assert [set(loop) for loop in ground.joined([left, right])] == [
        {(0, 0), (0, 2), (2, 2), (2, 0), (4, 2), (4, 0)}
    ]


def test_a_hole_stays_in_the_shape_around_it() -> None:
    place = ground.Ground.of("32")
    shell = [(0, 0), (0, 90), (90, 90), (90, 0)]
    hole = [(30, 30), (60, 30), (60, 60), (30, 60)]
    (polygon,) = ground.polygons([shell, hole], place)
    assert len(polygon) == 2
    assert polygon[0][0] == polygon[0][-1]


@pytest.mark.parametrize(("code", "point"), [("59350", (50.6366, 3.0635)), ("80021", (49.8942, 2.2957))])
def test_the_town_hall_of_a_commune_lies_in_its_contour(code: str, point: tuple[float, float]) -> None:
    shape = drawn("com", "32")[code]["geometry"]["coordinates"]
    assert inside(Point(*point), shape)


def test_a_priority_neighbourhood_lies_in_the_contour_of_the_same_region() -> None:
    west = drawn("dep", "52")["44"]["geometry"]["coordinates"]
    nantes = next(polygons for code, polygons in quarters().items() if code.value.startswith("QN04401"))
    longitude, latitude = nantes[0][0][0][0], nantes[0][0][0][1]
    assert inside(Point(latitude, longitude), west)


@pytest.mark.requirement("H-224")
@pytest.mark.parametrize("kind", ["dep", "arr", "epci", "ze", "bv"])
def test_each_division_of_a_region_has_its_contour_of_today(kind: str) -> None:
    found = drawn(kind, "32")
    named = queries.named(f"{kind}:{code}" for code in found)
    assert len(named) == len(found) > 4
    assert all(feature["geometry"]["coordinates"] for feature in found.values())


@pytest.mark.parametrize("kind", ["com", "epci"])
def test_what_a_map_draws_is_told_as_it_is_drawn_on_the_same_day(kind: str) -> None:
    assert queries.drawn(kind, "32", TODAY) == set(drawn(kind, "32"))


def test_a_division_is_told_as_drawn_until_the_day_when_its_communes_leave_it() -> None:
    # Days that no other test asks: the process keeps what it drew.
    last, end = date(2031, 5, 1), date(2031, 5, 2)
    Membership.objects.filter(division__kind="epci", division__code="200093201").update(valid_to=end)
    assert "200093201" in queries.drawn("epci", "32", last) & drawn("epci", "32", last).keys()
    assert "200093201" not in queries.drawn("epci", "32", end) | drawn("epci", "32", end).keys()


def test_a_kind_without_contours_is_refused_with_what_is_drawn() -> None:
    with pytest.raises(Refused) as refusal:
        queries.contours("qpv", "32", TODAY)
    assert "départements" in refusal.value.way_out


def test_contours_are_public_and_sent_once(client: Client) -> None:
    first = client.get("/territoires/contours/dep.geojson", {"region": "32"})
    assert first.status_code == 200
    assert first["Content-Type"] == "application/geo+json"
    assert "public" in first["Cache-Control"]
    assert set(json.loads(first.content)) == {"type", "features"}
    again = client.get(
        "/territoires/contours/dep.geojson", {"region": "32"}, headers={"if-none-match": first["ETag"]}
    )
    assert again.status_code == 304
    assert client.get("/territoires/contours/epci.geojson").status_code == 404
