"""A right that ends is told 90, 30 and 7 days before, to its holder and to who could give it again."""

from datetime import date, datetime, timedelta

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.shared.access import holdings
from maillage.shared.access.models import Role
from maillage.shared.accounts import letters
from maillage.shared.accounts.models import User

THRESHOLDS = (7, 30, 90)
"""Days before the end."""


@operation("access.warn")
def warn(*, at: datetime, actor: Actor) -> int:
    """Tell of each role that ends within a threshold, once per threshold and per person told; how many roles.

    A role given for less than a threshold is not told of at that one: who gave it knew. The administrators told are those of
    its organisation, or all of them when it has none.
    """
    on = day_of(at)
    everyone = holdings.holdings(on)
    addresses = dict(User.objects.filter(is_active=True).values_list("pk", "email"))
    administrators = [one for one in everyone if one.grant.role == Role.ADMINISTRATOR]
    ending = [(one, days) for one in everyone if (days := threshold(one.since, one.until, on))]
    for one, days in ending:
        near = [boss.user for boss in administrators if boss.organization == one.organization]
        told = {one.user, *(near or [boss.user for boss in administrators])}
        for user in sorted(told & set(addresses)):
            assert one.until is not None
            letters.write(
                "access/mail/ending",
                to=addresses[user],
                key=f"access.ending:{one.pk}:{one.until}:{days}:{user}",
                event="access.ending",
                user=user,
                context={
                    "name": one.name,
                    "mine": user == one.user,
                    "role": one.role,
                    "place": one.place,
                    "last_day": long_date(one.until - timedelta(days=1)),
                    "account": one.user,
                },
                at=at,
                actor=actor,
            )
    return len(ending)


def threshold(since: date, until: date | None, on: date) -> int:
    """The threshold (in days) that a role has reached on the day; 0: none yet, or given too late for it."""
    if until is None or until <= on:
        return 0
    reached = next((days for days in THRESHOLDS if until <= on + timedelta(days=days)), 0)
    return reached if reached and since <= until - timedelta(days=reached) else 0
