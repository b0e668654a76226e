"""What matching does at set hours."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.shared.matching import operations


@every("03:40")
def forget_old_merges(*, at: datetime) -> None:
    """After 90 days a merge cannot be undone: what served to undo it goes."""
    operations.forget(at=at, actor=SCHEDULE)
