"""The sessions of a person: noted when they open, so that each may be read and ended."""

import re
from datetime import datetime
from uuid import uuid4

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from maillage.shared.accounts.models import SignIn, User

MARK = "sign_in"
BROWSERS = (("Edge", r"Edg/"), ("Firefox", r"Firefox/"), ("Chrome", r"Chrom(e|ium)/"), ("Safari", r"Safari/"))
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux"),
)


def note(request: HttpRequest, user: User, at: datetime) -> None:
    """Keep that ``user`` opened this session; those that ended since are forgotten."""
    kept = Session.objects.filter(expire_date__gt=at).values("session_key")
    SignIn.objects.filter(user=user).exclude(session_key__in=kept).delete()
    mark = uuid4().hex
    request.session[MARK] = mark
    browser = named(request.headers.get("User-Agent", ""))
    key = request.session.session_key or ""
    SignIn.objects.create(user=user, mark=mark, session_key=key, since=at, browser=browser)


def follow(request: HttpRequest) -> None:
    """The session was given another key (a password changed): keep the new one."""
    key = request.session.session_key or ""
    SignIn.objects.filter(mark=request.session.get(MARK, "")).update(session_key=key)


def forget(request: HttpRequest) -> None:
    """The session is ending: its line goes."""
    SignIn.objects.filter(mark=request.session.get(MARK, "")).delete()


def sweep(at: datetime) -> None:
    """Remove the sessions that were over at ``at``: nothing else does when nobody signs out."""
    Session.objects.filter(expire_date__lt=at).delete()


def named(agent: str) -> str:
    """A browser in two words, "Firefox, Windows"; "" when it says nothing known."""
    found = [
        next((name for name, sign in known if re.search(sign, agent)), "") for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found))
