"""Background work: asked for with a fact, run once, tried again, at set hours."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from maillage.kit import jobs
from maillage.kit.jobs import beats, queue, running, schedule
from maillage.kit.jobs.jobs import resume

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=PARIS)
done: list[object] = []


def note(number: int) -> None:
    done.append(number)


def break_down(number: int) -> None:
    done.append(number)
    raise RuntimeError("not this time")


def tick(*, at: datetime) -> None:
    done.append(at)


def tick_and_break(*, at: datetime) -> None:
    done.append(at)
    raise RuntimeError("not this hour")


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No function of the product runs here, and nothing of these tests stays."""
    monkeypatch.setattr(queue, "_functions", {})
    monkeypatch.setattr(queue, "_names", {})
    monkeypatch.setattr(schedule, "_schedule", {})
    jobs.job("tests.note")(note)
    jobs.job("tests.break_down")(break_down)
    done.clear()
    yield


def test_a_job_runs_once() -> None:
    jobs.enqueue(note, 7)
    assert running.run_ready(MONDAY) == 1
    assert running.run_ready(MONDAY) == 0
    assert done == [7]


def test_a_job_asked_for_by_a_fact_that_was_undone_never_runs() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue(note, 7)
        _ = 1 / 0
    assert running.run_ready(MONDAY) == 0


def test_a_job_for_later_waits() -> None:
    jobs.enqueue(note, 7, after=MONDAY + timedelta(hours=1))
    assert running.run_ready(MONDAY) == 0
    assert running.run_ready(MONDAY + timedelta(hours=2)) == 1


def test_a_job_that_fails_is_tried_again_later_then_given_up() -> None:
    jobs.enqueue(break_down, 1)
    at = MONDAY
    for minutes in (0, *running.DELAYS):
        at += timedelta(minutes=minutes)
        assert running.run_ready(at) == 1
        assert running.run_ready(at) == 0
    assert DBTaskResult.objects.get().status == "FAILED"
    assert len(done) == 1 + len(running.DELAYS)


def test_a_job_that_this_program_does_not_know_is_not_lost() -> None:
    jobs.enqueue(note, 7)
    queue._functions.clear()
    running.run_ready(MONDAY)
    jobs.job("tests.note")(note)
    assert running.run_ready(MONDAY + timedelta(minutes=2)) == 1
    assert done == [7]


def test_a_job_whose_worker_died_is_taken_up_by_another() -> None:
    jobs.enqueue(note, 7)
    DBTaskResult.objects.update(status="RUNNING", started_at=MONDAY)
    resume(at=MONDAY + timedelta(minutes=5))
    assert running.run_ready(MONDAY + timedelta(minutes=5)) == 0
    resume(at=MONDAY + timedelta(minutes=20))
    assert running.run_ready(MONDAY + timedelta(minutes=20)) == 1


def test_two_functions_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two jobs"):
        jobs.job("tests.note")(tick)


def test_an_hour_is_served_once_whoever_asks() -> None:
    jobs.every("08:00", working_days=True)(tick)
    assert schedule.run_due(MONDAY) == 1
    assert schedule.run_due(MONDAY + timedelta(minutes=3)) == 0
    assert len(done) == 1


def test_an_hour_missed_this_morning_is_caught_up_and_yesterdays_is_not() -> None:
    jobs.every("08:00")(tick)
    assert [one.function for one in jobs.due(MONDAY)] == [tick]
    schedule.run_due(MONDAY)
    assert schedule.run_due(MONDAY + timedelta(days=2, hours=-2)) == 0
    assert schedule.run_due(MONDAY + timedelta(days=2)) == 1


@pytest.mark.parametrize(
    "day", [datetime(2026, 11, 22, 12, tzinfo=PARIS), datetime(2026, 12, 25, 12, tzinfo=PARIS)]
)
def test_nothing_of_working_days_happens_on_a_sunday_or_at_christmas(day: datetime) -> None:
    jobs.every("08:00", working_days=True)(tick)
    assert jobs.due(day) == ()
    assert schedule.run_due(day) == 0


def test_the_hour_is_that_of_the_network_in_summer_too() -> None:
    jobs.every("08:00")(tick)
    assert not jobs.due(datetime(2026, 7, 1, 7, 59, tzinfo=PARIS))
    assert jobs.due(datetime(2026, 7, 1, 8, 0, tzinfo=PARIS))


def test_every_five_minutes_is_neither_more_nor_less() -> None:
    jobs.every(minutes=5)(tick)
    for minute in range(21):
        schedule.run_due(MONDAY + timedelta(minutes=minute, seconds=20))
    assert [at.minute for at in done] == [30, 35, 40, 45, 50]  # type: ignore[attr-defined]


def test_two_workers_share_a_minute() -> None:
    jobs.every(minutes=1)(tick)
    schedule.run_due(MONDAY)
    schedule.run_due(MONDAY)
    schedule.run_due(MONDAY + timedelta(seconds=40))
    assert len(done) == 1


def test_an_hour_that_fails_is_tried_again_and_does_not_stop_the_others() -> None:
    jobs.every("08:00")(tick_and_break)
    jobs.every("08:30")(tick)
    assert schedule.run_due(MONDAY) == 2
    assert schedule.run_due(MONDAY + timedelta(minutes=2)) == 0
    for number in range(1, 10):
        schedule.run_due(MONDAY + timedelta(minutes=6 * number))
    assert len(done) == schedule.MOST_ATTEMPTS + 1


class WorkerKilled(BaseException):
    """What no function catches."""


def tick_and_be_killed(*, at: datetime) -> None:
    done.append(at)
    if len(done) == 1:
        raise WorkerKilled


def test_an_hour_whose_worker_was_killed_is_run_again_by_one_worker() -> None:
    jobs.every("08:00")(tick_and_be_killed)
    with pytest.raises(WorkerKilled):
        schedule.run_due(MONDAY)
    assert schedule.run_due(MONDAY + timedelta(minutes=10)) == 0, "it may still be running"

    assert schedule.run_due(MONDAY + timedelta(minutes=16)) == 1

    assert schedule.run_due(MONDAY + timedelta(minutes=40)) == 0
    assert len(done) == 2


def test_an_hour_that_kills_its_worker_each_time_is_given_up() -> None:
    jobs.every("08:00")(tick_and_be_killed)
    for number in range(8):
        done.clear()
        with suppress(WorkerKilled):
            schedule.run_due(MONDAY + timedelta(minutes=20 * number))

    assert done == []


def test_an_hour_is_taken_by_one_worker_though_two_found_it_due() -> None:
    jobs.every("08:00")(tick)
    (found,) = jobs.due(MONDAY)
    assert schedule.run_due(MONDAY + timedelta(minutes=1)) == 1, "another worker, meanwhile"

    assert not schedule._take(found, MONDAY)


def test_functions_of_one_hour_run_in_the_order_in_which_they_are_written() -> None:
    jobs.every("08:00")(tick_and_break)
    jobs.every("08:00")(tick)
    assert [one.function for one in jobs.due(MONDAY)] == [tick_and_break, tick]


def test_one_says_when_the_hour_is() -> None:
    with pytest.raises(ValueError, match="hour"):
        jobs.every()
    with pytest.raises(ValueError, match="hour"):
        jobs.every("08:00", minutes=5)


def test_silence_is_known_after_five_minutes() -> None:
    assert jobs.last_beat() is None and jobs.silent_since(MONDAY) is None
    assert beats.take_minute(MONDAY) is not None
    assert jobs.last_beat() == MONDAY
    assert jobs.silent_since(MONDAY + timedelta(minutes=4)) is None
    assert jobs.silent_since(MONDAY + timedelta(minutes=6)) == MONDAY


def test_an_idle_worker_writes_nothing_but_its_beat(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    schedule.run_due(MONDAY)
    with django_assert_num_queries(1):
        schedule.run_due(MONDAY + timedelta(seconds=20))
    with django_assert_num_queries(1):
        running.run_next(MONDAY, worker="idle")
