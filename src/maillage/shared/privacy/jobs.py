"""What is done each night for personal data."""

import logging
from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.shared.privacy import operations
from maillage.shared.privacy.queries import is_something_over

logger = logging.getLogger(__name__)


@every("03:40")
def erase_what_is_over(*, at: datetime) -> None:
    """Erase the files whose duration, decided by the network, is over; nothing while none is decided."""
    if not is_something_over(at):
        return
    for one in operations.apply_durations(at=at, actor=SCHEDULE):
        logger.info("Durée de conservation passée : %s lignes de %s effacées.", one.rows, one.table)
