"""What the clock does for commitments: campaigns locked at the day of the Bureau, owners told a week before."""

from datetime import datetime

from maillage.kit import clock
from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.modules.plans import operations, queries


@every("00:20")
def lock_campaigns(*, at: datetime) -> None:
    """Lock the follow-ups whose Bureau meets today; a night without any leaves no act."""
    if queries.due_to_lock(clock.day_of(at)).exists():
        operations.lock_due(on=clock.day_of(at), at=at, actor=SCHEDULE)


@every("08:05")
def remind_owners(*, at: datetime) -> None:
    """Tell the owners of what is not filled in, a week before it is due."""
    operations.remind(on=clock.day_of(at), at=at, actor=SCHEDULE)
