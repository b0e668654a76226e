"""The pages of files of companies: send one, say what its columns are, read what each line does, settle, apply, undo."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, member_form, members
from maillage.kit.http.uploads import most_bytes
from maillage.kit.text import whole
from maillage.modules.crm import helping
from maillage.modules.crm.importing.fields import KIND
from maillage.shared.exchange import operations, queries

Act = Callable[[HttpRequest, str], str]


@member_form(ability=helping.notes_aids)
def imports(request: HttpRequest) -> HttpResponse:
    """The files already sent, and another."""
    who = actor(request)
    refused = None
    if request.method == "POST":
        try:
            upload = request.FILES.get("file")
            if upload is None:
                raise Refused(
                    "no_file",
                    _("Aucun fichier n'est choisi."),
                    way_out=_("Choisissez un fichier XLSX ou CSV."),
                    field="file",
                )
            sent = operations.receive(KIND, upload, at=clock.now(), actor=who, most_bytes=most_bytes(request))
            return redirect("crm:import", sent.public_id)
        except Refused as fault:
            refused = fault
    context = {
        "batches": queries.batches(KIND, actor=who),
        "refused": refused,
        "limit": most_bytes(request) // 1024 // 1024,
    }
    return render(request, "crm/import_list.html", context, status=422 if refused else 200)


@member_form(ability=helping.notes_aids)
def imported(request: HttpRequest, batch: str) -> HttpResponse:
    """One file, wherever it is."""
    who, on = actor(request), clock.today()
    refused = None
    if request.method == "POST":
        try:
            said = ACTS[request.POST.get("act", "")](request, batch)
        except KeyError:
            refused = Refused("no_act", _("Rien n'est fait."), way_out=_("Relisez cette page."))
        except Refused as fault:
            refused = fault
        else:
            if said:
                messages.success(request, said)
            return redirect(_back(request, batch))
    page = queries.batch(batch, actor=who)
    state, number = request.GET.get("etat", ""), whole(request.GET.get("page", ""))
    shown = queries.lines(batch, on, actor=who, state=state, page=number or 1)
    context = {
        "page": page,
        "lines": shown,
        "state": state,
        "refused": refused,
        "typed": request.POST if refused else {},
    }
    return render(request, "crm/import_page.html", context, status=422 if refused else 200)


@members(ability=helping.notes_aids)
def lines(request: HttpRequest, batch: str) -> StreamingHttpResponse:
    """The lines in the columns of the file, with what became of each."""
    name, text = queries.export(batch, actor=actor(request))
    response = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_ascii(name)}"'
    return response


def _ascii(name: str) -> str:
    return name.encode("ascii", "replace").decode().replace('"', "'").replace("?", "_")


def _back(request: HttpRequest, batch: str) -> str:
    query = request.META.get("QUERY_STRING", "")
    return reverse("crm:import", args=[batch]) + (f"?{query}" if query else "")


def _sheet(request: HttpRequest, batch: str) -> str:
    operations.choose_sheet(batch, request.POST.get("sheet", ""), at=clock.now(), actor=actor(request))
    return ""


def _map(request: HttpRequest, batch: str) -> str:
    mapping = {
        name.removeprefix("column-"): column
        for name, value in request.POST.items()
        if name.startswith("column-") and (column := whole(str(value))) is not None
    }
    operations.map_columns(
        batch,
        mapping,
        source=request.POST.get("source", ""),
        source_on=_day(request.POST.get("source_on", "")),
        remember=bool(request.POST.get("remember")),
        at=clock.now(),
        actor=actor(request),
    )
    operations.go_on(batch, at=clock.now(), actor=actor(request))
    return _("Le fichier est lu. Rien n'est encore écrit : relisez, tranchez, puis appliquez.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            "no_day",
            _("« %(day)s » n'est pas une date.") % {"day": text},
            way_out=_("Choisissez un jour dans le calendrier."),
            field="source_on",
        ) from None


def _settle(request: HttpRequest, batch: str) -> str:
    line = _line(request)
    operations.settle(batch, line, request.POST.get("answer", ""), at=clock.now(), actor=actor(request))
    return _("Ligne %(line)d : c'est noté.") % {"line": line}


def _correct(request: HttpRequest, batch: str) -> str:
    line = _line(request)
    operations.correct(
        batch,
        line,
        request.POST.get("field", ""),
        request.POST.get("value", ""),
        at=clock.now(),
        actor=actor(request),
    )
    return _("Ligne %(line)d : la cellule est corrigée, la ligne est relue.") % {"line": line}


def _line(request: HttpRequest) -> int:
    return whole(request.POST.get("line", "")) or 0


def _apply(request: HttpRequest, batch: str) -> str:
    operations.apply(batch, at=clock.now(), actor=actor(request))
    operations.go_on(batch, at=clock.now(), actor=actor(request))
    return _("Les lignes prêtes sont appliquées, ou en train de l'être. L'import entier peut être défait.")


def _cancel(request: HttpRequest, batch: str) -> str:
    operations.cancel(batch, at=clock.now(), actor=actor(request))
    return _("C'est arrêté.")


def _undo(request: HttpRequest, batch: str) -> str:
    operations.undo(batch, at=clock.now(), actor=actor(request))
    operations.go_on(batch, at=clock.now(), actor=actor(request))
    return _(
        "L'import est défait, ou en train de l'être. Ce que quelqu'un a changé depuis reste, et est dit ligne par ligne."
    )


ACTS: dict[str, Act] = {
    "sheet": _sheet,
    "map": _map,
    "settle": _settle,
    "correct": _correct,
    "apply": _apply,
    "cancel": _cancel,
    "undo": _undo,
}
