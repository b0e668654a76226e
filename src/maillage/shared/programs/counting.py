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
    same = TokenUse.objects.filter(token=token, minute=minute)
    if not same.filter(count__lt=most).update(count=F("count") + 1, last_at=at):
        if same.exists():
            raise TooMany(most, wait)
        TokenUse.objects.update_or_create(
            token_id=token, defaults={"minute": minute, "count": 1, "last_at": at}
        )
        return _said(most, most - 1, wait)
    used = same.values_list("count", flat=True).first() or most
    return _said(most, most - used, wait)


def _said(most: int, left: int, wait: int) -> dict[str, str]:
    return {"RateLimit-Limit": str(most), "RateLimit-Remaining": str(left), "RateLimit-Reset": str(wait)}
