import pytest

from maillage.engines.territory import CircularList, Code, Kind, Place, UnknownTerritory, contains, parse

LILLE = Place(
    commune="59350",
    name="Lille",
    codes=frozenset(
        map(Code.parse, ["com:59350", "dep:59", "reg:32", "epci:200093201", "ze:3212", "acv:1", "pays:FR"])
    ),
    population=238_695,
    partial=frozenset({Code.parse("qpv:QN05901M")}),
    unrecorded=frozenset({Kind.BV}),
)
PARIS = Place(
    commune="75056", name="Paris", codes=frozenset(map(Code.parse, ["com:75056", "dep:75", "pays:FR"]))
)
PARIS_12 = Place(commune="75056", name="Paris", codes=PARIS.codes, district="75112")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("com:59350", True),
        ("dep:62", False),
        ("pays:FR", True),
        ("reg:32 - epci:200093201", False),
        ("reg:32 - dep:62", True),
        ("dep:62 | reg:32 & acv:1", True),
        ("qpv:QN05901M", None),
        ("qpv:QN06201M", False),
        ("bv:59350", None),
    ],
)
def test_a_place_is_inside_outside_or_partly_inside(text: str, answer: bool | None) -> None:
    assert contains(parse(text), LILLE) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("qpv:QN05901M | dep:59", True),
        ("qpv:QN05901M | dep:62", None),
        ("qpv:QN05901M & dep:62", False),
        ("qpv:QN05901M & dep:59", None),
        ("dep:59 - qpv:QN05901M", None),
        ("dep:62 - qpv:QN05901M", False),
        ("qpv:QN05901M - dep:59", False),
    ],
)
def test_what_cannot_be_told_only_matters_if_it_changes_the_answer(text: str, answer: bool | None) -> None:
    assert contains(parse(text), LILLE) is answer


def test_a_municipal_arrondissement_is_told_by_the_address() -> None:
    twelfth = parse("arm:75112")

    assert contains(twelfth, PARIS_12) is True
    assert contains(parse("arm:75111"), PARIS_12) is False
    assert contains(twelfth, PARIS) is None
    assert contains(twelfth, LILLE) is False


def test_a_commune_holds_its_municipal_arrondissements() -> None:
    assert contains(parse("com:75056"), PARIS_12) is True


def test_a_named_list_means_what_it_is_given() -> None:
    lists = {"littoral": parse("dep:62 | list:nord"), "nord": parse("dep:59")}

    assert contains(parse("list:littoral"), LILLE, lists) is True
    assert contains(parse("list:littoral"), PARIS, lists) is False


def test_a_list_that_is_missing_or_names_itself_is_refused() -> None:
    with pytest.raises(UnknownTerritory, match="list:absente"):
        contains(parse("list:absente"), LILLE)
    with pytest.raises(CircularList, match="list:boucle.*renvoie à elle-même"):
        contains(parse("list:boucle"), LILLE, {"boucle": parse("dep:59 | list:boucle")})
