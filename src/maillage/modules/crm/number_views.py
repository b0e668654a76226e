"""The numbers of a company: the file follows it when they change."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form, reads
from maillage.modules.crm import number_forms, operations, policies
from maillage.modules.crm.queries import card
from maillage.modules.crm.queries.numbers import numbers
from maillage.shared.directory.forms import Typed
from maillage.shared.directory.views import acting


@member_form(ability=policies.reads_companies)
def of_company(request: HttpRequest, public_id: str) -> HttpResponse:
    """What numbers it bore, and noting another; the last one may be taken back."""
    who, on = actor(request), clock.today()
    rows = numbers(public_id, actor=who, on=on)
    reads(request, "crm.company", public_id)
    here = reverse("crm:numbers", args=[public_id])

    def change(typed: dict[str, Any]) -> tuple[str, str]:
        operations.change_number(public_id, **typed, at=clock.now(), actor=who)
        return _("Le numéro est noté : l'entreprise se trouve par l'ancien comme par le nouveau."), ""

    runs: dict[str, tuple[Typed, acting.Run]] = {
        "change_number": (number_forms.ChangeNumber(acting.sent(request, "change_number"), on=on), change)
    }
    for row in rows:
        if row.removable:
            runs[f"withdraw-{row.pk}"] = (
                Typed(acting.sent(request, f"withdraw-{row.pk}"), on=on),
                _withdrawing(row.pk, request, here),
            )
    context = {"company": card.get(public_id, on, actor=who), "rows": rows}
    return acting.answer(request, "crm/numbers.html", runs, context)


def _withdrawing(pk: int, request: HttpRequest, here: str) -> acting.Run:
    def withdraw(typed: dict[str, Any]) -> tuple[str, str]:
        operations.withdraw_number(pk, at=clock.now(), actor=actor(request))
        return _("Le numéro est retiré : celui d'avant vaut de nouveau."), here

    return withdraw
