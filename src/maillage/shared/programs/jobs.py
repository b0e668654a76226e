"""What programs need at set hours: events sent again, old answers and events forgotten, ends announced."""

from datetime import datetime, timedelta

from maillage.kit import clock
from maillage.kit.jobs import every
from maillage.shared.programs import delivering, expiring
from maillage.shared.programs.models import Delivery, DeliveryState, IdempotencyKey

ANSWERS_KEPT = timedelta(hours=24)
EVENTS_KEPT = timedelta(days=30)


@every(minutes=1)
def send_what_was_put_off(*, at: datetime) -> None:
    """Try again the events whose time has come."""
    delivering.sweep(at)


@every("03:20")
def forget_old_answers(*, at: datetime) -> None:
    """A key serves a day; what was told is shown a month."""
    IdempotencyKey.objects.filter(at__lt=at - ANSWERS_KEPT).delete()
    ended = Delivery.objects.exclude(state__in=(DeliveryState.WAITING, DeliveryState.SENDING))
    ended.filter(written_at__lt=at - EVENTS_KEPT).delete()


@every("07:00")
def announce_ends(*, at: datetime) -> None:
    """Tell administrators which tokens end in a month, and in a week."""
    expiring.announce(clock.day_of(at), at)
