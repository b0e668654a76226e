"""Pages of requests, for officers: the list, the file of one request, and a request entered for a company."""

from dataclasses import fields

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members, reads
from maillage.modules.inquiries import abilities, desk_file, entering, forms, lists, operations, queries
from maillage.shared.files import http as files


@members(ability=abilities.reads_requests)
def listing(request: HttpRequest) -> HttpResponse:
    who = actor(request)
    page = lists.page(request.GET, actor=who, on=clock.today())
    return render(
        request, "inquiries/desk/list.html", {"page": page, "enters": abilities.enters_requests(who)}
    )


@members(ability=abilities.reads_requests)
def export(request: HttpRequest) -> StreamingHttpResponse:
    who, on = actor(request), clock.today()
    for reference in lists.references(request.GET, actor=who, on=on):
        reads(request, "inquiries.inquiry", reference)
    answer = StreamingHttpResponse(
        lists.lines(request.GET, actor=who, on=on), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="demandes-{on:%Y-%m-%d}.csv"'
    return answer


@member_form(ability=abilities.reads_requests)
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """The file of a request; an act sent from it is done, or told why not with all that was typed."""
    who, at, on = actor(request), clock.now(), clock.today()
    reads(request, "inquiries.inquiry", reference)
    if request.method != "POST":
        return _file(
            request,
            desk_file.page(
                reference,
                actor=who,
                on=on,
                wanted=request.GET.get("acte", ""),
                corrected=request.GET.get("etape", ""),
                back=request.GET.get("annuler", ""),
            ),
        )
    asked = forms.Asked(reference=reference, data=request.POST, files=request.FILES, actor=who, at=at, on=on)
    try:
        done = forms.perform(asked)
    except Refused as refusal:
        page = desk_file.page(reference, actor=who, on=on, failed=asked, refusal=refusal)
        return _file(request, page, status=422)
    messages.success(request, done.sentence)
    try:
        queries.allowed(reference, who, on)
    except NotVisible:
        # Whoever refused a hand-over sees the request no more: the list says what was done.
        return redirect("inquiries:list")
    address = reverse("inquiries:file", args=[reference])
    query = f"?{urlencode({'annuler': done.back})}" if done.back else ""
    return redirect(address + query + (f"#{done.anchor}" if done.anchor else ""))


def _file(request: HttpRequest, page: desk_file.FilePage, status: int = 200) -> HttpResponse:
    context = {one.name: getattr(page, one.name) for one in fields(page)}
    return render(request, "inquiries/desk/file.html", context | {"row": page.file.row}, status=status)


@members(ability=abilities.reads_requests)
def attachment(request: HttpRequest, reference: str, public_id: str) -> HttpResponse:
    reads(request, "inquiries.inquiry", reference)
    stored = queries.attachment(reference, public_id, actor=actor(request), on=clock.today())
    return files.answer(stored)


@member_form(ability=abilities.enters_requests)
def new(request: HttpRequest) -> HttpResponse:
    """A request by phone or letter: the company, what it says, a preview of who will answer, then the request."""
    who, at, on = actor(request), clock.now(), clock.today()
    if request.method != "POST":
        page = entering.page(request.GET, actor=who, on=on)
        return render(request, "inquiries/desk/new.html", {"page": page})
    faults = entering.faults(request.POST, on=on)
    if request.POST.get("envoi") == "enregistrer" and not faults:
        try:
            draft = entering.draft(request.POST, actor=who, on=on)
            sent = operations.submit(draft, at=at, actor=who)
        except Refused as refusal:
            faults = (refusal,)
        else:
            messages.success(request, entering.told(sent))
            return redirect("inquiries:file", sent.reference)
    page = entering.page(request.POST, actor=who, on=on, sent=True, faults=faults)
    return render(request, "inquiries/desk/new.html", {"page": page}, status=422 if page.faults else 200)
