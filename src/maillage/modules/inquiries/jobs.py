"""What the clock does for requests, each working morning."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.modules.inquiries import operations


@every("08:00", working_days=True)
def replace_leads(*, at: datetime) -> None:
    """Replace the leads who are away, then those who did not take a request in time; then tell managers what is late."""
    operations.move_absent_leads(at=at, actor=SCHEDULE)
    operations.move_silent_leads(at=at, actor=SCHEDULE)
    operations.rise(at=at, actor=SCHEDULE)
