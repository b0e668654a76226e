"""What the clock does for actions: each morning worked, who let one slip is told."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.shared.todos import operations


@every("08:10", working_days=True)
def tell_late(*, at: datetime) -> None:
    """Tell what became late since the last morning."""
    operations.tell_late(at=at, actor=SCHEDULE)
