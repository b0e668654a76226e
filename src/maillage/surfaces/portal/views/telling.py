"""H-056: what one looked for and did not find, told on purpose."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.kit.errors import Refused
from maillage.kit.http import public_form
from maillage.kit.limits import allow
from maillage.modules.inquiries import uncovered
from maillage.modules.schemes import inputs


@public_form
def tell(request: HttpRequest) -> HttpResponse:
    """The words and the place are kept, nothing of who tells them."""
    said = request.POST if request.method == "POST" else request.GET
    words, place = said.get("mots", "").strip(), said.get("commune", "").strip()[:200]
    problem = ""
    if request.method == "POST":
        try:
            allow(request, "portal.tell", "20/h")
            uncovered.record_search(
                words=words,
                commune=inputs.commune(place).code,
                where="commencer",
                on=clock.today(),
                actor=PUBLIC,
            )
            return HttpResponseRedirect(reverse("portal:tell") + "?merci=oui")
        except Refused as refusal:
            problem = str(refusal)
    thanks = request.GET.get("merci") == "oui"
    context = {"words": words, "commune": place, "problem": problem, "thanks": thanks}
    return render(request, "portal/tell.html", context, status=422 if problem else 200)
