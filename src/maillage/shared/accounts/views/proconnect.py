"""ProConnect: going there, coming back, tying an identity to an account, ending both sessions (ADR 0020)."""

from secrets import token_urlsafe

from allauth.account.views import LogoutView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.kit import clock
from maillage.kit.db import guard
from maillage.kit.errors import Refused
from maillage.kit.http import actor
from maillage.shared.accounts import operations, pending, queries
from maillage.shared.accounts.pending import ID_TOKEN, proconnect_refused
from maillage.shared.accounts.provider import ProConnectAdapter
from maillage.shared.accounts.views.security import alone, proved

STATE = "proconnect_state"
"""The cookie that waits for the end of both sessions."""

UNREADABLE = (KeyError, TypeError, ValueError)
"""What an answer that is not in its form raises; the network raises OSError."""


class Return(OAuth2CallbackView):  # type: ignore[misc]
    """The return from ProConnect: the nonce that was sent comes out of the session with the state, and serves once."""

    def _get_state(self, request: HttpRequest, provider: object):  # type: ignore[no-untyped-def]
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, answer


@login_not_required
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Go to ProConnect. A page leads there, and not a redirection: a browser lets no form end on another site."""
    _demand()
    following = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        following, {request.get_host()}, require_https=request.is_secure()
    ):
        following = settings.LOGIN_REDIRECT_URL
    provider = get_adapter().get_provider(request, "proconnect")
    try:
        answer = provider.redirect(request, AuthProcess.LOGIN, following)
    except OSError:
        return proconnect_refused(request, "unreachable")
    except UNREADABLE:
        return proconnect_refused(request, "broken")
    return _leave(request, answer["Location"])


@login_not_required
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Come back from ProConnect, and sign in: the protocol makes it a GET, so the read guard is lifted for it."""
    _demand()
    with guard.lifted():
        try:
            answer: HttpResponse = Return.adapter_view(ProConnectAdapter(request))(request)
        except OSError:
            return proconnect_refused(request, "unreachable")
        except UNREADABLE:
            return proconnect_refused(request, "broken")
        return answer


@login_not_required
@never_cache
@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    """The page of an identity that no account bears: the rule, what ProConnect said, and how to prove the account."""
    _demand()
    found = pending.waiting(request)
    if found is None:
        return redirect("account_login")
    context = {"unknown": found, "has_account": bool(found.email) and queries.account_named(found.email)}
    return render(request, "accounts/proconnect_unknown.html", context, status=403)


@require_POST
@proved
def link(request: HttpRequest) -> HttpResponse:
    """Tie the identity that waits to the account that is signed in."""
    _demand()
    found = pending.waiting(request)
    if found is None:
        return redirect("account_security")
    try:
        operations.link(request.user.pk, uid=found.uid, said=found.said, at=clock.now(), actor=actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("ProConnect est rattaché : il suffit désormais pour vous connecter."))
    pending.done(request)
    return redirect("account_security")


@alone
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """The page of a tab opened only to sign in again: one goes back to the other, where what was typed waits."""
    return render(request, "accounts/back.html")


class SignOut(LogoutView):  # type: ignore[misc]
    """End the session; when ProConnect opened it, end the one over there too."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """End both."""
        token = request.session.get(ID_TOKEN, "")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if not token or settings.PROCONNECT is None:
            return answer
        state = token_urlsafe(32)
        try:
            end = ProConnectAdapter(request).openid_config["end_session_endpoint"]
        except (OSError, *UNREADABLE):
            return render(request, "accounts/ended.html", {"only_here": True})
        returned = f"{settings.SITE_ADDRESS}{reverse('proconnect_ended')}"
        said = {"id_token_hint": token, "state": state, "post_logout_redirect_uri": returned}
        answer = _leave(request, f"{end}?{urlencode(said)}")
        answer.set_signed_cookie(
            STATE, state, max_age=600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
        return answer


@login_not_required
@never_cache
@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """Come back once ProConnect ended its session. A return that nobody waits for leads to the first page."""
    sent = request.get_signed_cookie(STATE, default="", max_age=600)
    if not sent or not constant_time_compare(sent, request.GET.get("state", "")):
        return redirect("portal:home")
    answer = render(request, "accounts/ended.html", {"only_here": False})
    answer.delete_cookie(STATE, samesite="Lax")
    return answer


def _leave(request: HttpRequest, address: str) -> HttpResponse:
    return render(request, "accounts/leaving.html", {"address": address})


def _demand() -> None:
    if settings.PROCONNECT is None:
        raise Http404


sign_out = SignOut.as_view()
