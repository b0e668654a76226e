"""What files do at set hours."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.shared.files import operations


@every("03:20")
def remove_what_no_row_names(*, at: datetime) -> None:
    """A disk knows no transaction: what was written for a request that was refused goes in the night."""
    operations.sweep(at=at, actor=SCHEDULE)
