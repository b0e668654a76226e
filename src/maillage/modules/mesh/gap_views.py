"""Pages of gaps: the list with its threshold, a gap opened, what was asked in vain; the matrix of needs and stages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.http import actor, members
from maillage.kit.ui.maps import Figure
from maillage.modules.mesh import drawing, exporting, forms, framing, policies, queries
from maillage.modules.mesh.enums import Axis, GroupKind
from maillage.modules.mesh.queries.board import DIVISIONS
from maillage.modules.mesh.queries.gap_shapes import GapFilters, Gaps
from maillage.modules.mesh.queries.shapes import MeshFilters


@members(ability=policies.reads)
def listing(request: HttpRequest) -> HttpResponse:
    """The establishments that too few targeted schemes serve, by need and division; the map of a need once one is chosen."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        filters, where = forms.gap_filters(request.GET)
        problem: Refused | None = None
        try:
            found = queries.gaps(filters, actor=who, on=on)
        except Refused as refused:
            if refused.code != "mesh.group":
                raise
            # A need stays chosen when one turns to themes: the others are shown, and it is said.
            filters, problem = replace(filters, group=""), refused
            found = queries.gaps(filters, actor=who, on=on)
        drawn = drawing.NOTHING
        if filters.group:
            whole = (
                queries.gaps(forms.everything(filters), actor=who, on=on)
                if found.total > len(found.lines)
                else found
            )
            drawn = _map(whole, request)
        return {
            "found": found,
            "problem": problem,
            "where": where,
            "drawn": drawn,
            "kinds": GroupKind.choices,
            "address": _question(request),
            **framing.leaves(found.filters.offset, found.total),
        }

    return framing.shown(request, "mesh/gaps.html", make)


def _question(request: HttpRequest) -> str:
    """The question of the list, without its page: a gap is opened under it."""
    data = request.GET.copy()
    data.pop("page", None)
    return data.urlencode()


def _map(found: Gaps, request: HttpRequest) -> drawing.Drawn:
    by = next((one for one in found.axes if one.selected), None)
    if by is None:
        return drawing.NOTHING
    figures = [
        Figure(
            code=line.division.code.partition(":")[2],
            name=line.division.name,
            value=line.unserved,
            words=_("%(unserved)s sans réponse, sur %(total)s établissements")
            % {"unserved": drawing.number(line.unserved), "total": drawing.number(line.total)},
            address=reverse("mesh:gap", args=[line.kind, line.group.code, line.division.code])
            + f"?{_question(request)}",
        )
        for line in found.lines
        if line.division.code.partition(":")[2]
    ]
    title = _("Où rien de ciblé ne répond")
    return drawing.gaps(figures, by, stamp=found.stamp, ground=request.GET.get("fond", ""), title=title)


@members(ability=policies.reads)
def export(request: HttpRequest) -> HttpResponse:
    """All the gaps of the question as CSV."""
    try:
        filters, where = forms.gap_filters(request.GET)
        where.must_be_known()
        found = queries.gaps(forms.everything(filters), actor=actor(request), on=clock.today())
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent("maillage-trous", exporting.gaps(found))


@members(ability=policies.reads)
def page(request: HttpRequest, kind: str, group: str, division: str) -> HttpResponse:
    """A gap: whom, by activity and size, what was asked there, what nearly answers."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        asked = _asked(request, kind, group, division)
        found = queries.gap(asked, division, actor=who, on=on)
        question: list[tuple[str, object]] = [
            ("sorte", "gap"),
            ("groupe", f"{kind}:{group}"),
            ("part", division),
            *_parts(asked),
            ("seuil", asked.threshold),
            ("part-de-tous", asked.share),
        ]
        if not asked.sure:
            question.append(("lecture", "certain"))
        if demo := request.GET.get("demonstration", ""):
            question.append(("demonstration", demo))
        return {
            "found": found,
            "opens": policies.reads_rows(who),
            "back": _question(request),
            "rows": f"{reverse('mesh:rows')}?{urlencode(question)}",
        }

    return framing.shown(request, "mesh/gap.html", make)


def _parts(filters: GapFilters | MeshFilters) -> list[tuple[str, str]]:
    """The activity and the size asked, as the list of establishments is asked for them."""
    section = [("part", f"{Axis.SECTION}:{filters.section}")] if filters.section else []
    return section + ([("part", f"{Axis.SIZE}:{filters.size}")] if filters.size else [])


@members(ability=policies.reads)
def page_export(request: HttpRequest, kind: str, group: str, division: str) -> HttpResponse:
    """The same as CSV."""
    try:
        asked = _asked(request, kind, group, division)
        found = queries.gap(asked, division, actor=actor(request), on=clock.today())
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent(f"maillage-trou-{group}-{division.replace(':', '-')}", exporting.gap(found))


def _asked(request: HttpRequest, kind: str, group: str, division: str) -> GapFilters:
    """The question of the list, for one gap of it. Http404 for what no list holds."""
    by, separator, _code = division.partition(":")
    if kind not in GroupKind.values or by not in DIVISIONS or not separator:
        raise Http404
    filters, _where = forms.gap_filters(request.GET)
    return replace(filters, kind=kind, group=group, by=by, territory="")


@members(ability=policies.reads)
def asked_in_vain(request: HttpRequest) -> HttpResponse:
    """Requests that no scheme covered and searches without result, by quarter, place and need (H-056)."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        return {"found": queries.uncovered(request.GET.get("trimestre", ""), actor=who, on=on)}

    return framing.shown(request, "mesh/uncovered.html", make)


@members(ability=policies.reads)
def asked_in_vain_export(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    on = clock.today()
    try:
        found = queries.uncovered(request.GET.get("trimestre", ""), actor=actor(request), on=on)
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent("maillage-demande-en-vain", exporting.uncovered(found, on))


@members(ability=policies.reads)
def matrix(request: HttpRequest) -> HttpResponse:
    """Need × stage: how many targeted schemes, how many establishments (H-149)."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        filters, where = forms.mesh_filters(request.GET)
        found = queries.matrix(filters, request.GET.get("par", "age"), actor=who, on=on)
        kept = [("part", where.code)] if where.code else []
        kept += _parts(filters)
        return {
            "found": found,
            "where": where,
            "sections": queries.choices(Axis.SECTION),
            "sizes": queries.choices(Axis.SIZE),
            "opens": policies.reads_rows(who),
            "rows": f"{reverse('mesh:rows')}?{urlencode([('sorte', 'gap'), *kept])}",
        }

    return framing.shown(request, "mesh/matrix.html", make)


@members(ability=policies.reads)
def matrix_export(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    try:
        filters, where = forms.mesh_filters(request.GET)
        where.must_be_known()
        found = queries.matrix(filters, request.GET.get("par", "age"), actor=actor(request), on=clock.today())
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent("maillage-besoins", exporting.matrix(found))
