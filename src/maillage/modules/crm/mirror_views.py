"""Databases of partners: those that are known, the accesses asked, and the answers of their holders (H-126)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor, member_form, members
from maillage.modules.crm import memory_forms, mirroring, operations
from maillage.modules.crm.queries import card, mirrors, opened
from maillage.shared.directory.views import acting


@members(ability=mirroring.reads_mirrors)
def listing(request: HttpRequest) -> HttpResponse:
    """The databases, and the accesses that the reader asked or answers."""
    context = {
        "mirrors": mirrors.mirrors(),
        "accesses": mirrors.accesses(actor=actor(request), on=clock.today()),
    }
    return render(request, "crm/mirrors.html", context)


@member_form(ability=mirroring.reads_mirrors)
def ask(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Ask to read what a database says of a company."""
    who, on = actor(request), clock.today()
    company, mirror = opened.company_row(public_id, actor=who, on=on), mirrors.mirror_row(slug)
    if not mirrors.known_by(mirror, company.pk):
        raise NotVisible(slug)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        operations.ask_mirror(mirror, company, reason=typed["reason"], at=clock.now(), actor=who)
        return _("La demande est faite : le titulaire de la base vous répondra."), reverse("crm:mirrors")

    runs, why = {}, mirroring.why_not_ask(who, mirror, company.pk, on)
    if not why and not who.reads_only:
        runs["ask_mirror"] = (memory_forms.AskMirror(acting.sent(request, "ask_mirror"), on=on), run)
    context = {"company": card.get(public_id, on, actor=who), "mirror": mirror, "why": why}
    return acting.answer(request, "crm/mirror_ask.html", runs, context)


@member_form(ability=mirroring.reads_mirrors)
def access(request: HttpRequest, public_id: str) -> HttpResponse:
    """One access asked: read by who asked it, answered by the holder."""
    who, on = actor(request), clock.today()
    row = mirrors.access_row(public_id, actor=who)
    line = mirrors.access(public_id, actor=who, on=on)

    def grant(typed: dict[str, Any]) -> tuple[str, str]:
        operations.grant_mirror(row, until=typed["until"], answer=typed["answer"], at=clock.now(), actor=who)
        return _("L'accès est accordé."), reverse("crm:mirrors")

    def refuse(typed: dict[str, Any]) -> tuple[str, str]:
        operations.refuse_mirror(row, answer=typed["answer"], at=clock.now(), actor=who)
        return _("L'accès est refusé ; la raison est dite à qui l'a demandé."), reverse("crm:mirrors")

    runs: dict[str, tuple[memory_forms.Typed, acting.Run]] = {}
    if line.decides:
        runs = {
            "grant": (memory_forms.GrantMirror(acting.sent(request, "grant"), on=on), grant),
            "refuse": (memory_forms.RefuseMirror(acting.sent(request, "refuse"), on=on), refuse),
        }
    return acting.answer(request, "crm/mirror_access.html", runs, {"access": line})
