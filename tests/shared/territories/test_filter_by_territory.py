"""A territory as a condition of a query says what the engine says, for every commune."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.engines.territory import (
    Code,
    Difference,
    Expression,
    Intersection,
    Leaf,
    Union,
    contains,
)
from maillage.kit.errors import Refused
from maillage.shared.territories.models import Territory
from maillage.shared.territories.queries import atlas, inside

TODAY = date(2026, 11, 21)
CODES = (
    *(
        "com:59350",
        "com:49007",
        "dep:59",
        "dep:80",
        "reg:32",
        "reg:52",
        "epci:200093201",
        "arr:595",
        "ze:3207",
    ),
    *("frr:FRR", "frr:FRR_PLUS", "frr:FRR_PARTIEL", "zrr:C", "acv:1", "pvd:1", "ort:1", "qpv:QN05901M"),
    *("arm:75101", "pays:FR", "dep:99", "bv:59350", "aav:003", "reg:01"),
)
LEAVES = st.sampled_from(CODES).map(lambda text: Leaf(Code.parse(text)))
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.builds(lambda a, b: Union((a, b)), part, part),
        st.builds(lambda a, b: Intersection((a, b)), part, part),
        st.builds(Difference, part, part),
    ),
    max_leaves=5,
)


def held(expression: Expression | str, on: date = TODAY) -> set[str]:
    rows = Territory.objects.filter(kind="com").filter(inside(expression, "code", on=on))
    return set(rows.values_list("code", flat=True))


@pytest.mark.parametrize("day", [TODAY, date(2019, 5, 2)])
def test_each_kind_of_division_holds_what_the_engine_says(db: None, day: date) -> None:
    known = atlas(day)
    for text in CODES:
        leaf = Leaf(Code.parse(text))
        expected = {code for code in known if contains(leaf, known.place(code)) is True}
        assert held(leaf, day) & set(known) == expected, text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(expression=EXPRESSIONS)
def test_any_expression_holds_what_the_engine_says(db: None, expression: Expression) -> None:
    known = atlas(TODAY)
    communes = list(known)[::17]
    expected = {code for code in communes if contains(expression, known.place(code)) is True}
    assert held(expression) & set(communes) == expected


def test_a_commune_only_partly_inside_is_not_inside(db: None) -> None:
    assert held("qpv:QN05901M") == set()
    assert "59350" in held("dep:59")
    assert "75056" not in held("reg:11 - arm:75101")


def test_a_text_that_is_no_expression_is_refused_with_a_way_out(db: None) -> None:
    with pytest.raises(Refused) as refused:
        inside("dep59", "commune", on=TODAY)
    assert refused.value.way_out
    with pytest.raises(Refused):
        inside("list:littoral", "commune", on=TODAY)
