"""Each morning, the rights that end soon are told."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.shared.access import operations


@every("07:30")
def warn_of_endings(*, at: datetime) -> None:
    """Tell of roles 90, 30 and 7 days before they end; what was told is not told again."""
    operations.warn(at=at, actor=SCHEDULE)
