"""The guided entry: find one's company or do without, then one question a screen (H-065, H-164)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.http import public, unlisted
from maillage.surfaces.portal import address, entry, flow, repair


@public
def start(request: HttpRequest) -> HttpResponse:
    """The companies that a name or a number finds; without a word, the ways in."""
    page = entry.candidates(request.GET, on=clock.today())
    return render(request, "portal/start.html", {"page": page}, status=422 if page.problem else 200)


@public
@unlisted
def without_number(request: HttpRequest) -> HttpResponse:
    """A project, or a company of another country: a name for it, and on to the questions."""
    return render(request, "portal/without_number.html", {"page": entry.project(request.GET)})


@public
def by_place(request: HttpRequest) -> HttpResponse:
    """The companies of a commune and an activity."""
    page = entry.by_place(request.GET, on=clock.today())
    return render(request, "portal/by_place.html", {"page": page}, status=422 if page.problem else 200)


@public
@unlisted
def question(request: HttpRequest) -> HttpResponse:
    """The next question; the pathway when nothing is left to ask."""
    if not address.pairs(request.GET):
        return HttpResponseRedirect(reverse("portal:start"))
    found = flow.read(repair.known(request.GET), on=clock.today())
    if found.screen is None:
        return HttpResponseRedirect(found.result)
    status = 422 if found.answer.errors else 200
    return render(request, "portal/question.html", {"flow": found, "screen": found.screen}, status=status)
