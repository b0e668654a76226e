"""Who reads what the company said, and why: read and changed by its link."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import public_form, unlisted
from maillage.kit.limits import allow
from maillage.modules.inquiries import queries
from maillage.surfaces.portal import agreements
from maillage.surfaces.portal.views.follow import by_link


@public_form
@unlisted
@by_link
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The page, and one choice at a time: each takes effect at once, and may be changed here."""
    problem = ""
    if request.method == "POST":
        try:
            allow(request, "portal.act", "60/h")
            agreements.act(token, request.POST, at=clock.now())
            return HttpResponseRedirect(reverse("portal:shared", args=[token]))
        except queries.LinkExpired:
            raise
        except Refused as refusal:
            problem = str(refusal)
    page = agreements.page(token, at=clock.now())
    context = {"page": page, "token": token, "problem": problem}
    return render(request, "portal/shared.html", context, status=422 if problem else 200)
