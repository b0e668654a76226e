"""The aids of one company: read, noted, withdrawn, put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, member_form, reads
from maillage.modules.crm import helping, memory_forms, operations
from maillage.modules.crm.queries import aids, card, opened
from maillage.shared.directory.views import acting


@member_form(ability=helping.reads_helped)
def of_company(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every aid of a company, and noting one."""
    who, on = actor(request), clock.today()
    found = aids.of_company(public_id, actor=who, on=on)
    reads(request, "crm.company", public_id)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        company = opened.company_row(public_id, actor=who, on=on)
        operations.record_aid(company, **memory_forms.aid_said(typed), at=clock.now(), actor=who)
        return _("L'aide est notée."), ""

    runs = {}
    if found.notes:
        runs["note_aid"] = (memory_forms.NoteAid(acting.sent(request, "note_aid"), on=on), run)
    context = {"company": card.get(public_id, on, actor=who), "aids": found}
    return acting.answer(request, "crm/aids.html", runs, context)


@member_form(ability=helping.notes_aids)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw one aid, with its reason; or put it back."""
    who, on = actor(request), clock.today()
    row = aids.aid_row(public_id, actor=who, on=on)
    back = reverse("crm:aids", args=[row.company.public_id])
    if request.POST.get("act") == "restore":
        try:
            operations.restore_aid(row, at=clock.now(), actor=who)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("crm:aid", public_id)
        messages.success(request, _("L'aide est remise."))
        return redirect(back)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        operations.withdraw_aid(row, reason=typed["reason"], at=clock.now(), actor=who)
        return _("L'aide est retirée : elle se remet d'ici."), ""

    form = memory_forms.WithdrawAid(acting.sent(request, "withdraw"), on=on)
    context = {
        "company": card.get(row.company.public_id, on, actor=who),
        "aid": aids.line_of(row, actor=who, on=on),
    }
    return acting.answer(request, "crm/aid.html", {"withdraw": (form, run)}, context)
