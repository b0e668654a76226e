"""What the journal does without being asked: close each day, send its digest, and forget old readings."""

from datetime import datetime, timedelta

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.shared.audit import closing, exporting, operations


@every("00:30")
def close(*, at: datetime) -> None:
    """Close the day before, and send its digest."""
    closing.close_day(clock.day_of(at) - timedelta(days=1), at=at, actor=SCHEDULE)
    exporting.send_waiting(at)


@every(minutes=30)
def send_again(*, at: datetime) -> None:
    """Send the digests that did not leave."""
    exporting.send_waiting(at)


@every("03:45")
def forget_old_readings(*, at: datetime) -> None:
    """Remove the readings of more than twelve months."""
    operations.forget_readings(at=at, actor=SCHEDULE)
