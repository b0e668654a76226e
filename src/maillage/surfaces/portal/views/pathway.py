"""The pathway of a visit."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.http import public, unlisted
from maillage.surfaces.portal import forms, repair, result


@public
@unlisted
def pathway(request: HttpRequest) -> HttpResponse:
    """The pathway of the address, with the form of the request. What is wrong in the address is corrected first."""
    page = result.read(repair.known(request.GET), on=clock.today())
    if page is None:
        return HttpResponseRedirect(result.questions(request.GET))
    return render(request, "portal/pathway.html", {"page": page, "form": forms.blank_request()})
