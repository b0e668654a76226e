"""What portfolios show on the page of a company: its referent, who works on it now, by which kinds of intervention."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from maillage.kit import clock
from maillage.kit.http import actor
from maillage.modules.portfolios import queries
from maillage.modules.portfolios.enums import FollowPart


def referent(request: HttpRequest, public_id: str) -> SafeString:
    """The head: who the referent is, and what the reader may do about it."""
    page = queries.page(public_id, actor=actor(request), on=clock.today())
    return render_to_string("portfolios/referent.html", {"page": page, "parts": FollowPart.choices}, request)


def at_work(request: HttpRequest, public_id: str) -> SafeString:
    """The rail: everybody at work, by directorate."""
    page = queries.on_company(public_id, actor(request), clock.today())
    return render_to_string("portfolios/at_work.html", {"page": page}, request)


def planned(request: HttpRequest, public_id: str) -> SafeString:
    """The main column: what is to be done about it, and the three kinds of intervention (H-064)."""
    who, on = actor(request), clock.today()
    context = {
        "page": queries.page(public_id, actor=who, on=on),
        "working": queries.on_company(public_id, who, on),
    }
    return render_to_string("portfolios/planned.html", context, request)
