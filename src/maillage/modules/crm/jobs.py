"""What companies do at set hours: files that may be taken no more are erased."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.modules.crm import operations


@every("03:40")
def erase_exports(*, at: datetime) -> None:
    """Files of companies stay some days, no more."""
    operations.erase_exports(at=at, actor=SCHEDULE)
