import random
from datetime import date

import pytest

from maillage.engines.territory import parse
from maillage.shared.territories import queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def test_the_atlas_holds_every_commune() -> None:
    atlas = queries.atlas(TODAY)
    assert len(atlas) == 34_875 + 94
    assert len(atlas.communes(parse("pays:FR - (ctom:975 | ctom:977 | ctom:978)"))) == 34_875 + 94 - 4


def test_the_atlas_and_place_say_the_same_of_a_commune() -> None:
    atlas = queries.atlas(TODAY)
    drawn = random.Random(20261121).sample(list(atlas), 30)
    for code in [*drawn, "97501", "15031", "97401", "97411", "75056", "59350"]:
        assert atlas.place(code) == queries.place(code, on=TODAY).place


def test_the_atlas_and_place_agree_on_a_past_day() -> None:
    day = date(2024, 3, 1)
    atlas = queries.atlas(day)
    for code in ("59350", "02454", "97501", "01004", "60694"):
        assert atlas.place(code) == queries.place(code, on=day).place


@pytest.mark.requirement("H-224")
def test_divisions_cross() -> None:
    atlas = queries.atlas(TODAY)
    crossed = atlas.communes(parse("(reg:32 - epci:200093201) & ze:3216"))
    lille = {one.code for one in queries.members("epci:200093201", TODAY)}
    area = {one.code for one in queries.members("ze:3216", TODAY)}
    assert set(crossed) == area - lille
    assert len(atlas.communes(parse("dep:02 | dep:59 | dep:60 | dep:62 | dep:80"))) == len(
        atlas.communes(parse("reg:32"))
    )


def test_days_without_a_change_share_one_atlas() -> None:
    assert queries.atlas(TODAY) is queries.atlas(date(2026, 11, 22))
    assert queries.atlas(date(2025, 7, 9)) is not queries.atlas(date(2025, 7, 10))


def test_a_day_before_everything_has_an_atlas() -> None:
    day = date(1900, 1, 1)
    assert queries.atlas(day).place("59350") == queries.place("59350", on=day).place
