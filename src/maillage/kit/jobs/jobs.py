"""The housekeeping of the queue itself."""

from datetime import datetime, timedelta

from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from maillage.kit.jobs.running import DELAYS
from maillage.kit.jobs.schedule import LONGEST, every

KEPT = timedelta(days=7)


@every(minutes=1)
def resume(*, at: datetime) -> None:
    """Put back in the queue the jobs whose worker died; give up those that were interrupted again and again."""
    for left in DBTaskResult.objects.filter(status=Status.RUNNING, started_at__lt=at - LONGEST):
        if len(left.worker_ids) > len(DELAYS):
            left.set_failed(RuntimeError("interrupted again and again"))
        else:
            DBTaskResult.objects.filter(pk=left.pk, status=Status.RUNNING).update(status=Status.READY)


@every("03:30")
def forget(*, at: datetime) -> None:
    """Remove the finished jobs of more than a week."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()
