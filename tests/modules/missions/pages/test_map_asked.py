"""The address of a map keeps its whole question: a link is permanent."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from maillage.modules.missions.asking import Asked, read

DAYS = some.none() | some.dates(min_value=date(1, 1, 1))
MINUTES = some.integers(min_value=-(10**7), max_value=9 * 10**7)
MOMENTS = some.none() | MINUTES.map(lambda minute: datetime.fromtimestamp(60 * minute, UTC))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, MOMENTS, some.booleans(), DAYS, some.none() | some.integers(min_value=1, max_value=10**8))
def test_an_address_asks_again_the_same_question(day, known_at, projections, against, scenario) -> None:
    asked = Asked(day=day, known_at=known_at, projections=projections, against=against, scenario=scenario)
    again = read(dict(parse_qsl(asked.address.removeprefix("?"))))
    # The hour of a clock that goes back in autumn is told once: an hour apart at most.
    if known_at is not None and again.known_at is not None:
        assert abs((again.known_at - known_at).total_seconds()) in (0, 3600)
    assert (again.day, again.projections, again.against, again.scenario) == (
        day,
        projections,
        against,
        scenario,
    )
    assert again.faults == ()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.text(max_size=60), some.text(max_size=60), some.text(max_size=12))
def test_whatever_is_typed_is_read_or_told(day: str, moment: str, scenario: str) -> None:
    asked = read({"date": day, "su_le": moment, "scenario": scenario})
    assert asked.day is not None or not day.strip() or asked.faults
    assert asked.known_at is not None or not moment.strip() or asked.faults


def test_a_year_alone_stands_for_its_first_of_january() -> None:
    assert read({"date": "2017"}).day == date(2017, 1, 1)


def test_a_day_of_knowledge_means_its_end() -> None:
    found = read({"su_le": "2026-03-01"}).known_at
    assert found is not None
    assert (found.day, found.hour, found.minute) == (1, 23, 59)
