"""The pages of the desk that cross modules: the morning, the search box, one's absence, one's unit, the settings."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members
from maillage.kit.ui import menu
from maillage.modules.inquiries import abilities, lists
from maillage.surfaces.desk import absences, queries, steering, units
from maillage.surfaces.desk.morning import morning


@members
def home(request: HttpRequest) -> HttpResponse:
    who = actor(request)
    page = morning(who, at=clock.now(), on=clock.today())
    return render(
        request,
        "desk/home.html",
        {"morning": page, "enters": abilities.enters_requests(who), "reads": abilities.reads_requests(who)},
    )


@members
def search(request: HttpRequest) -> HttpResponse:
    found = queries.search(request.GET.get("q", ""), actor=actor(request), on=clock.today())
    if found.only:
        return redirect("inquiries:file", found.only)
    return render(request, "desk/search.html", {"found": found})


@member_form
def absence(request: HttpRequest) -> HttpResponse:
    """One's own absences: declare one, take one back."""
    who, at, on = actor(request), clock.now(), clock.today()
    if request.method != "POST":
        return render(request, "desk/absence.html", {"page": absences.page(who, on=on)})
    try:
        if request.POST.get("act") == "cancel":
            told = absences.cancel(request.POST.get("absence", ""), actor=who, on=on)
        else:
            told = absences.declare(request.POST, actor=who, at=at, on=on)
    except Refused as refusal:
        page = absences.page(who, on=on, typed=request.POST, fault=refusal)
        return render(request, "desk/absence.html", {"page": page}, status=422)
    messages.success(request, told)
    return redirect("desk:absence")


@members(ability=abilities.manages)
def unit(request: HttpRequest) -> HttpResponse:
    page = units.page(actor(request), on=clock.today(), slug=request.GET.get("unite", ""))
    return render(request, "desk/unit.html", {"page": page})


@member_form(ability=abilities.manages)
def departure(request: HttpRequest, slug: str) -> HttpResponse:
    """What the departure of somebody moves, then the departure itself: one act."""
    who, at, on = actor(request), clock.now(), clock.today()
    day = _day(request.POST.get("jour") or request.GET.get("jour", ""))
    fault = None
    if request.method == "POST" and day is not None:
        try:
            units.depart(who, slug, at=at, on=on, day=day)
        except Refused as refusal:
            fault = refusal
        else:
            messages.success(request, _("Le départ est noté : chaque demande garde un interlocuteur."))
            return redirect("desk:unit")
    page = units.departure(who, slug, on=on, day=day)
    return render(
        request, "desk/departure.html", {"page": page, "fault": fault}, status=422 if fault else 200
    )


def _day(typed: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError:
        return None


@members(ability=abilities.reads_figures)
def steer(request: HttpRequest) -> HttpResponse:
    """Funding and results of the network: figures that one reads, and nothing to change (H-135)."""
    page = steering.page(request.GET.dict(), actor=actor(request), on=clock.today())
    return render(request, "desk/steering.html", {"page": page})


@members(ability=abilities.reads_figures)
def steer_results(request: HttpRequest) -> HttpResponse:
    """The results as CSV."""
    found, _problem = steering.report(request.GET.dict(), actor=actor(request), on=clock.today())
    return _file(lists.results(found), f"resultats-{found.quarter.code}.csv")


@members(ability=abilities.reads_figures)
def steer_funding(request: HttpRequest) -> HttpResponse:
    """The funding as CSV."""
    return _file(steering.funding_lines(actor=actor(request)), "financements.csv")


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@members
def shortcuts(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/shortcuts.html")


@members
def settings(request: HttpRequest) -> HttpResponse:
    entries = menu.entries(menu.SETTINGS, "", actor(request))
    if not entries:
        raise NotVisible("settings")
    return render(request, "desk/settings.html", {"entries": entries})
