"""The pathway as a document to keep."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import public, unlisted
from maillage.kit.print import pdf
from maillage.surfaces.portal import repair, result


@public
@unlisted
def document(request: HttpRequest) -> HttpResponse:
    """The pathway as a tagged PDF; a page that says why when this machine makes none."""
    page = result.read(repair.known(request.GET), on=clock.today())
    if page is None:
        return HttpResponseRedirect(result.questions(request.GET))
    title = _("Votre parcours")
    try:
        made = pdf(render_to_string("portal/document.html", {"page": page}, request), title=title)
    except Refused as refusal:
        return render(request, "portal/no_document.html", {"page": page, "refusal": refusal}, status=503)
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="parcours.pdf"'},
    )
