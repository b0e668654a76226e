"""What companies do at set hours: files that may be taken no more are erased, the register is asked again what it did not answer,
companies noted twice are found."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.modules.crm import operations
from maillage.modules.crm.importing import doubles


@every("03:40")
def erase_exports(*, at: datetime) -> None:
    """Files of companies stay some days, no more."""
    operations.erase_exports(at=at, actor=SCHEDULE)


@every(minutes=30)
def complete_from_register(*, at: datetime) -> None:
    """Numbers that the register could not confirm when they were typed."""
    operations.complete_from_register(at=at, actor=SCHEDULE)


@every("02:20")
def propose_doubles(*, at: datetime) -> None:
    """Companies noted these last days may be known already."""
    doubles.propose_doubles(at=at, actor=SCHEDULE)
