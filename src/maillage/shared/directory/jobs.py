"""Each night, what people who leave that day still held is handed on."""

from datetime import datetime, timedelta

from django.utils import timezone

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.shared.directory import operations

# A night without a worker is caught up within the week.
BACK = timedelta(days=7)


@every("00:05")
def tell_departures(*, at: datetime) -> None:
    """Hand on what the people who left since a week still hold; those who hold nothing any more cost nothing."""
    on = at.astimezone(timezone.get_current_timezone()).date()
    operations.tell_departures(since=on - BACK, on=on, actor=SCHEDULE, at=at)
