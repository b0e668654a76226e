"""Pages of merges: schemes merged for good after their effect was read, and a merge undone (H-005)."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form
from maillage.modules.mesh import forms, framing, policies, queries
from maillage.modules.mesh.enums import ChangeKind
from maillage.modules.mesh.queries.effects import Effect
from maillage.modules.mesh.queries.shapes import MeshFilters
from maillage.modules.schemes import operations as catalogue
from maillage.modules.schemes import queries as schemes
from maillage.shared.directory.views import acting

MOST = 4


@member_form(ability=policies.reads)
def merge(request: HttpRequest) -> HttpResponse:
    """One scheme replaces others: what it would change is told first, then it is done from a day, with a reason."""
    who, on = actor(request), clock.today()
    slugs = tuple(dict.fromkeys(slug for slug in request.GET.getlist("d") if slug))[:MOST]
    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    try:
        found = _effect(slugs, who, on)
        listed = queries.populations(MeshFilters(), actor=who, on=on)
    except Refused as refused:
        return framing.refusal(request, refused)
    why_not = schemes.why_not_merge(slugs, actor=who) if len(slugs) > 1 else ""

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        made = catalogue.merge(
            slugs[0], slugs[1:], on=typed["on"], reason=typed["reason"], at=clock.now(), actor=who
        )
        return _("C'est décidé : chaque page mène à celle qui la remplace."), reverse(
            "mesh:merged", args=[made[0].predecessor.slug]
        )

    if len(slugs) > 1 and not why_not:
        runs["merge"] = (forms.Merge(acting.sent(request, "merge"), on=on), run)
    context = {
        "slugs": slugs,
        "ranks": [(rank, slugs[rank] if rank < len(slugs) else "") for rank in range(MOST)],
        "schemes": sorted((line.scheme for line in listed.lines), key=lambda one: one.title.casefold()),
        "found": found,
        "stamp": listed.stamp,
        "why_not": why_not,
        "merges": schemes.merges(who, on),
    }
    return acting.answer(request, "mesh/merge.html", runs, context)


def _effect(slugs: tuple[str, ...], who: Actor, on: date) -> Effect | None:
    """What the merge would change, the successor keeping its own conditions; None until two schemes are chosen."""
    if len(slugs) < 2:
        return None
    change = queries.ChangeAsked(kind=ChangeKind.MERGE.value, schemes=slugs, into=slugs[0])
    return queries.effect((change,), actor=who, on=on)


@member_form(ability=policies.reads)
def merged(request: HttpRequest, slug: str) -> HttpResponse:
    """A merge decided: who replaces whom, since when, why; who may undoes it here."""
    who, on = actor(request), clock.today()
    told = [one for one in schemes.merges(who, on) if one.predecessor == slug]
    if not told:
        raise NotVisible(slug)
    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        catalogue.separate(slug, reason=typed["reason"], at=clock.now(), actor=who)
        return _("La réunion est défaite ; ce qui avait été décidé reste lisible."), ""

    if any(one.may_undo for one in told):
        runs["separate"] = (forms.Separate(acting.sent(request, "separate"), on=on), run)
    return acting.answer(request, "mesh/merged.html", runs, {"merges": told, "one": told[0]})
