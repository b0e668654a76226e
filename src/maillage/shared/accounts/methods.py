"""By which means someone signed in: a password, a second factor, ProConnect. The session says it."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

MARKS = "signed_in_by"
"""The session key of what allauth does not record: the cast of a development machine."""

CAST = "cast"
PASSWORD = "password"
PROCONNECT = "proconnect"
STRONG = frozenset({"totp", "recovery_codes", PROCONNECT})


def of(request: HttpRequest) -> tuple[str, ...]:
    """The means of this session, the oldest first: "password", "totp", "recovery_codes", "proconnect", "cast"."""
    if not request.user.is_authenticated:
        return ()
    told = [_name(one) for one in get_authentication_records(request, request.user)]
    return tuple(dict.fromkeys([*told, *request.session.get(MARKS, ())]))


def mark(request: HttpRequest, means: str) -> None:
    """Say that this session was opened by another means than those that allauth records."""
    request.session[MARKS] = [*request.session.get(MARKS, ()), means]


def strong(request: HttpRequest) -> bool:
    """Whether more than a password opened this session; the cast counts on a development machine only."""
    enough = STRONG | {CAST} if settings.DEV_SIGN_IN else STRONG
    return not enough.isdisjoint(of(request))


def _name(record: dict[str, str]) -> str:
    match record["method"]:
        case "mfa":
            return record["type"]
        case "socialaccount":
            return record["provider"]
        case other:
            return other
