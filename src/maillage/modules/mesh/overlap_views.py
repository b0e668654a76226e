"""Pages of overlaps: the list, a pair opened and marked, schemes side by side."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members
from maillage.modules.mesh import drawing, exporting, forms, framing, operations, policies, queries
from maillage.modules.mesh.queries.shapes import MeshFilters
from maillage.modules.schemes import queries as schemes
from maillage.shared.directory.views import acting


@members(ability=policies.reads)
def listing(request: HttpRequest) -> HttpResponse:
    """The pairs of schemes that serve the same establishments, the strongest first."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        asked = forms.overlap_filters(request.GET)
        found = queries.overlaps(asked, actor=who, on=on)
        return {
            "found": found,
            "needs": schemes.objectives(),
            "address": request.GET.urlencode(),
            **framing.leaves(asked.offset, found.total),
        }

    return framing.shown(request, "mesh/overlaps.html", make)


@members(ability=policies.reads)
def export(request: HttpRequest) -> HttpResponse:
    """All of them as CSV, those set apart in the list too when they are asked."""
    try:
        filters = forms.everything(forms.overlap_filters(request.GET), forms.PAIRS)
        found = queries.overlaps(filters, actor=actor(request), on=clock.today())
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent("maillage-doublons", exporting.overlaps(found))


@member_form(ability=policies.reads)
def page(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """A pair: where, whom, what is said of it; who may says here that it is on purpose."""
    who, on = actor(request), clock.today()
    if first == second:
        raise NotVisible(first)
    try:
        found = queries.overlap(first, second, request.GET.get("par", "epci"), actor=who, on=on)
    except Refused as refused:
        return framing.refusal(request, refused)
    here = reverse("mesh:overlap", args=[first, second])

    def mark(typed: dict[str, Any]) -> tuple[str, str]:
        operations.mark_wanted(first, second, typed["reason"], at=clock.now(), actor=who)
        return _("Ce doublon est dit voulu, avec votre raison."), here

    def unmark(typed: dict[str, Any]) -> tuple[str, str]:
        assert found.pair.wanted is not None
        operations.unmark(found.pair.wanted.pk, typed["reason"], at=clock.now(), actor=who)
        return _("Ce doublon n'est plus dit voulu ; ce qui avait été dit reste lisible."), here

    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    if found.may_mark and found.pair.wanted is None:
        runs["mark"] = (forms.Mark(acting.sent(request, "mark"), on=on), mark)
    elif found.may_mark:
        runs["unmark"] = (forms.Unmark(acting.sent(request, "unmark"), on=on), unmark)
    rows = forms.rows("overlap", first, second) if policies.reads_rows(who) else ""
    title = _("Où ces deux dispositifs servent les mêmes")
    context = {
        "found": found,
        "page": Paginator(found.parts, 100).get_page(request.GET.get("page")),
        "rows": rows,
        "drawn": drawing.population(
            found.parts,
            found.by,
            stamp=found.stamp,
            ground=request.GET.get("fond", ""),
            title=title,
            rows=rows,
        ),
        "chart": drawing.bars(found.parts, found.by, title=title),
    }
    return acting.answer(request, "mesh/overlap.html", runs, context)


@members(ability=policies.reads)
def page_export(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """A pair as CSV, with every place, size, section or age."""
    if first == second:
        raise NotVisible(first)
    try:
        found = queries.overlap(
            first, second, request.GET.get("par", "epci"), actor=actor(request), on=clock.today()
        )
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent(f"maillage-doublon-{first}-{second}", exporting.overlap(found))


@members(ability=policies.reads)
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four schemes side by side."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        found = queries.comparison(tuple(filter(None, request.GET.getlist("d"))), actor=who, on=on)
        listed = queries.populations(MeshFilters(standing=forms.EVERY_STANDING), actor=who, on=on)
        return {
            "found": found,
            "columns": tuple(zip(found.schemes, found.counts, strict=True)),
            "others": sorted(
                (line.scheme for line in listed.lines if line.scheme not in found.schemes),
                key=lambda one: one.title.casefold(),
            )
            if len(found.schemes) < queries.MOST_COMPARED
            else [],
        }

    return framing.shown(request, "mesh/compare.html", make)


@members(ability=policies.reads)
def compare_export(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    try:
        found = queries.comparison(
            tuple(filter(None, request.GET.getlist("d"))), actor=actor(request), on=clock.today()
        )
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent("maillage-comparaison", exporting.comparison(found))
