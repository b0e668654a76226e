"""What the clock does for the mission map: owners are told again before a campaign of confirmation ends."""

from datetime import datetime

from maillage.kit.actor import SCHEDULE
from maillage.kit.jobs import every
from maillage.modules.missions.operations import attesting


@every("08:00")
def remind(*, at: datetime) -> None:
    """Tell again, seven days and one day before, who still has lines to answer."""
    attesting.remind(at=at, actor=SCHEDULE)
