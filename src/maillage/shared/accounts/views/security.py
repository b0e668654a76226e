"""«Votre compte»: the second factor, the recovery codes, the open sessions. Its owner reads it, with a role or without."""

from base64 import b64encode
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import clear_totp_secret
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, require_form
from maillage.kit.text import whole
from maillage.shared.accounts import operations, policies, queries, sessions

View = Callable[..., HttpResponse]
RECENT_SECONDS = 15 * 60


def alone(view: View) -> View:
    """A page that whoever signed in opens, with a password alone and without any role: it is where one adds the rest."""
    view.opens_with_a_password = True  # type: ignore[attr-defined]
    return view


def proved(view: View) -> View:
    """Ask again who one is before a change, when one signed in more than a quarter of an hour ago."""

    @wraps(view)
    def recent(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        told = [one["at"] for one in get_authentication_records(request, request.user)]
        old = not told or clock.now().timestamp() - max(told) > RECENT_SECONDS
        if old and account_adapter().get_reauthentication_methods(request.user):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return recent


@alone
@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """The page."""
    mark = request.session.get(sessions.MARK, "")
    context = {
        "security": queries.security(request.user, mark, at=clock.now()),
        "required": settings.SECOND_FACTOR_REQUIRED,
        "proconnect": settings.PROCONNECT is not None,
    }
    return render(request, "accounts/security.html", context)


@alone
@never_cache
@require_form
@proved
def second_factor(request: HttpRequest) -> HttpResponse:
    """Add a second factor: show its secret, check a code of it, then show the recovery codes once."""
    following = _following(request)
    if queries.factor_since(request.user.pk):
        return redirect("account_security")
    form = ActivateTOTPForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        codes = operations.enrol(request.user.pk, form.secret, at=clock.now(), actor=actor(request))
        clear_totp_secret(request)
        _record(request)
        return render(request, "accounts/codes.html", {"codes": codes, "following": following})
    secret = form.secret
    drawn = get_adapter().build_totp_svg(get_adapter().build_totp_url(request.user, secret))
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "drawing": f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}",
        "following": following,
        "required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "accounts/second_factor.html", context, status=422 if form.errors else 200)


@alone
@require_POST
@proved
def change(request: HttpRequest) -> HttpResponse:
    """Remove the second factor, renew the codes, end sessions or untie ProConnect, as the button pressed says."""
    try:
        match request.POST.get("act", "").partition(":"):
            case ["codes", _sep, _rest]:
                codes = operations.renew_codes(request.user.pk, at=clock.now(), actor=actor(request))
                return render(request, "accounts/codes.html", {"codes": codes, "following": ""})
            case ["drop", _sep, _rest]:
                operations.drop_factor(request.user.pk, at=clock.now(), actor=actor(request))
                messages.success(request, _("Le second facteur est retiré."))
            case ["sessions", _sep, _rest]:
                account = operations.end_sessions(request.user.pk, actor=actor(request))
                update_session_auth_hash(request, account)
                sessions.follow(request)
                messages.success(request, _("Vos autres sessions sont terminées."))
            case ["session", _sep, said] if (pk := whole(said)) is not None:
                operations.end_session(request.user.pk, pk, actor=actor(request))
                messages.success(request, _("La session est terminée."))
            case ["untie", _sep, said] if (pk := whole(said)) is not None:
                operations.unlink(request.user.pk, pk, actor=actor(request))
                messages.success(request, _("L'identité ProConnect n'est plus rattachée à votre compte."))
            case _other:
                raise Http404
    except NotVisible as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("account_security")


@member_form(ability=policies.rescues)
@require_POST
def rescue(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the second factor of a person who lost its device, from the page of its account."""
    try:
        operations.rescue(pk, at=clock.now(), actor=actor(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("Le second facteur est retiré, les sessions terminées, et la personne prévenue.")
        )
    return redirect("access:account", pk)


def _following(request: HttpRequest) -> str:
    """Where one was going before being led here; "" when it is not a page of this site."""
    given = request.POST.get("next", "") or request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if here else ""


def _record(request: HttpRequest) -> None:
    """This session has shown a code of the factor that was just added."""
    record_authentication(request, request.user, "mfa", type="totp", reauthenticated=True)
