"""How an account signs in, as its owner reads it: second factor, sessions, ProConnect."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session

from maillage.shared.accounts.models import SignIn, User


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session that still opens. ``browser``: "" when unknown; ``here``: it is the one of this page."""

    pk: int
    since: datetime
    browser: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An identity of ProConnect tied to the account. ``organization``: as its provider says, "" when it does not."""

    pk: int
    organization: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """The means of sign-in of an account. ``factor_since`` None: no second factor; ``codes_left``: recovery codes unused."""

    has_password: bool
    factor_since: datetime | None
    factor_used: datetime | None
    codes_left: int
    sessions: tuple[OpenSession, ...]
    identities: tuple[Identity, ...]


def security(user: User, mark: str = "", *, at: datetime) -> Security:
    """The means of sign-in of ``user``; ``mark``: of the session that asks. Four queries."""
    held = {one.type: one for one in Authenticator.objects.filter(user_id=user.pk)}
    totp = held.get(Authenticator.Type.TOTP)
    codes = held.get(Authenticator.Type.RECOVERY_CODES)
    return Security(
        has_password=user.has_usable_password(),
        factor_since=totp.created_at if totp else None,
        factor_used=totp.last_used_at if totp else None,
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        sessions=_sessions(user, mark, at),
        identities=tuple(
            Identity(
                pk=one.pk, organization=one.extra_data.get("organization_label", ""), since=one.date_joined
            )
            for one in SocialAccount.objects.filter(user_id=user.pk).order_by("date_joined", "pk")
        ),
    )


def factor_since(user: int) -> datetime | None:
    """Since when an account has a second factor; None: it has none."""
    found = Authenticator.objects.filter(user_id=user, type=Authenticator.Type.TOTP).first()
    return found.created_at if found else None


def account_named(email: str) -> bool:
    """Whether an account bears this address."""
    return User.objects.filter(email=email.strip().lower()).exists()


def _sessions(user: User, mark: str, at: datetime) -> tuple[OpenSession, ...]:
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = SignIn.objects.filter(user=user, session_key__in=alive).order_by("-since", "-pk")
    return tuple(
        OpenSession(pk=one.pk, since=one.since, browser=one.browser, here=one.mark == mark) for one in rows
    )
