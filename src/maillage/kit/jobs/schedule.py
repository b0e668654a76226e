"""What is done at set hours. An hour is served once, whatever the number of workers and of restarts: one that a breakdown
caught is run again, so each function bears being run twice."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.kit import clock
from maillage.kit.clock import workdays
from maillage.kit.jobs import beats

if TYPE_CHECKING:
    from maillage.kit.jobs.models import ScheduledRun

logger = logging.getLogger(__name__)
Function = TypeVar("Function", bound=Callable[..., object])

MOST_ATTEMPTS = 5
AFTER_FAILURE = timedelta(minutes=5)
LONGEST = timedelta(minutes=15)
"""What has run longer was interrupted: nothing of ours takes so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """One function of the schedule: at ``hour`` (where the network lives), or every ``minutes``."""

    name: str
    function: Callable[..., object]
    hour: time | None = None
    minutes: int = 0
    working_days: bool = False


_schedule: dict[str, Scheduled] = {}


def every(
    hour: str | None = None, *, minutes: int = 0, working_days: bool = False
) -> Callable[[Function], Function]:
    """Run a function each day at ``hour`` ("08:00", setting TIME_ZONE), or every ``minutes``; it takes ``at=``.

    An hour of today that was missed is caught up once; those of other days are not. A function that fails is run again
    five minutes later, one whose worker died fifteen minutes later, four times at most. Those of one hour run in the order
    in which they are written. ValueError when neither, or both, are given.
    """
    if (hour is None) == (minutes == 0):
        raise ValueError("give an hour, or a number of minutes")

    def register(function: Function) -> Function:
        name = f"{function.__module__}.{function.__qualname__}"
        _schedule[name] = Scheduled(
            name=name,
            function=function,
            hour=time.fromisoformat(hour) if hour else None,
            minutes=minutes,
            working_days=working_days,
        )
        return function

    return register


def due(at: datetime) -> tuple[Scheduled, ...]:
    """The functions of set hours that ``at`` finds unserved, in the order of their hours, then as they are written. Reads only."""
    from maillage.kit.jobs.models import ScheduledRun

    runs = {run.name: run for run in ScheduledRun.objects.all()}
    found = []
    for scheduled in _schedule.values():
        slot = _slot(scheduled, at)
        if slot is not None and _to_run(runs.get(scheduled.name), slot, at):
            found.append(scheduled)
    return tuple(sorted(found, key=lambda one: one.hour or time.min))


def run_due(at: datetime) -> int:
    """Run what is due at ``at``, if this worker takes the minute; how many functions ran."""
    before = beats.take_minute(at)
    if before is None:
        return 0
    ran = 0
    for scheduled in _of_this_minute(before, at):
        _run(scheduled, at)
        ran += 1
    for scheduled in due(at):
        if _take(scheduled, at):
            served = _run(scheduled, at)
            _mark(scheduled, again_at=None if served else at + AFTER_FAILURE)
            ran += 1
    return ran


def _of_this_minute(before: datetime, at: datetime) -> Iterator[Scheduled]:
    """Those of every N minutes whose turn came since the last minute taken."""
    for scheduled in _schedule.values():
        if not scheduled.minutes:
            continue
        length = scheduled.minutes * 60
        if int(at.timestamp()) // length > int(before.timestamp()) // length and (
            not scheduled.working_days or workdays.is_working(clock.day_of(at))
        ):
            yield scheduled


def _slot(scheduled: Scheduled, at: datetime) -> datetime | None:
    """The hour of today that ``at`` has reached; None when it has not, or when today is not worked."""
    if scheduled.hour is None:
        return None
    today = clock.day_of(at)
    slot = datetime.combine(today, scheduled.hour, tzinfo=timezone.get_default_timezone())
    if at < slot or (scheduled.working_days and not workdays.is_working(today)):
        return None
    return slot


def _to_run(run: "ScheduledRun | None", slot: datetime, at: datetime) -> bool:
    if run is None or run.slot < slot:
        return True
    return run.again_at is not None and run.again_at <= at and run.attempts < MOST_ATTEMPTS


def _take(scheduled: Scheduled, at: datetime) -> bool:
    """Take the hour, for no longer than LONGEST; False when another worker did first. ``_mark`` says how it ended."""
    from maillage.kit.jobs.models import ScheduledRun

    slot = _slot(scheduled, at)
    assert slot is not None
    taken = {"slot": slot, "taken_at": at, "again_at": at + LONGEST}
    run = ScheduledRun.objects.filter(name=scheduled.name).first()
    if not _to_run(run, slot, at):
        return False
    if run is None:
        try:
            with transaction.atomic():
                ScheduledRun.objects.create(name=scheduled.name, attempts=1, **taken)
        except IntegrityError:
            return False
        return True
    same = ScheduledRun.objects.filter(pk=run.pk, slot=run.slot, taken_at=run.taken_at, attempts=run.attempts)
    return bool(same.update(attempts=run.attempts + 1 if run.slot == slot else 1, **taken))


def _run(scheduled: Scheduled, at: datetime) -> bool:
    try:
        scheduled.function(at=at)
    except Exception:
        # One function that fails must not stop the hours of the others.
        logger.exception("%s failed", scheduled.name)
        return False
    return True


def _mark(scheduled: Scheduled, *, again_at: datetime | None) -> None:
    from maillage.kit.jobs.models import ScheduledRun

    ScheduledRun.objects.filter(name=scheduled.name).update(again_at=again_at)
