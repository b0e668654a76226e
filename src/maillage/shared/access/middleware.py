"""Says who asks: ``request.actor`` on every request, for one organisation at a time; or whom an administrator tries to be."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.kit.errors import Refused
from maillage.shared.access import queries, trying

# The organisation that the person chose to act for, in its session.
ACTING_FOR = "acting_for"
READ_ONLY = ("trying", "reads_only")
"""The refusals of whoever may only read, wherever they come from (kit.operation)."""


class ActorMiddleware:
    """A visitor without a session costs no query; whoever signed in is known before the page is read.

    The account is read here, outside the read guard: a session that no longer holds is removed at that moment, and so is a
    trial that lasted too long.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the actor; what is shown to someone who signed in is kept by no cache."""
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        tried = None
        if known:
            own = queries.actor_of(
                request.user,  # type: ignore[arg-type]
                request.session.get(ACTING_FOR),
                on=clock.today(),
            )
            tried = trying.current(request, own)
            request.actor = tried or own  # type: ignore[attr-defined]
        else:
            request.actor = PUBLIC  # type: ignore[attr-defined]
        response = self.get_response(request)
        if tried is not None and not request.user.is_authenticated:
            trying.ended(tried, own)
        if known:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """An account without any role sees, in place of reserved pages, whom to ask for one; a trial writes nothing."""
        if getattr(view, "demands_a_role", False) and not request.actor.grants:  # type: ignore[attr-defined]
            return render(request, "access/no_role.html", status=404)
        if refused := trying.refusal(request):
            return _told(request, refused)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whoever only reads, and sent something that no page expected: said plainly, and nothing is written."""
        if isinstance(exception, Refused) and exception.code in READ_ONLY:
            return _told(request, exception)
        return None


def _told(request: HttpRequest, refused: Refused) -> HttpResponse:
    with translation.override("fr"):
        return render(request, "access/read_only.html", {"refused": refused}, status=403)
