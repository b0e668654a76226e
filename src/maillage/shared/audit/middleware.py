"""Writes who read a personal file, once the page is made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from maillage.kit import clock
from maillage.kit.http import actor
from maillage.shared.audit import operations
from maillage.shared.audit.models import Reading

SHOWN = frozenset({200, 409, 422})
"""The page asked for; or the same one, with all that it shows, that says why what was sent is refused."""


class ReadingLog:
    """Outside the read guard: the page itself still writes nothing. What ``kit.http.reads`` marked is kept when the answer
    showed it, be it to refuse what was sent; a visitor without an account (the company that reads its own request) is nobody to tell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then write what it showed."""
        response = self.get_response(request)
        marks = getattr(request, "read_files", ())
        if marks and response.status_code in SHOWN:
            who = actor(request)
            if who.user is not None or who.program is not None:
                operations.record_readings(
                    tuple(marks), door=_door(request, response), at=clock.now(), actor=who
                )
        return response


def _door(request: HttpRequest, response: HttpResponse) -> str:
    if request.path.startswith("/api/"):
        return Reading.Door.API
    if "attachment" in response.get("Content-Disposition", ""):
        return Reading.Door.EXPORT
    return Reading.Door.PAGE
