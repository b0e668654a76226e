"""How often each token calls: so many times a minute, counted by every worker together."""

from datetime import datetime

from django.db.models import F
from django.http import HttpResponse
from django.utils.translation import gettext as _

from maillage.kit.api import problem
from maillage.shared.programs.models import TokenUse


class TooMany(Exception):
    """A program called too often: 429. ``wait``: seconds before it may call again."""

    def __init__(self, most: int, wait: int) -> None:
        super().__init__(most)
        self.most = most
        self.wait = wait

    def answer(self) -> HttpResponse:
        return problem(
            429,
            "too_many",
            _("Trop d'appels en peu de temps : %(most)s par minute au plus.") % {"most": self.most},
            way_out=_("Attendez %(wait)s s, puis reprenez.") % {"wait": self.wait},
            headers={"Retry-After": str(self.wait), **_said(self.most, 0, self.wait)},
        )


def count(token: int, *, at: datetime, most: int) -> dict[str, str]:
    """Count one call, and return the headers that say what is left of the minute. Raises TooMany.

    One write, which also keeps when the token last served.
    """
    minute = at.replace(second=0, microsecond=0)
    wait = 60 - at.second
    use = TokenUse.objects.filter(token=token)
    # A worker whose clock is a little behind counts in the minute that another has begun.
    same = use.filter(minute__gte=minute)
    room = same.filter(count__lt=most)
    if not room.update(count=F("count") + 1, last_at=at):
        first = {"minute": minute, "count": 1, "last_at": at}
        # Of the calls that begin a minute together, one begins it, and the others are counted after it.
        if use.filter(minute__lt=minute).update(**first) or _begun(token, first):
            return _said(most, most - 1, wait)
        if not room.update(count=F("count") + 1, last_at=at):
            raise TooMany(most, wait)
    used = same.values_list("count", flat=True).first() or most
    return _said(most, most - used, wait)


def _begun(token: int, first: dict[str, object]) -> bool:
    """Whether this call is the first ever of the token."""
    return TokenUse.objects.get_or_create(token_id=token, defaults=first)[1]


def _said(most: int, left: int, wait: int) -> dict[str, str]:
    return {"RateLimit-Limit": str(most), "RateLimit-Remaining": str(left), "RateLimit-Reset": str(wait)}
