"""« Contacter ensemble »: companies chosen on the list of helped ones, and who asked them before, read before anything goes out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, member_form
from maillage.modules.crm.queries import addressing
from maillage.modules.interactions import forms, operations, policies, queries
from maillage.shared.directory.views import acting


@member_form(ability=policies.writes)
def together(request: HttpRequest) -> HttpResponse:
    """Who asked these companies before; confirmed, it is kept that the author knew; of a whole list, the file may then be taken."""
    who, at = actor(request), clock.now()
    kept = addressing.address(request.GET)
    whole = bool(request.GET.get("toutes"))
    listed = f"{reverse('crm:helped')}?{kept or addressing.WHOLE + '=1'}"
    try:
        chosen = None if whole else request.GET.getlist("e")
        found = queries.group(kept, chosen, actor=who, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(listed)
    form = forms.ContactTogether(acting.sent(request, "together"), on=clock.today())

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        shown = [(one.pk, len(one.told)) for one in found.asked]
        operations.confirm_list(typed["quoi"], shown, at=at, actor=who)
        told = ngettext(
            "C'est gardé : vous saviez que %(n)d entreprise avait été sollicitée par d'autres.",
            "C'est gardé : vous saviez que %(n)d entreprises avaient été sollicitées par d'autres.",
            len(shown),
        )
        return told % {"n": len(shown)}, files or listed

    # A file is of a whole list: those that were ticked are met one by one.
    files = f"{reverse('crm:exports')}?{kept}" if whole else ""
    context = {"group": found, "listed": listed, "files": files}
    runs: dict[str, tuple[Any, acting.Run]] = {"together": (form, run)} if found.asked else {}
    return acting.answer(request, "interactions/group.html", runs, context)
