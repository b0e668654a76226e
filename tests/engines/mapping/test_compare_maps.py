from hypothesis import given
from hypothesis import strategies as st
from tests.engines.mapping.maps import MOMENTS, modes, places, read, seen

from maillage.engines.mapping import DifferenceKind, Seen, compare

MAPS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(
        Seen,
        parent=st.sampled_from(("d1", "d2")),
        label=st.sampled_from(("Paye", "Paie")),
        letter=st.sampled_from("?ACHIM"),
        holder=st.sampled_from(("", "x", "y")),
        exceptions=st.sampled_from(((), (("x", "A"),))),
        unconfirmed=st.booleans(),
    ),
)


@given(MAPS)
def test_a_map_compared_with_itself_says_nothing(one: dict[str, Seen]) -> None:
    assert compare(one, one) == ()


@given(MAPS, MAPS)
def test_a_comparison_read_backwards_is_its_mirror(one: dict[str, Seen], other: dict[str, Seen]) -> None:
    forward = {difference.mirrored() for difference in compare(one, other)}

    assert forward == set(compare(other, one))


@given(MAPS, MAPS)
def test_a_box_to_confirm_is_neither_appeared_nor_gone_nor_changed(
    one: dict[str, Seen], other: dict[str, Seen]
) -> None:
    for difference in compare(one, other):
        doubtful = any(
            side is not None and side.unconfirmed for side in (difference.before, difference.after)
        )
        assert doubtful == (difference.kind is DifferenceKind.UNCONFIRMED)


@given(MAPS, MAPS)
def test_two_maps_that_differ_in_no_word_are_the_same_where_they_are_sure(
    one: dict[str, Seen], other: dict[str, Seen]
) -> None:
    if compare(one, other) == ():
        sure = [{code: box for code, box in side.items() if not box.unconfirmed} for side in (one, other)]
        assert {code: box.letter for code, box in sure[0].items()} == {
            code: box.letter for code, box in sure[1].items()
        }


@given(places(), modes(), MOMENTS)
def test_a_day_compared_with_itself_says_nothing(stands, said, moment) -> None:
    assert compare(seen(read(stands, said, moment)), seen(read(stands, said, moment))) == ()


def test_a_box_moved_and_relabelled_keeps_its_identity() -> None:
    before = {"RH-1": Seen(parent="RH-PAY", label="Déclarations sociales", letter="C")}
    after = {"RH-1": Seen(parent="RH-CGS", label="Déclarations", letter="M")}

    kinds = [difference.kind for difference in compare(before, after)]

    assert kinds == [DifferenceKind.MOVED, DifferenceKind.RELABELLED, DifferenceKind.MODE]


def test_a_change_of_holder_in_the_same_mode_is_told() -> None:
    before, after = Seen(letter="I", holder="CCI Vendée"), Seen(letter="I", holder="CCI Mayenne")

    assert [one.kind for one in compare({"a": before}, {"a": after})] == [DifferenceKind.HOLDER]


def test_a_holder_that_comes_with_another_mode_is_part_of_it() -> None:
    before, after = Seen(letter="C"), Seen(letter="I", holder="CCI Mayenne")

    assert [one.kind for one in compare({"a": before}, {"a": after})] == [DifferenceKind.MODE]
