"""What the clock does for requests, each working morning, in this order; one that fails does not hold the others back."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.modules.inquiries import operations


@every("08:00", working_days=True)
def move_absent_leads(*, at: datetime) -> None:
    """Replace the leads who are away."""
    operations.move_absent_leads(at=at, actor=SCHEDULE)


@every("08:00", working_days=True)
def move_silent_leads(*, at: datetime) -> None:
    """Replace those who did not take a request in time."""
    operations.move_silent_leads(at=at, actor=SCHEDULE)


@every("08:00", working_days=True)
def rise(*, at: datetime) -> None:
    """Tell managers what is late."""
    operations.rise(at=at, actor=SCHEDULE)
