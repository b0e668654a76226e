"""The worker: takes jobs one by one and serves the schedule, until it is told to stop."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult, get_date_max

from maillage.kit import clock
from maillage.kit.jobs import schedule

logger = logging.getLogger(__name__)

WAIT_SECONDS = 1.0
DELAYS = (1, 5, 30, 120, 720)
"""Minutes before a job that failed is tried again."""


def work(stop: Event, *, tell: Callable[[str], None]) -> None:
    """Run jobs and hours as they come, until ``stop`` is set. A busy or silent database is waited for, and told."""
    name = f"worker-{secrets.token_hex(4)}"
    lost = False
    while not stop.is_set():
        close_old_connections()
        busy = False
        try:
            schedule.run_due(clock.now())
            busy = run_next(clock.now(), worker=name)
            if lost:
                tell("La base répond de nouveau : le travail de fond reprend.")
            lost = False
        except OperationalError as error:
            if not lost:
                tell(f"La base ne répond pas ({error}) : le travail de fond attend et réessaie.")
            lost = True
            connection.close()
        if not busy:
            stop.wait(WAIT_SECONDS)


def run_ready(at: datetime) -> int:
    """Run what the queue holds at ``at``, what these jobs ask for included; how many jobs ran."""
    ran = 0
    while run_next(at, worker="once"):
        ran += 1
    return ran


def run_next(at: datetime, *, worker: str) -> bool:
    """Take the next job and run it; False when none waits. Nothing is written when the queue is empty."""
    if not _waiting(at).exists():
        return False
    with transaction.atomic():
        taken = _waiting(at).select_for_update(skip_locked=True).first()
        if taken is None:
            return False
        taken.status = Status.RUNNING
        taken.started_at = at
        taken.worker_ids = [*taken.worker_ids, worker]
        taken.save(update_fields=["status", "started_at", "worker_ids"])
    try:
        taken.task.call(*taken.args_kwargs["args"])
    except Exception as error:
        logger.exception("job %s %s failed", taken.id, taken.args_kwargs["args"])
        _put_off(taken, error, at)
    else:
        taken.set_successful(None)
    return True


def waiting(at: datetime) -> int:
    """How many jobs wait and could run."""
    return _waiting(at).count()


def late(at: datetime, *, patience: timedelta) -> bool:
    """Whether a job that could run was asked for longer than ``patience`` ago."""
    return _waiting(at).filter(enqueued_at__lt=at - patience).exists()


def _waiting(at: datetime) -> "QuerySet[DBTaskResult[..., None]]":
    """Those that may run, in their order."""
    return DBTaskResult.objects.filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=at), status=Status.READY
    )


def _put_off(taken: "DBTaskResult[..., None]", error: Exception, at: datetime) -> None:
    attempts = len(taken.worker_ids)
    if attempts > len(DELAYS):
        taken.set_failed(error)
        return
    taken.status = Status.READY
    taken.run_after = at + timedelta(minutes=DELAYS[attempts - 1])
    taken.exception_class_path = f"{type(error).__module__}.{type(error).__qualname__}"
    taken.save(update_fields=["status", "run_after", "exception_class_path"])
