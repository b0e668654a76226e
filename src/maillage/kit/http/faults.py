"""The page of a fault of ours; and, when only the database is busy or away, one that says so and when to come back."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

SECONDS = 10
"""After which a program may ask again: a long write on SQLite ends well before."""


def fault(request: HttpRequest) -> HttpResponse:
    """The answer to a request that failed (``handler500``): 503 when the database is the cause, else 500.

    The fault itself was told to the log by Django. What was being written is undone: each operation is one transaction.
    """
    if not away(sys.exc_info()[1]):
        return server_error(request)
    return busy(request)


def busy(request: HttpRequest) -> HttpResponse:
    """« Rien n'est perdu, réessayez », with the number of seconds to wait."""
    headers = {"Retry-After": str(SECONDS), "Cache-Control": "no-store"}
    if not request.accepts("text/html"):
        told = {
            "type": "about:blank",
            "title": _("Le service est occupé"),
            "status": 503,
            "detail": _(
                "La base de données ne répond pas en ce moment. Rien n'a été enregistré : recommencez."
            ),
        }
        return JsonResponse(told, status=503, headers=headers, content_type="application/problem+json")
    page = render_to_string("503.html", {"sent": request.method == "POST"})
    return HttpResponse(page, status=503, headers=headers)


def away(error: BaseException | None) -> bool:
    """Whether ``error`` comes from a database that is locked, full of work, or does not answer."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, OperationalError | InterfaceError) and "no such" not in str(error):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
