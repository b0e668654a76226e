"""The last things told of a thing, on its own page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.http import actor
from maillage.shared.timeline import queries


def last_of(
    kind: str, pk: int, ref: str, request: HttpRequest, *, write: SafeString | None = None
) -> SafeString:
    """The last ten entries of the story of a thing that the reader opens, by its primary key and public reference; ``write``: what
    lets one add to it."""
    found = queries.latest(kind, pk, actor(request), clock.today())
    return render_to_string("timeline/last.html", {"story": found, "ref": ref, "write": write or ""}, request)
