"""Pages where the work of every directorate is read together: what waits, a territory, the load."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, members, reads
from maillage.modules.inquiries import abilities
from maillage.surfaces.desk import load, policies, territory, waiting

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@members(ability=abilities.reads_requests)
def unanswered(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, by officer, unit, territory or subject."""
    page = waiting.page(request.GET, actor=actor(request), on=clock.today())
    return render(
        request, "desk/waiting.html", {"page": page, "on": clock.today()}, status=422 if page.problem else 200
    )


@members(ability=abilities.reads_requests)
def unanswered_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """The same list as a file."""
    if suffix not in MEDIA:
        raise NotVisible(suffix)
    try:
        content, references = waiting.file(request.GET, suffix, actor=actor(request), on=clock.today())
    except Refused:
        return unanswered(request)
    for reference in references:
        reads(request, "inquiries.inquiry", reference)
    answer = HttpResponse(content, content_type=MEDIA[suffix])
    answer["Content-Disposition"] = f'attachment; filename="sans-reponse.{suffix}"'
    return answer


@members(ability=policies.works_on_territories)
def place(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Who serves a territory, and what is under way there, all directorates together."""
    page = territory.page(
        kind,
        code,
        directorate=request.GET.get("direction", ""),
        subject=request.GET.get("sujet", ""),
        actor=actor(request),
        on=clock.today(),
    )
    return render(request, "desk/territory.html", {"page": page})


@members(ability=abilities.manages)
def loads(request: HttpRequest) -> HttpResponse:
    """Who carries what in the units that one manages."""
    page = load.page(actor(request), unit=request.GET.get("unite", ""), on=clock.today())
    return render(request, "desk/load.html", {"page": page})
