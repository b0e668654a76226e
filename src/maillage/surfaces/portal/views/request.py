"""The request that a visit ends on."""

from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import public_form, unlisted
from maillage.kit.limits import allow
from maillage.surfaces.portal import forms, repair, sending


@public_form
@unlisted
def submit(request: HttpRequest) -> HttpResponse:
    """Send the request. Whatever is wrong, even in the address it comes from, the page comes back with all that was typed."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("portal:start"))
    state = QueryDict(request.POST.get("etat", "").lstrip("?"))
    page, faults = repair.pathway(state, on=clock.today())
    form = forms.request(
        request.POST,
        request.FILES,
        named=bool(page.recap.name),
        subject=page.subject.code if page.subject else "",
    )
    if faults:
        form = replace(form, errors={"": forms.left_out(faults), **form.errors}, again=bool(form.files))
    if not form.errors:
        try:
            token = sending.send(page, form, at=clock.now(), admit=partial(_admit, request, form))
            return HttpResponseRedirect(reverse("portal:received", args=[token]))
        except Refused as refusal:
            form = replace(form, errors=forms.refused(refusal), again=bool(form.files))
    return render(request, "portal/pathway.html", {"page": page, "form": form}, status=422)


def _admit(request: HttpRequest, form: forms.RequestForm) -> None:
    """Count a request that is new: by connection, which many may share, and by contact. Raises Refused."""
    allow(request, "portal.request", "60/h")
    allow(request, "portal.request", "5/h", who=form.email or form.phone)
