"""Too many bad passwords for one account from one address: it waits there, and nobody else does (django-axes)."""

from datetime import timedelta

from allauth.account.forms import LoginForm
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock, limits
from maillage.shared.accounts import resending


def address(request: HttpRequest) -> str | None:
    """The address that attempts are counted by, as the database holds it; None when there is none."""
    return limits.address(request).partition("/")[0] or None


def account(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """The account that attempts are counted for, one way to write it."""
    return str((credentials or {}).get("email") or "").strip().lower()[:255]


def locked(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, str] | None = None
) -> HttpResponse:
    """The page that says how long to wait, status 429; what a lost session kept stays on it."""
    minutes = _minutes(account(request, credentials), address(request))
    sent = resending.kept(request.POST.get("kept", ""))
    shown = {"minutes": minutes, "sent": sent, "form": LoginForm(request=request)}
    return render(request, "accounts/locked.html", shown, status=429)


def _minutes(name: str, where: str | None) -> int:
    """How long until this account opens again from this address, in whole minutes."""
    last = AccessAttempt.objects.filter(username=name, ip_address=where).order_by("-attempt_time").first()
    now = clock.now()
    lasting: timedelta = settings.AXES_COOLOFF_TIME
    left = (last.attempt_time if last else now) + lasting - now
    return -(-int(min(max(left, timedelta(minutes=1)), lasting).total_seconds()) // 60)
