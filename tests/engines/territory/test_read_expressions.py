import pytest

from maillage.engines.territory import (
    Code,
    CodeError,
    Difference,
    ExpressionError,
    Intersection,
    Kind,
    Leaf,
    NamedList,
    Union,
    leaves,
    parse,
    union,
)

NORD = Leaf(Code(Kind.DEP, "59"))
HDF = Leaf(Code(Kind.REG, "32"))
MEL = Leaf(Code(Kind.EPCI, "200093201"))
LILLE = Leaf(Code(Kind.ZE, "3207"))


def test_a_code_alone_is_an_expression() -> None:
    assert parse("dep:59") == NORD
    assert parse("  DEP:59 ") == NORD
    assert parse("dep:2a") == Leaf(Code(Kind.DEP, "2A"))
    assert parse("frr:FRR_PLUS") == Leaf(Code(Kind.FRR, "FRR_PLUS"))


def test_signs_join_territories() -> None:
    assert parse("(reg:32 - epci:200093201) & ze:3207") == Intersection((Difference(HDF, MEL), LILLE))
    assert parse("dep:59|list:cote-d-opale") == Union((NORD, NamedList("cote-d-opale")))


def test_the_intersection_binds_tighter_and_the_rest_reads_from_left_to_right() -> None:
    assert parse("dep:59 | reg:32 & ze:3207") == Union((NORD, Intersection((HDF, LILLE))))
    assert parse("reg:32 - epci:200093201 - ze:3207") == Difference(Difference(HDF, MEL), LILLE)
    assert parse("reg:32 - epci:200093201 | ze:3207") == Union((Difference(HDF, MEL), LILLE))


def test_parentheses_change_the_reading() -> None:
    assert parse("reg:32 - (epci:200093201 | ze:3207)") == Difference(HDF, Union((MEL, LILLE)))


def test_the_canonical_text_shows_the_reading() -> None:
    assert str(parse("dep:59|reg:32&ze:3207")) == "dep:59 | (reg:32 & ze:3207)"
    assert str(parse("((reg:32)-(epci:200093201))-ze:3207")) == "reg:32 - epci:200093201 - ze:3207"
    assert str(parse("dep:59 | (reg:32 | ze:3207)")) == "dep:59 | reg:32 | ze:3207"


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("", 1, "il manque un territoire à la fin"),
        ("dep:59 &", 9, "il manque un territoire à la fin"),
        ("dep:59 dep:62", 8, "il manque un signe avant «\u00a0dep:62\u00a0»"),
        ("dep:59 | (reg:32 - ze:3207", 10, "cette parenthèse n'est pas refermée"),
        ("dep:59)", 7, "cette parenthèse ne referme rien"),
        ("dep:59 - | dep:62", 10, "un territoire était attendu à la place de «\u00a0|\u00a0»"),
        ("dep:59 | canton:12", 10, "Le découpage «\u00a0canton\u00a0» n'existe pas"),
        ("dep:59 | 62", 10, "«\u00a062\u00a0» ne dit pas de quel découpage il s'agit"),
        ("dep:59 + dep:62", 8, "n'est ni un territoire, ni un signe connu"),
        ("list:Littoral", 1, "ne peut pas être le nom d'une liste"),
        ("dep:Évian", 1, "ne peut pas être le code d'un territoire"),
    ],
)
def test_a_fault_is_told_in_french_with_its_place(text: str, position: int, said: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse(text)

    assert refusal.value.position == position
    assert refusal.value.sentence.startswith(f"Caractère {position}\u00a0: ")
    assert said in refusal.value.sentence
    assert refusal.value.way_out


@pytest.mark.parametrize("text", ["(" * 5000 + "dep:59" + ")" * 5000, "reg:32" + " - dep:59" * 5000])
def test_an_expression_too_deep_is_refused_rather_than_failing_later(text: str) -> None:
    with pytest.raises(ExpressionError, match="trop imbriquée"):
        parse(text)


def test_a_long_list_of_communes_is_not_deep() -> None:
    text = " | ".join(f"com:{number:05}" for number in range(1, 3001))

    assert str(parse(text)) == text


def test_the_leaves_come_once_in_reading_order() -> None:
    expression = parse("(reg:32 - list:littoral) & ze:3207 | reg:32")

    assert [str(leaf) for leaf in leaves(expression)] == ["reg:32", "list:littoral", "ze:3207"]


def test_a_union_has_at_least_two_parts() -> None:
    with pytest.raises(ValueError, match="two parts"):
        Union((NORD,))

    assert union(NORD) == NORD
    assert union(NORD, HDF) == Union((NORD, HDF))


@pytest.mark.parametrize("text", ["59", "canton:12", "dep:", "dep:5 9", "qpv:QN-05901M"])
def test_a_text_that_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        Code.parse(text)
