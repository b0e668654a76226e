"""Each request has an identifier, told to the log and in the answer; a slow page is told, with its route only."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9_-]{8,64}")

access = logging.getLogger("maillage.access")
current: ContextVar[str] = ContextVar("request_id", default="")
"""The identifier of the request being answered; empty outside one."""


class Identified:
    """Middleware, outermost. The identifier that a proxy gives (X-Request-ID) is kept when it looks like one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell the log how long it took: at INFO, or as a warning past SLOW_PAGE_MS."""
        given = request.headers.get(HEADER, "")
        identifier = given if ACCEPTED.fullmatch(given) else token_hex(8)
        token = current.set(identifier)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = identifier
            spent = round((time.perf_counter() - started) * 1000)
            slow = spent >= settings.SLOW_PAGE_MS
            access.log(
                logging.WARNING if slow else logging.INFO,
                "%s %s %s en %s ms",
                request.method,
                route(request),
                response.status_code,
                spent,
                extra={"told": told(request, response.status_code, spent)},
            )
            return response
        finally:
            current.reset(token)


def route(request: HttpRequest) -> str:
    """The route of a page («/suivi/<str:token>/»), never what filled it; « ? » when no page has this address."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "?"


def told(request: HttpRequest, status: int, spent: int) -> dict[str, object]:
    """What a line of the log says of a request: which page, what kind of reader, what came of it. Nobody is named."""
    kind = getattr(getattr(request, "actor", None), "kind", None)
    return {
        "method": request.method,
        "route": route(request),
        "status": status,
        "ms": spent,
        "actor": str(kind) if kind else None,
    }
