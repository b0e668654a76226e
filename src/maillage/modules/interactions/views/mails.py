"""« Courriels à rattacher »: those that the application did not know where to put, settled by a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form, members, reads
from maillage.modules.interactions import forms, policies, queries
from maillage.modules.interactions.operations import mails as operations
from maillage.modules.interactions.operations.mails import address
from maillage.modules.interactions.views.acts import Runs
from maillage.shared.directory.views import acting


@members(ability=policies.reads_mails)
def listing(request: HttpRequest) -> HttpResponse:
    """The mails that wait for a company."""
    rows, page = queries.waiting(actor(request), page=request.GET.get("page", "1"), on=clock.today())
    return render(request, "interactions/mails.html", {"rows": rows, "page": page, "address": address()})


@member_form(ability=policies.reads_mails)
def mail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One received mail: to attach to a company, or to discard, by whoever may; the others read it."""
    who, at, on = actor(request), clock.now(), clock.today()
    row = queries.mail(public_id, who, on)
    reads(request, "interactions.receivedmail", public_id)

    def attach(typed: dict[str, Any]) -> tuple[str, str]:
        made = operations.attach_mail(public_id, typed["entreprise"], at=at, actor=who)
        return _("Le courriel est rattaché : il est dans le récit de l'entreprise."), reverse(
            "interactions:interaction", args=[made.public_id]
        )

    def discard(typed: dict[str, Any]) -> tuple[str, str]:
        operations.discard_mail(public_id, typed["pourquoi"], at=at, actor=who)
        return _("Le courriel est écarté."), reverse("interactions:mails")

    runs: Runs = {}
    if row.settles:
        named = {"entreprise": row.company}
        runs = {
            "attach": (forms.Attach(acting.sent(request, "attach"), on=on, initial=named), attach),
            "discard": (forms.Discard(acting.sent(request, "discard"), on=on), discard),
        }
    return acting.answer(request, "interactions/mail.html", runs, {"mail": row})
