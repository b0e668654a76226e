"""Laws, on small random atlases and expressions: text, sets and places say the same thing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from maillage.engines.territory import (
    Atlas,
    Code,
    Difference,
    Expression,
    Intersection,
    Kind,
    Leaf,
    NamedList,
    Union,
    contains,
    leaves,
    parse,
)

COMMUNES = ["01001", "2A004", "59350", "69123", "75056"]
DIVISIONS = [Code.parse(text) for text in ("dep:59", "dep:2A", "ze:3207", "frr:FRR_PLUS", "qpv:QN05901M")]
DISTRICTS = [Code(Kind.ARM, "75112"), Code(Kind.ARM, "69381")]
LISTS = {"littoral": parse("dep:59 | com:2A004"), "reste-du-pays": parse("pays:FR - list:littoral")}

PLAIN_LEAVES = st.sampled_from(
    [*map(Leaf, DIVISIONS), Leaf(Code(Kind.PAYS, "FR")), *(Leaf(Code(Kind.COM, code)) for code in COMMUNES)]
) | st.sampled_from(sorted(LISTS)).map(NamedList)


def trees(of: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.recursive(
        of,
        lambda part: st.one_of(
            st.lists(part, min_size=2, max_size=3).map(lambda parts: Union(tuple(parts))),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: Intersection(tuple(parts))),
            st.builds(Difference, part, part),
        ),
        max_leaves=8,
    )


EXPRESSIONS = trees(PLAIN_LEAVES)
EXPRESSIONS_WITH_DISTRICTS = trees(PLAIN_LEAVES | st.sampled_from(DISTRICTS).map(Leaf))


@st.composite
def atlases(draw: st.DrawFn) -> Atlas:
    pairs = st.sets(st.tuples(st.sampled_from(COMMUNES), st.sampled_from(DIVISIONS)), max_size=15)
    whole = draw(pairs)
    return Atlas.build(
        [(code, 1) for code in COMMUNES],
        whole,
        partial=draw(pairs) - whole,
        unrecorded=draw(
            st.sets(st.tuples(st.sampled_from(COMMUNES), st.sampled_from([Kind.ZE, Kind.FRR])), max_size=2)
        ),
        divisions=DIVISIONS,
        lists=LISTS,
    )


@given(EXPRESSIONS_WITH_DISTRICTS)
def test_an_expression_is_read_back_from_its_text(expression: Expression) -> None:
    assert parse(str(expression)) == expression


@given(EXPRESSIONS_WITH_DISTRICTS)
def test_the_text_names_every_leaf(expression: Expression) -> None:
    assert all(str(leaf) in str(expression) for leaf in leaves(expression))


@given(atlases(), EXPRESSIONS)
def test_places_and_sets_agree(atlas: Atlas, expression: Expression) -> None:
    inside, touched = atlas.communes(expression), atlas.touched(expression)

    for code in atlas:
        answer = contains(expression, atlas.place(code), LISTS)
        assert (code in inside) == (answer is True)
        assert (code in touched) == (answer is not False)


@given(atlases(), EXPRESSIONS_WITH_DISTRICTS)
def test_no_commune_that_may_lie_inside_is_left_out_when_districts_are_named(
    atlas: Atlas, expression: Expression
) -> None:
    for code in atlas:
        answer = contains(expression, atlas.place(code), LISTS)
        assert (code in atlas.touched(expression)) == (answer is not False)
        if answer is True:
            assert code in atlas.communes(expression)


@given(atlases(), EXPRESSIONS, EXPRESSIONS, EXPRESSIONS)
def test_the_laws_of_sets_hold(atlas: Atlas, a: Expression, b: Expression, c: Expression) -> None:
    for read in (atlas.communes, atlas.touched):
        assert read(Union((a, a))) == read(a) == read(Intersection((a, a)))
        assert read(Union((a, b))) == read(Union((b, a))) == read(a) | read(b)
        assert read(Intersection((a, b))) == read(Intersection((b, a))) == read(a) & read(b)
        assert read(Intersection((a, Union((b, c))))) == read(
            Union((Intersection((a, b)), Intersection((a, c))))
        )
        assert read(Difference(a, Union((b, c)))) == read(Intersection((Difference(a, b), Difference(a, c))))
        assert read(Difference(a, Intersection((b, c)))) == read(Union((Difference(a, b), Difference(a, c))))
        assert read(Difference(Difference(a, b), c)) == read(Difference(a, Union((b, c))))


@given(atlases(), EXPRESSIONS, EXPRESSIONS)
def test_what_is_certain_is_possible_and_what_is_removed_is_gone(
    atlas: Atlas, a: Expression, b: Expression
) -> None:
    assert atlas.communes(a) <= atlas.touched(a)
    assert atlas.communes(Difference(a, b)) == atlas.communes(a) - atlas.touched(b)
    assert not atlas.touched(Difference(a, b)) & atlas.communes(b)


@given(atlases(), EXPRESSIONS, st.data())
def test_learning_where_a_place_is_never_overturns_a_certain_answer(
    atlas: Atlas, expression: Expression, data: st.DataObject
) -> None:
    place = atlas.place(data.draw(st.sampled_from(COMMUNES)))
    before = contains(expression, place, LISTS)
    learned = data.draw(st.sets(st.sampled_from(sorted(place.partial)))) if place.partial else set()
    known = replace(place, codes=place.codes | learned, partial=place.partial - learned)
    gone = replace(place, partial=place.partial - learned)

    if before is not None:
        assert contains(expression, known, LISTS) is before
        assert contains(expression, gone, LISTS) is before
