from datetime import date

import pytest

from maillage.kit.errors import Refused
from maillage.shared.territories import queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Lille", "com:59350"),
        ("saint étienne", "com:42218"),
        ("SAINT ETIENNE", "com:42218"),
        ("l'hay", "com:94038"),
        ("59350", "com:59350"),
        ("59800", "com:59350"),
        ("Hauts-de-F", "reg:32"),
        ("200093201", "epci:200093201"),
        ("2a004", "com:2A004"),
    ],
)
def test_a_territory_is_found_by_name_code_or_postal_code(text: str, first: str) -> None:
    assert queries.search(text)[0].reference == first


@pytest.mark.parametrize("text", ["", " ", "'", "zzzzzz", "%", "_", "\x00", "zzz\x00"])
def test_nothing_is_found_for_nothing(text: str) -> None:
    assert queries.search(text) == ()


def test_kinds_narrow_the_search() -> None:
    assert {one.kind for one in queries.search("lille", kinds=["epci", "ze"])} <= {"epci", "ze"}


def test_a_mistyped_name_is_suggested() -> None:
    assert queries.suggest("Lile")[0].code == "59350"
    assert queries.suggest("Amien")[0].code == "80021"
    assert "Lille (59350)" in queries.did_you_mean("Lile")
    assert queries.suggest("59") == ()


def test_codes_have_names() -> None:
    assert queries.named(["dep:59", "frr:FRR_PLUS", "pays:FR", "dep:00", "nothing"]) == {
        "dep:59": "Nord",
        "frr:FRR_PLUS": "FRR+",
        "pays:FR": "France",
    }
    assert queries.territory_name("reg:32") == "Hauts-de-France"
    assert queries.territory_name("reg:00") == "reg:00"


def test_every_kind_has_a_french_name() -> None:
    labels = {one.kind: one.label for one in queries.kinds()}
    assert labels["ze"] == "zone d'emploi"
    assert "rev3" not in labels


def test_an_unknown_division_is_refused() -> None:
    for text in ("dep:00", "dep:\x00", "\x00", ":"):
        with pytest.raises(Refused):
            queries.division(text, TODAY)
    with pytest.raises(Refused, match="dep:00"):
        queries.division("dep:00", TODAY)
    with pytest.raises(Refused, match="canton") as refused:
        queries.division("canton:1", TODAY)
    assert "epci" in refused.value.way_out


def test_a_map_layer_is_held_for_the_two_regions() -> None:
    layer = queries.outlines("epci", "32")
    assert layer is not None
    assert layer.view_box.startswith("0 0 1000 ")
    assert {shape.code for shape in layer.shapes} >= {"200093201"}
    assert queries.outlines("epci", "11") is None
    nation = queries.outlines("regions")
    assert nation is not None
    assert len(nation.shapes) == 18
