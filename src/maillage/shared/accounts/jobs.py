"""What accounts do at set hours."""

from datetime import datetime

from maillage.kit.jobs import every
from maillage.shared.accounts import sessions


@every("03:15")
def forget_ended_sessions(*, at: datetime) -> None:
    """Remove the sessions that are over, with what a visitor of ProConnect left in them."""
    sessions.sweep(at)
