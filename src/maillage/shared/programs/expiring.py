"""The end of a token is announced to administrators a month and a week before: its program stops that day."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from maillage.kit.actor import SCHEDULE
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.queries import in_force
from maillage.shared.notices import operations as notices
from maillage.shared.programs.models import Token

DAYS = (30, 7)
EVENT = "programs.expiring"


def announce(on: date, at: datetime) -> int:
    """Write a mail to each administrator for each token that ends soon; once, however often this runs. How many."""
    written = 0
    held = RoleAssignment.objects.filter(in_force(on), role=Role.ADMINISTRATOR, user__is_active=True)
    told = list(held.values_list("user", "user__email").distinct())
    for days in DAYS:
        ending = Token.objects.filter(revoked_at__isnull=True, expires_on=on + timedelta(days=days))
        for token in ending.select_related("organization"):
            for user, email in told:
                notices.write(
                    "programs/mail/expiring",
                    event=EVENT,
                    user=user,
                    to=email,
                    key=f"token:{token.pk}:{days}:{user}",
                    context={
                        "label": token.label,
                        "organization": token.organization.name,
                        "expires_on": token.expires_on,
                        "days": days,
                        "page": settings.SITE_ADDRESS + reverse("programs:programs"),
                    },
                    at=at,
                    actor=SCHEDULE,
                )
                written += 1
    return written
