"""What the clock does for reorganisations."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.modules.reorganizations import operations


@every("00:10")
def apply_due(*, at: datetime) -> None:
    """Put the decided organisations into force on their day."""
    operations.apply_due(at=at, actor=SCHEDULE)
