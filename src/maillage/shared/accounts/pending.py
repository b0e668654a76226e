"""What ProConnect said that is not yet a sign-in: an identity that no account bears, kept in the session a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock

PENDING = "proconnect_pending"
KEPT_SECONDS = 30 * 60
ID_TOKEN = "proconnect_id_token"
"""The session key of the token that ends the session of ProConnect with ours."""

STATUS = {"unreachable": 503, "weak": 403, "cancelled": 200}


class TooWeak(OAuth2Error):  # type: ignore[misc]
    """The person signed in at ProConnect with one factor only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An identity that waits for its account. Each text is as ProConnect says it, "" when it does not."""

    uid: str
    said: dict[str, str]

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.said.get("given_name"), self.said.get("usual_name"))))

    @property
    def email(self) -> str:
        return self.said.get("email", "")

    @property
    def organization(self) -> str:
        return self.said.get("organization_label", "")

    @property
    def siret(self) -> str:
        return self.said.get("siret", "")


def keep(request: HttpRequest, *, uid: str, said: dict[str, str]) -> None:
    """Keep it half an hour, the time to prove the account."""
    request.session[PENDING] = {"uid": uid, "said": said, "at": clock.now().timestamp()}


def waiting(request: HttpRequest) -> Unknown | None:
    """The identity that waits in this session; None when there is none, or no longer."""
    kept = request.session.get(PENDING)
    if not kept or clock.now().timestamp() - kept["at"] > KEPT_SECONDS:
        return None
    return Unknown(uid=kept["uid"], said=kept["said"])


def address(session: Mapping[str, Any]) -> str:
    """The address that ProConnect said of the identity kept in a session, as it said it; "" when there is none."""
    kept = session.get(PENDING)
    return Unknown(uid=kept["uid"], said=kept["said"]).email if kept else ""


def done(request: HttpRequest) -> None:
    """Nothing waits any more."""
    request.session.pop(PENDING, None)


def proconnect_refused(request: HttpRequest, why: str) -> HttpResponse:
    """The page of a sign-in by ProConnect that did not end: "cancelled", "refused", "weak", "unreachable", "forged" or
    "broken"."""
    return render(request, "accounts/proconnect_refused.html", {"why": why}, status=STATUS.get(why, 400))
