import pytest

from maillage.engines.territory import (
    Atlas,
    CircularList,
    Code,
    Kind,
    UnknownCommune,
    UnknownTerritory,
    parse,
)


@pytest.fixture
def atlas() -> Atlas:
    dep = {"59350": "59", "59512": "59", "62041": "62", "75056": "75", "97611": "976"}
    return Atlas.build(
        [("62041", 40_970), ("59350", 238_695), ("59512", 99_004), ("75056", 2_103_778), ("97611", None)],
        [
            *((commune, Code(Kind.DEP, value)) for commune, value in dep.items()),
            *((commune, Code(Kind.REG, "32")) for commune in ("59350", "59512", "62041")),
        ],
        partial=[("59512", Code.parse("qpv:QN05901M"))],
        unrecorded=[("97611", Kind.ARR)],
        names={"59350": "Lille"},
        divisions=[Code.parse("ctom:975"), Code.parse("arr:595")],
        lists={"nord": parse("dep:59"), "boucle": parse("list:boucle")},
    )


def test_communes_come_in_the_order_of_their_codes(atlas: Atlas) -> None:
    assert list(atlas.communes(parse("reg:32"))) == ["59350", "59512", "62041"]
    assert list(atlas.communes(parse("pays:FR"))) == list(atlas)


def test_a_set_counts_its_communes_and_inhabitants(atlas: Atlas) -> None:
    nord = atlas.communes(parse("list:nord"))

    assert (len(nord), nord.population) == (2, 337_699)
    assert "59350" in nord
    assert "62041" not in nord
    assert "99999" not in nord


def test_a_population_with_an_unknown_part_is_unknown(atlas: Atlas) -> None:
    assert atlas.communes(parse("pays:FR")).population is None


def test_a_territory_that_exists_may_hold_no_commune(atlas: Atlas) -> None:
    assert not atlas.communes(parse("ctom:975"))


@pytest.mark.parametrize("text", ["dep:01", "epci:123456789", "com:59999", "arm:75121", "list:absente"])
def test_an_unknown_territory_is_refused_by_its_name(atlas: Atlas, text: str) -> None:
    with pytest.raises(UnknownTerritory) as refusal:
        atlas.communes(parse(text))

    assert refusal.value.name == text
    assert f"«\u00a0{text}\u00a0» n'existe pas" in refusal.value.sentence


def test_a_list_that_leads_back_to_itself_is_refused(atlas: Atlas) -> None:
    with pytest.raises(CircularList, match="renvoie à elle-même"):
        atlas.touched(parse("dep:59 | list:boucle"))


def test_a_partial_division_holds_no_commune_whole_but_touches_it(atlas: Atlas) -> None:
    qpv = parse("qpv:QN05901M")

    assert list(atlas.communes(qpv)) == []
    assert list(atlas.touched(qpv)) == ["59512"]
    assert list(atlas.communes(parse("dep:59 - qpv:QN05901M"))) == ["59350"]
    assert list(atlas.touched(parse("dep:59 - qpv:QN05901M"))) == ["59350", "59512"]


def test_what_is_not_recorded_may_be_inside(atlas: Atlas) -> None:
    assert list(atlas.touched(parse("arr:595"))) == ["97611"]


def test_a_municipal_arrondissement_stands_for_its_commune(atlas: Atlas) -> None:
    assert list(atlas.communes(parse("arm:75112"))) == ["75056"]
    assert list(atlas.communes(parse("dep:75 - arm:75112"))) == ["75056"]
    assert list(atlas.touched(parse("arm:75112"))) == ["75056"]


def test_a_place_carries_all_its_divisions(atlas: Atlas) -> None:
    lille = atlas.place("59350")

    assert lille.name == "Lille"
    assert lille.population == 238_695
    assert lille.codes == frozenset(map(Code.parse, ["com:59350", "dep:59", "reg:32", "pays:FR"]))
    assert atlas.place("59512").partial == {Code.parse("qpv:QN05901M")}
    assert atlas.place("97611").unrecorded == {Kind.ARR}


def test_a_code_that_is_no_current_commune_has_no_place(atlas: Atlas) -> None:
    with pytest.raises(UnknownCommune):
        atlas.place("75112")


def test_a_membership_of_an_unknown_commune_is_refused() -> None:
    with pytest.raises(UnknownCommune):
        Atlas.build([("59350", 1)], [("59351", Code(Kind.DEP, "59"))])


def test_sets_of_two_atlases_do_not_mix(atlas: Atlas) -> None:
    other = Atlas.build([("59350", 1)], [])

    with pytest.raises(ValueError, match="two atlases"):
        atlas.communes(parse("pays:FR")) & other.communes(parse("pays:FR"))
