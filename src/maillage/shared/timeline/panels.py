"""The last things told of a thing, on its own page."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock, subjects
from maillage.kit.http import actor
from maillage.shared.timeline import queries


def last_of(kind: str, request: HttpRequest, ref: str, *, write: SafeString | None = None) -> SafeString:
    """The last ten entries of the story of a thing; ``write``: what lets one add to it."""
    who, on = actor(request), clock.today()
    subject = subjects.kind(kind).find(ref, who, on)
    found = queries.story(kind, subject.rows[0][1], who, on, size=queries.LAST)
    return render_to_string(
        "timeline/last.html",
        {"story": found, "ref": ref, "write": write or "", "title": subject.title},
        request,
    )
