"""What is done at set hours. An hour is served once, whatever the number of workers and of restarts."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.kit import clock
from maillage.kit.clock import workdays
from maillage.kit.jobs import beats

logger = logging.getLogger(__name__)
Function = TypeVar("Function", bound=Callable[..., object])

MOST_FAILURES = 5
BEFORE_AGAIN = timedelta(minutes=5)


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
    five minutes later, four times at most. ValueError when neither, or both, are given.
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
    """The functions of set hours that ``at`` finds unserved, in the order of their hours. Reads only."""
    from maillage.kit.jobs.models import ScheduledRun

    runs = {run.name: run for run in ScheduledRun.objects.all()}
    found = []
    for scheduled in _schedule.values():
        slot = _slot(scheduled, at)
        run = runs.get(scheduled.name)
        if slot is None:
            continue
        if run is None or run.slot < slot or _to_try_again(run.failures, run.taken_at, at):
            found.append(scheduled)
    return tuple(sorted(found, key=lambda one: (one.hour or time.min, one.name)))


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
            if not _run(scheduled, at):
                _failed(scheduled)
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


def _to_try_again(failures: int, taken_at: datetime, at: datetime) -> bool:
    return 0 < failures < MOST_FAILURES and at - taken_at >= BEFORE_AGAIN


def _take(scheduled: Scheduled, at: datetime) -> bool:
    """Mark the hour as served; False when another worker did first."""
    from maillage.kit.jobs.models import ScheduledRun

    slot = _slot(scheduled, at)
    assert slot is not None
    run = ScheduledRun.objects.filter(name=scheduled.name).first()
    if run is None:
        try:
            with transaction.atomic():
                ScheduledRun.objects.create(name=scheduled.name, slot=slot, taken_at=at)
        except IntegrityError:
            return False
        return True
    same = ScheduledRun.objects.filter(pk=run.pk, slot=run.slot, taken_at=run.taken_at)
    failures = run.failures if run.slot == slot else 0
    return bool(same.update(slot=slot, taken_at=at, failures=failures))


def _run(scheduled: Scheduled, at: datetime) -> bool:
    try:
        scheduled.function(at=at)
    except Exception:
        # One function that fails must not stop the hours of the others.
        logger.exception("%s failed", scheduled.name)
        return False
    from maillage.kit.jobs.models import ScheduledRun

    if scheduled.hour is not None:
        ScheduledRun.objects.filter(name=scheduled.name, failures__gt=0).update(failures=0)
    return True


def _failed(scheduled: Scheduled) -> None:
    from maillage.kit.jobs.models import ScheduledRun

    ScheduledRun.objects.filter(name=scheduled.name).update(failures=F("failures") + 1)
