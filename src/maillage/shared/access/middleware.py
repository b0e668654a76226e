"""Says who asks: ``request.actor`` on every request, for one organisation at a time."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.shared.access import queries

# The organisation that the person chose to act for, in its session.
ACTING_FOR = "acting_for"


class ActorMiddleware:
    """A visitor without a session costs no query; whoever signed in is known before the page is read.

    The account is read here, outside the read guard: a session that no longer holds is removed at that moment.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the actor; what is shown to someone who signed in is kept by no cache."""
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if known:
            request.actor = queries.actor_of(  # type: ignore[attr-defined]
                request.user,  # type: ignore[arg-type]
                request.session.get(ACTING_FOR),
                on=clock.today(),
            )
        else:
            request.actor = PUBLIC  # type: ignore[attr-defined]
        response = self.get_response(request)
        if known:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """An account without any role sees, in place of reserved pages, whom to ask for one."""
        if getattr(view, "demands_a_role", False) and not request.actor.grants:  # type: ignore[attr-defined]
            return render(request, "access/no_role.html", status=404)
        return None
