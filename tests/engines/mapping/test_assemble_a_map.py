from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.mapping.maps import BOXES, LAYERS, MOMENTS, always, modes, places, read

from maillage.engines.chronology import Fact, Moment, Period
from maillage.engines.mapping import UNKNOWN, Layer, Place, Presence, Said

IN_2017, IN_2021 = date(2017, 1, 1), date(2021, 1, 1)
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)


def since(value: Place | Said, day: date | None, *, withdrawn: datetime | None = None) -> Fact[Place | Said]:
    return Fact(value, Period(day), RECORDED, withdrawn)


def box(key: int, **more: object) -> Place:
    return Place(key=key, mission=4, parent=2, label="Paye", lettered=True, **more)  # type: ignore[arg-type]


def test_a_mode_holds_until_the_next_drawing_of_its_box() -> None:
    stands = [since(box(1), IN_2017), since(box(2, projected=True), IN_2021)]
    said = [since(Said(key=3, mission=4, letter="I"), IN_2017)]

    between = read(stands, said, Moment(date(2020, 12, 31))).own(4)
    drawn = read(stands, said, Moment(IN_2021)).own(4)
    known = read(stands, said, Moment(IN_2021), Layer.KNOWN).own(4)

    assert between is not None and between.letter == "I"
    assert drawn is not None and drawn.lapsed and drawn.letter == UNKNOWN and drawn.said.letter == "I"
    assert known is not None and known.letter == "I", "a projection never changes what is known"


def test_a_box_that_a_state_cannot_confirm_keeps_its_mode() -> None:
    stands = [since(box(1), IN_2017), since(box(2, presence=Presence.UNCONFIRMED), IN_2021)]
    said = [since(Said(key=3, mission=4, letter="I"), IN_2017)]

    held = read(stands, said, Moment(IN_2021)).own(4)

    assert held is not None and held.letter == "I"


def test_a_place_that_a_person_enters_leaves_the_mode_as_it_was() -> None:
    entered = Place(key=2, mission=4, parent=3, label="Paye")
    stands = [since(box(1), IN_2017), since(entered, date(2019, 5, 1))]
    said = [since(Said(key=3, mission=4, letter="I"), IN_2017)]

    held = read(stands, said, Moment(date(2020, 1, 1))).own(4)

    assert held is not None and held.letter == "I"


def test_a_draft_wins_on_its_day_over_what_is_known() -> None:
    stands = [since(box(1), IN_2017)]
    said = [
        since(Said(key=9, mission=4, letter="C"), IN_2017),
        since(Said(key=3, mission=4, letter="I", projected=True, drafted=True), IN_2017),
    ]

    held = read(stands, said, Moment(IN_2017), Layer.KNOWN).own(4)

    assert held is not None and held.letter == "I"


def test_a_set_to_settle_is_no_mode() -> None:
    held = read([always(box(1))], [always(Said(key=3, mission=4, possible=("H", "M")))], Moment(IN_2017)).own(
        4
    )

    assert held is not None and held.letter == UNKNOWN and held.said.says


def test_a_box_inherits_the_nearest_mode_above_and_never_as_its_own() -> None:
    stands = [
        always(Place(key=5, mission=1, label="fonction")),
        always(Place(key=6, mission=2, parent=1, label="domaine")),
        always(box(1)),
    ]
    said = [always(Said(key=3, mission=1, letter="A")), always(Said(key=4, mission=2, letter="H"))]

    shot = read(stands, said, Moment(IN_2017))
    inherited = shot.inherited(4)

    assert shot.own(4) is None
    assert inherited is not None and (inherited.said.mission, inherited.letter) == (2, "H")


def test_what_stands_under_a_mission_follows_the_order_of_the_drawing() -> None:
    stands = [
        always(Place(key=1, mission=4, parent=2, label="Zèle", position=1)),
        always(Place(key=2, mission=5, parent=2, label="Achats", position=2)),
        always(Place(key=3, mission=6, parent=2, label="Retirée", position=0, presence=Presence.GONE)),
    ]

    assert [place.label for place in read(stands, [], Moment(IN_2017)).under(2)] == ["Zèle", "Achats"]


def test_an_exception_of_a_chamber_never_touches_the_common_line() -> None:
    said = [always(Said(key=3, mission=4, letter="A", chamber=7)), always(Said(key=4, mission=4, letter="C"))]

    shot = read([always(box(1))], said, Moment(IN_2017))

    assert shot.modes[4].letter == "C"
    assert {chamber: held.letter for chamber, held in shot.exceptions[4].items()} == {7: "A"}


@settings(max_examples=40)
@given(places(), modes(), MOMENTS, LAYERS, st.randoms())
def test_the_order_of_facts_changes_nothing(stands, said, moment, layer, chance: Random) -> None:
    read_once = read(stands, said, moment, layer)
    chance.shuffle(stands)
    chance.shuffle(said)

    assert read(stands, said, moment, layer) == read_once


@settings(max_examples=40)
@given(places(), modes(), MOMENTS)
def test_a_projection_never_changes_what_is_known(stands, said, moment) -> None:
    seen = read(stands, said, moment, Layer.KNOWN)
    without = read(
        [fact for fact in stands if not fact.value.projected],
        [fact for fact in said if not fact.value.projected],
        moment,
        Layer.KNOWN,
    )

    assert seen == without


@settings(max_examples=40)
@given(places(), modes(), MOMENTS, LAYERS, st.data())
def test_a_withdrawn_fact_never_shows_after_and_still_shows_as_it_was_known(
    stands, said, moment, layer, data
) -> None:
    at = data.draw(st.sampled_from([fact.recorded_at for fact in (*stands, *said)]))
    before = read(stands, said, Moment(moment.day, at), layer)
    gone = datetime(2027, 1, 1, tzinfo=UTC)
    withdrawn = [replace(fact, withdrawn_at=fact.withdrawn_at or gone) for fact in stands]
    taken_back = [replace(fact, withdrawn_at=fact.withdrawn_at or gone) for fact in said]

    after = read(withdrawn, taken_back, Moment(moment.day), layer)

    assert not after.places and not after.modes and not after.exceptions
    assert read(withdrawn, taken_back, Moment(moment.day, at), layer) == before


@settings(max_examples=40)
@given(places(), modes(), MOMENTS, LAYERS)
def test_what_is_unknown_is_never_turned_into_a_mode(stands, said, moment, layer) -> None:
    shot = read(stands, said, moment, layer)

    for mission in BOXES:
        letters = {fact.value.letter for fact in said if fact.value.mission == mission}
        held = shot.own(mission)
        assert held is None or held.letter == UNKNOWN or held.letter in letters


@settings(max_examples=40)
@given(places(), modes(), MOMENTS, LAYERS)
def test_each_mission_stands_in_one_place_at_most(stands, said, moment, layer) -> None:
    shot = read(stands, said, moment, layer)
    below = [place.mission for found in shot.beneath.values() for place in found]

    assert len(below) == len(set(below))
