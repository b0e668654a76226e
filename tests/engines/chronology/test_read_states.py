from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from maillage.engines.chronology import ALWAYS, Fact, Moment, Period, known, state

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
DAY = date(2026, 3, 3)

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))
INSTANTS = st.integers(0, 240).map(lambda hours: datetime(2026, 2, 1, tzinfo=UTC) + timedelta(hours=hours))


@st.composite
def facts(draw: st.DrawFn) -> Fact[str]:
    start = draw(st.none() | DAYS)
    end = draw(st.none() | st.dates(date(2026, 1, 21), date(2026, 1, 30)))
    recorded = draw(INSTANTS)
    withdrawn = draw(st.none() | st.integers(1, 200).map(lambda hours: recorded + timedelta(hours=hours)))
    return Fact(draw(st.sampled_from("abc")), Period(start, end), recorded, withdrawn)


def test_the_state_is_the_fact_true_on_the_day() -> None:
    history = [
        Fact("CCIT Artois", Period(None, date(2017, 1, 1)), MARCH),
        Fact("CCI Artois", Period(date(2017, 1, 1), None), MARCH),
    ]

    assert state(history, Moment(date(2016, 12, 31))) == "CCIT Artois"
    assert state(history, Moment(date(2017, 1, 1))) == "CCI Artois"


def test_a_day_that_no_fact_covers_is_unknown() -> None:
    assert state([Fact("a", Period(date(2026, 4, 1), None), MARCH)], Moment(DAY)) is None
    assert state([], Moment(DAY)) is None


def test_a_fact_is_not_known_before_it_is_recorded() -> None:
    history = [Fact("a", ALWAYS, JUNE)]

    assert state(history, Moment(DAY, MARCH)) is None
    assert state(history, Moment(DAY, JUNE)) == "a"


def test_a_withdrawn_fact_is_still_seen_as_it_was_known() -> None:
    history = [
        Fact("faux", ALWAYS, MARCH, withdrawn_at=JUNE),
        Fact("juste", ALWAYS, JUNE, source="délibération"),
    ]

    assert state(history, Moment(DAY, MARCH)) == "faux"
    assert state(history, Moment(DAY, JUNE)) == "juste"
    assert state(history, Moment(DAY)) == "juste"


def test_the_latest_start_wins_then_the_latest_recorded() -> None:
    old = Fact("ouverte", ALWAYS, JUNE)
    new = Fact("récente", Period(date(2026, 1, 1), None), MARCH)
    newer = replace(new, value="relue", recorded_at=JUNE)

    assert state([new, old], Moment(DAY)) == "récente"
    assert state([newer, new, old], Moment(DAY)) == "relue"


@given(st.lists(facts(), max_size=6), DAYS, INSTANTS)
def test_what_is_recorded_later_does_not_change_what_was_known(
    history: list[Fact[str]], day: date, instant: datetime
) -> None:
    moment = Moment(day, instant)
    later = instant + timedelta(days=30)
    corrected = [replace(fact, withdrawn_at=fact.withdrawn_at or later) for fact in history]
    corrected.append(Fact("correction", ALWAYS, later))

    assert state(corrected, moment) == state(history, moment)
    assert state(corrected, Moment(day)) == "correction"


@given(st.lists(facts(), max_size=6), DAYS, INSTANTS)
def test_the_state_is_one_of_the_known_facts_or_none(
    history: list[Fact[str]], day: date, instant: datetime
) -> None:
    moment = Moment(day, instant)
    values = {fact.value for fact in known(history, moment)}
    found = state(history, moment)

    assert found in values if values else found is None


@given(
    st.lists(facts(), max_size=6, unique_by=lambda fact: (fact.period.start, fact.recorded_at)),
    DAYS,
    st.randoms(),
)
def test_the_state_does_not_depend_on_the_order_of_the_facts(
    history: list[Fact[str]], day: date, chance: Random
) -> None:
    shuffled = history.copy()
    chance.shuffle(shuffled)

    assert state(shuffled, Moment(day)) == state(history, Moment(day))
