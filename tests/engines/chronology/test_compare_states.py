from hypothesis import given
from hypothesis import strategies as st

from maillage.engines.chronology import Change, ChangeKind, difference

State = dict[str, int | None]

STATES = st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 3))


def test_a_difference_says_what_appeared_disappeared_and_changed() -> None:
    before = {"mode": "régie", "titulaire": "A", "nom": "x"}
    after = {"mode": "délégation", "nom": "x", "mandat": "B"}

    assert difference(before, after) == (
        Change(kind=ChangeKind.CHANGED, key="mode", before="régie", after="délégation"),
        Change(kind=ChangeKind.DISAPPEARED, key="titulaire", before="A"),
        Change(kind=ChangeKind.APPEARED, key="mandat", after="B"),
    )


def test_a_value_that_becomes_unknown_has_changed_not_disappeared() -> None:
    (change,) = difference({"mode": "régie"}, {"mode": None})

    assert change.kind is ChangeKind.CHANGED


@given(STATES, STATES)
def test_applying_the_difference_gives_the_state_after(before: State, after: State) -> None:
    rebuilt = dict(before)
    for change in difference(before, after):
        if change.kind is ChangeKind.DISAPPEARED:
            del rebuilt[change.key]
        else:
            rebuilt[change.key] = change.after

    assert rebuilt == after


@given(STATES, STATES)
def test_only_what_differs_is_told(before: State, after: State) -> None:
    told = {change.key for change in difference(before, after)}

    assert told == {
        key for key in before | after if (key in before, before.get(key)) != (key in after, after.get(key))
    }
    assert difference(before, before) == ()
