"""Is background work alive? One row, moved forward once a minute by the worker that takes the minute."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

PATIENCE = timedelta(minutes=5)


def last_beat() -> datetime | None:
    """The last minute during which a worker was alive; None when none ever was. One query."""
    from maillage.kit.jobs.models import Heartbeat

    return Heartbeat.objects.values_list("last_at", flat=True).first()


def silent_since(at: datetime) -> datetime | None:
    """Since when no worker has been alive, when that is more than PATIENCE ago; None when all is well, or when no
    worker ever ran (nothing is late yet). One query."""
    beat = last_beat()
    return beat if beat is not None and at - beat > PATIENCE else None


def take_minute(at: datetime) -> datetime | None:
    """Take the minute of ``at``: the minute before it that was taken, or None when another worker has it.

    The first minute ever taken answers the minute before ``at``.
    """
    from maillage.kit.jobs.models import Heartbeat

    minute = at.replace(second=0, microsecond=0)
    beat = Heartbeat.objects.first()
    if beat is None:
        try:
            with transaction.atomic():
                Heartbeat.objects.create(pk=1, last_at=minute)
        except IntegrityError:
            return None
        return minute - timedelta(minutes=1)
    if beat.last_at >= minute:
        return None
    moved = Heartbeat.objects.filter(pk=beat.pk, last_at=beat.last_at).update(last_at=minute)
    return beat.last_at if moved else None
