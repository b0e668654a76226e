"""What notices do at set hours."""

from datetime import datetime, timedelta

from maillage.kit.jobs import every
from maillage.shared.notices import delivery, digests
from maillage.shared.notices.models import Mail, MailState

KEPT = timedelta(days=30)


@every(minutes=1)
def send_what_was_put_off(*, at: datetime) -> None:
    """Try again the mails whose time has come."""
    delivery.sweep(at)


@every("07:30", working_days=True)
def write_digests(*, at: datetime) -> None:
    """One mail to each person who asked to be told in one go, and for whom something waits."""
    digests.gather(at)


@every("03:10")
def empty_old_bodies(*, at: datetime) -> None:
    """A mail that never left keeps its text a month, so that it can be sent again; then its links go."""
    Mail.objects.filter(written_at__lt=at - KEPT).exclude(text="", html="").exclude(
        state__in=(MailState.WAITING, MailState.SENDING)
    ).update(text="", html="")
