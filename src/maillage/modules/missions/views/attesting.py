"""Asking for confirmations, giving them, following them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form
from maillage.modules.missions import attested, editing, policies
from maillage.modules.missions.forms.structure import OpenCampaign
from maillage.modules.missions.operations import attesting
from maillage.modules.missions.views import subjects
from maillage.shared.directory.views import acting


@member_form(ability=policies.visible)
def campaigns(request: HttpRequest, plan: str) -> HttpResponse:
    """The campaigns of a plan; for who may, the form that opens one."""
    on, who = clock.today(), actor(request)
    subject = editing.plan_of(plan, actor=who, on=on)

    def start(typed: dict[str, Any]) -> tuple[str, str]:
        made = attesting.open_campaign(
            typed["part"], about_day=typed["about_day"], due_on=typed["due_on"], at=clock.now(), actor=who
        )
        told = _("La demande est partie : celles et ceux qui répondent de ces boîtes sont prévenus.")
        return told, reverse("missions:campaign", args=[plan, made.pk])

    runs: dict[str, Any] = {}
    parts = attested.parts(subject.id)
    if parts:
        form = OpenCampaign(acting.sent(request, "open"), on=on, part=parts, initial={"about_day": on})
        runs["open"] = (form, start)
    context = {"plan": subject, "campaigns": attested.campaigns(subject.id)}
    return subjects.answer(
        request, "missions/editing/campaigns.html", runs, context, plan=subject, verb=policies.ATTEST
    )


@member_form(ability=policies.visible)
def campaign(request: HttpRequest, plan: str, pk: int) -> HttpResponse:
    """What is asked of whom; the owner's lines come first, with what confirms them."""
    on, who = clock.today(), actor(request)
    subject = editing.plan_of(plan, actor=who, on=on)
    shown, fault = attested.campaign(subject.id, pk, actor=who), None
    if request.method == "POST":
        fault = _answer(request, pk)
        if fault is None:
            return redirect("missions:campaign", plan, pk)
        shown = attested.campaign(subject.id, pk, actor=who)
    context = {"plan": subject, "shown": shown, "fault": fault}
    return render(request, "missions/editing/campaign.html", context, status=_status(fault))


def _status(fault: Refused | None) -> int:
    if fault is None:
        return 200
    return 403 if fault.code in ("missions.rights", "reads_only") else 422


@member_form(ability=policies.writes)
@require_POST
def close(request: HttpRequest, plan: str, pk: int) -> HttpResponse:
    """Take no more answers."""
    who = actor(request)
    subject = editing.plan_of(plan, actor=who, on=clock.today())
    attested.campaign(subject.id, pk, actor=who)
    try:
        attesting.close_campaign(pk, at=clock.now(), actor=who)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("La campagne est close."))
    return redirect("missions:campaign", plan, pk)


def _answer(request: HttpRequest, pk: int) -> Refused | None:
    """Confirm the lines ticked, or say that one was corrected, as the button pressed says."""
    who = actor(request)
    act, _dash, line = request.POST.get("act", "").partition("-")
    told = request.POST.getlist("line") if act == "confirm" else [line]
    lines = [int(one) for one in told if one.isdecimal() and len(one) < 10]
    known = attested.lines_of(pk)
    if act not in ("confirm", "corrected") or not set(lines) <= known:
        raise NotVisible(str(pk))
    if not lines:
        return Refused(
            "missions.no_line",
            _("Aucune ligne n'est cochée."),
            way_out=_("Cochez celles que vous confirmez."),
        )
    words = request.POST.get(f"words-{line}", "")
    try:
        for one in lines:
            attesting.answer_line(one, corrected=act == "corrected", words=words, at=clock.now(), actor=who)
    except Refused as refused:
        return refused
    told_so = ngettext("%(n)d ligne a sa réponse.", "%(n)d lignes ont leur réponse.", len(lines))
    messages.success(request, told_so % {"n": len(lines)})
    return None
