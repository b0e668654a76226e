"""Pages of companies, for people of the network."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members, reads
from maillage.modules.crm import helping, operations, policies, queries
from maillage.shared.matching import queries as matching

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was asked, what answers, and what is wrong with the question."""

    text: str
    commune: str
    activity: str
    found: queries.Findings | None
    fault: str


@members(ability=policies.reads_companies)
def companies(request: HttpRequest) -> HttpResponse:
    """Search by name or number, or by commune and activity."""
    text, commune, activity = (request.GET.get(name, "").strip() for name in ("q", "commune", "activite"))
    found, fault, on = None, "", clock.today()
    try:
        if text:
            found = queries.look_for(text, on, SHOWN, actor=actor(request))
        elif commune:
            found = queries.look_in_town(commune, activity, SHOWN, on=on, actor=actor(request))
    except Refused as refused:
        fault = str(refused)
    search = Search(text=text, commune=commune, activity=activity, found=found, fault=fault)
    context = {"search": search, "imports": helping.notes_aids(actor(request))}
    return render(request, "crm/companies.html", context, status=422 if fault else 200)


@members(ability=policies.reads_companies)
def company(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        card = queries.get(public_id, clock.today(), actor=actor(request))
    except NotVisible:
        # Taken in by another since: its old address leads there.
        if now := matching.successor("crm.company", public_id):
            return redirect("crm:company", now)
        raise
    if card.known_since is None:
        return render(request, "crm/entry.html", {"company": card})
    if card.public_id != public_id:
        return redirect("crm:company", card.public_id)
    reads(request, "crm.company", public_id)
    return render(request, "crm/company.html", {"company": card})


@member_form(ability=policies.reads_companies)
@require_POST
def adopt(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the file of a company that the register alone knew."""
    row = operations.of_reference(public_id, at=clock.now(), actor=actor(request))
    messages.success(request, _("Son dossier est ouvert : ce que dit le registre y est déjà."))
    return redirect("crm:company", row.public_id)


@members(ability=policies.reads_companies)
def changes(request: HttpRequest) -> HttpResponse:
    """What the register changed of the companies of the network."""
    found = queries.changes(actor(request), clock.today())
    return render(request, "crm/changes.html", {"found": found})
