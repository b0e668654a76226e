"""Whoever asks for a reserved page without being signed in goes to the sign-in page; what was typed is not lost."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

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
