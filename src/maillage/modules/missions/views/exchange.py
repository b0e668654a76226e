"""The pages of the spreadsheets of a plan: take one away, send one back, read what it changes, apply it, undo it; copy a plan."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import ManyRefused, Refused
from maillage.kit.http import actor, member_form, members
from maillage.modules.missions import asking, policies, queries
from maillage.modules.missions.adapters import View
from maillage.modules.missions.forms.exchange import Copy, Send
from maillage.modules.missions.operations import copying, importing
from maillage.shared.directory.views import acting
from maillage.shared.files import kinds
from maillage.shared.sources.forms import said


@member_form(ability=policies.visible)
def exchange(request: HttpRequest, plan: str) -> HttpResponse:
    """Export, import, and the files already sent."""
    who, on = actor(request), clock.today()
    page = queries.exchanges(plan, actor=who, on=on)
    form = Send(acting.sent(request, "send"), on=on)
    form.files = request.FILES

    def send(typed: dict[str, Any]) -> tuple[str, str]:
        upload = typed["file"]
        sent = importing.prepare(page.plan_id, _content(upload), name=upload.name, at=clock.now(), actor=who)
        return _("Le fichier est lu : rien n'est encore écrit."), reverse(
            "missions:import", args=[plan, sent.pk]
        )

    ability = page.abilities[policies.RECORD]
    denied = {} if ability.allowed else {"send": policies.denied(ability)}
    context = {"page": page, "today": on, "limit": settings.FILE_BYTES // 1_000_000}
    return acting.answer(
        request, "missions/exchange/exchange.html", {"send": (form, send)}, context, denied=denied
    )


@members(ability=policies.visible)
def export(request: HttpRequest, plan: str) -> HttpResponse:
    """The spreadsheet, of all dates or as it stood at the moment that the address asks; none of a moment that cannot be read."""
    asked = asking.read(request.GET)
    if asked.faults:
        for fault in asked.faults:
            messages.error(request, fault)
        messages.error(request, _("Aucun fichier n'est fait : choisissez une autre date, puis exportez."))
        return redirect("missions:exchange", plan)
    view = View(day=asked.day or date.max, known_at=asked.known_at, projections=asked.projections)
    name, content = queries.spreadsheet(plan, view, at=clock.now(), actor=actor(request))
    response = HttpResponse(content, content_type=kinds.XLSX.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@member_form(ability=policies.visible)
def sent_file(request: HttpRequest, plan: str, pk: int) -> HttpResponse:
    """What a file changes, line by line; then apply it, or undo it."""
    who, on = actor(request), clock.today()
    page = queries.exchanges(plan, actor=who, on=on)
    shown = queries.sent_file(plan, pk, actor=who, on=on)
    refusals: tuple[Refused, ...] = ()
    if request.method == "POST":
        try:
            return _act(request, plan, pk)
        except Refused as refused:
            refusals = (refused,)
        except ManyRefused as many:
            refusals = many.refusals
        shown = queries.sent_file(plan, pk, actor=who, on=on)
    context = {"page": page, "shown": shown, "refusals": refusals}
    return render(request, "missions/exchange/import.html", context, status=_status(refusals))


def _status(refusals: tuple[Refused, ...]) -> int:
    if not refusals:
        return 200
    return 403 if refusals[0].code in ("missions.rights", "reads_only") else 422


@member_form(ability=policies.administers)
def copy(request: HttpRequest, plan: str) -> HttpResponse:
    """The plan of the next period."""
    who, on = actor(request), clock.today()
    page = queries.exchanges(plan, actor=who, on=on)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        made = copying.copy_plan(
            page.plan_id,
            typed["name"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            source=said(typed),
            at=clock.now(),
            actor=who,
        )
        return _("Le schéma suivant est créé ; celui-ci n'a pas changé."), reverse(
            "missions:plan", args=[made.slug]
        )

    form = Copy(acting.sent(request, "copy"), on=on)
    return acting.answer(request, "missions/exchange/copy.html", {"copy": (form, run)}, {"page": page})


def _act(request: HttpRequest, plan: str, pk: int) -> HttpResponse:
    who, at = actor(request), clock.now()
    if request.POST.get("act") == "undo":
        importing.undo(pk, at=at, actor=who)
        messages.success(request, _("L'import est défait : le schéma dit de nouveau ce qu'il disait."))
    else:
        importing.apply(pk, at=at, actor=who)
        messages.success(
            request, _("L'import est appliqué. Il peut être défait tant que personne n'a rien changé dessus.")
        )
    return redirect("missions:import", plan, pk)


def _content(upload: Any) -> bytes:
    """What was sent. Raises Refused for a file too long, or that is no spreadsheet."""
    if upload.size > settings.FILE_BYTES:
        raise Refused(
            "too_long",
            _("Ce fichier est trop gros : %(limit)d Mo au plus.")
            % {"limit": settings.FILE_BYTES // 1_000_000},
            way_out=_("Envoyez-le en plusieurs fichiers, une fonction après l'autre."),
            field="file",
        )
    kind = kinds.read(upload.file, upload.name.rpartition(".")[2].lower())
    if kind is not kinds.XLSX:
        raise Refused(
            "missions.not_a_spreadsheet",
            _("Ce fichier n'est pas un tableur XLSX."),
            way_out=_("Exportez d'abord le schéma, remplissez ce fichier-là, puis envoyez-le."),
            field="file",
        )
    upload.seek(0)
    return bytes(upload.read())
