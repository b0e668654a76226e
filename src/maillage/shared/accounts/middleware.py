"""Whoever asks for a reserved page without being signed in, or with too little, goes where it signs in; what was typed
is not lost."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from maillage.kit.actor import PUBLIC
from maillage.shared.accounts import methods, resending
from maillage.shared.accounts.resending import lost_session


class SignInRequired(LoginRequiredMiddleware):
    """A page fetched: the sign-in page, then back. A form sent by someone whose session ended: the page of `resending`."""

    def handle_no_permission(self, request: HttpRequest, view_func: object) -> HttpResponse:  # type: ignore[override]
        """Answer who is not signed in."""
        if request.method == "POST":
            return lost_session(request)
        if request.headers.get("HX-Request"):
            # A part of a page cannot hold the sign-in page: the whole page goes there, and comes back.
            shown = request.headers.get("HX-Current-URL", "")
            back = shown.removeprefix(f"{request.scheme}://{request.get_host()}") or "/"
            answer = HttpResponse(status=401)
            answer["HX-Redirect"] = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
            return answer
        return redirect_to_login(request.get_full_path(), reverse("account_login"))


class SecondFactorRequired:
    """Whoever has a role and gave a password alone reads what everyone reads, and is led to add a second factor.

    After the middleware of access, which says who asks. Setting SECOND_FACTOR_REQUIRED.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Lead to the page of the second factor; a form sent meanwhile is kept on a page that sends it again."""
        if not settings.SECOND_FACTOR_REQUIRED or getattr(view, "opens_with_a_password", False):
            return None
        # A program has a token and no session: it is not asked for a telephone, and stays who it is for the reading log.
        if not request.actor.grants or not request.user.is_authenticated or methods.strong(request):  # type: ignore[attr-defined]
            return None
        if not getattr(view, "login_required", True):
            request.actor = PUBLIC  # type: ignore[attr-defined]
            return None
        if request.method == "POST":
            shown = {"sent": resending.sending(request)}
            return render(request, "accounts/factor_first.html", shown, status=403)
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_second_factor')}?{back}")
