"""The mail of the morning: what a person asked to be told in one go, grouped by event, each thing once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.operation import operation
from maillage.shared.accounts.models import User
from maillage.shared.notices import events, queries
from maillage.shared.notices.models import Mail, MailState, NoticeChoice
from maillage.shared.notices.operations import write

MOST = 100
"""Things told in one mail; the next ones wait for the next morning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The things told of one event, the oldest first."""

    label: str
    mails: tuple[Mail, ...]


def gather(at: datetime) -> int:
    """Write the mail of each account that something waits for; how many mails were written. Run twice, it writes them once."""
    waiting = Mail.objects.filter(state=MailState.DIGEST, user__isnull=False).order_by("user")
    users = waiting.values_list("user", flat=True).distinct()
    return sum(one(pk, at=at, actor=SCHEDULE) is not None for pk in list(users))


@operation("notices.gather")
def one(user: int, *, at: datetime, actor: Actor) -> Mail | None:
    """Write the mail of one account; None when nothing is left to tell, or when the account is closed.

    What the person no longer wants, since, is told no more.
    """
    account = User.objects.select_for_update().get(pk=user)
    waiting = list(
        Mail.objects.filter(state=MailState.DIGEST, user=user, written_at__lte=at).order_by(
            "written_at", "pk"
        )
    )[:MOST]
    wanted = [mail for mail in waiting if account.is_active and _still_wanted(mail)]
    dropped = [mail.pk for mail in waiting if mail not in wanted]
    Mail.objects.filter(pk__in=dropped).update(state=MailState.UNWANTED)
    if not wanted:
        return None
    with override("fr"):
        written = write(
            "notices/mail/digest",
            to=account.email,
            key=f"digest:{user}:{wanted[0].pk}",
            event="notices.digest",
            user=user,
            context={
                "groups": _groups(wanted),
                "number": len(wanted),
                "choices_address": queries.choices_address(),
                "desk": f"{settings.SITE_ADDRESS}/bureau/",
            },
            at=at,
            actor=actor,
        )
    Mail.objects.filter(pk__in=[mail.pk for mail in wanted]).update(state=MailState.GROUPED, digest=written)
    return written


def _still_wanted(mail: Mail) -> bool:
    return queries.choice(events.event(mail.event), mail.user_id) != NoticeChoice.NONE


def _groups(mails: Iterable[Mail]) -> tuple[Group, ...]:
    """By event, in the order in which the events are declared."""
    by_event: dict[str, list[Mail]] = {}
    for mail in mails:
        by_event.setdefault(mail.event, []).append(mail)
    return tuple(
        Group(label=str(event.label), mails=tuple(by_event[event.name]))
        for event in events.declared()
        if event.name in by_event
    )
