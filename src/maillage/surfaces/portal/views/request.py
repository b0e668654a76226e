"""The request that a visit ends on."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import public_form
from maillage.kit.limits import allow
from maillage.surfaces.portal import forms, result, sending


@public_form
def submit(request: HttpRequest) -> HttpResponse:
    """Send the request. Whatever is wrong, the page comes back with everything that was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:start"))
    at = clock.now()
    page = result.read(QueryDict(request.POST.get("etat", "").lstrip("?")), on=clock.today())
    if page is None:
        return HttpResponseRedirect(reverse("portal:start"))
    form = forms.request(
        request.POST,
        request.FILES,
        named=bool(page.recap.name),
        subject=page.subject.code if page.subject else "",
    )
    if not form.errors:
        try:
            allow(request, "portal.request", "5/h")
            token = sending.send(page, form, at=at)
            return HttpResponseRedirect(reverse("portal:received", args=[token]))
        except Refused as refusal:
            form = replace(form, errors=forms.refused(refusal), again=bool(form.files))
    return render(request, "portal/pathway.html", {"page": page, "form": form}, status=422)
