"""Pages of the mesh: the question in words, the population of a scheme, the computation."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members
from maillage.modules.mesh import drawing, exporting, forms, framing, operations, policies, queries
from maillage.modules.mesh.enums import Axis, Standing
from maillage.modules.schemes import queries as schemes
from maillage.shared.directory.views import acting

DEFAULT_CUT = "epci"
BAD_THRESHOLD = ("mesh.number", "mesh.bound")


@members(ability=policies.reads)
def home(request: HttpRequest) -> HttpResponse:
    """« Qui peut demander … dans … »: every scheme with its pair of figures."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        filters, where = forms.mesh_filters(request.GET)
        found = queries.populations(filters, actor=who, on=on)
        targeted = [line for line in found.lines if not line.scheme.catch_all]
        page = Paginator(targeted, forms.PAGE).get_page(request.GET.get("page"))
        return {
            "found": found,
            "page": page,
            "for_all": [line for line in found.lines if line.scheme.catch_all],
            "where": where,
            "needs": schemes.objectives(),
            "standings": [(one.value, str(one.label)) for one in Standing],
            "sections": queries.choices(Axis.SECTION),
            "sizes": queries.choices(Axis.SIZE),
            "address": request.GET.urlencode(),
        }

    return framing.shown(request, "mesh/home.html", make)


@members(ability=policies.reads)
def home_export(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    try:
        filters, where = forms.mesh_filters(request.GET)
        where.must_be_known()
        found = queries.populations(filters, actor=actor(request), on=clock.today())
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent("maillage-dispositifs", exporting.populations(found))


@members(ability=policies.reads)
def scheme(request: HttpRequest, slug: str) -> HttpResponse:
    """The population of a scheme by division, size, section or age: the map or the chart, and the table."""
    by = request.GET.get("par", DEFAULT_CUT)

    def make(who: Actor, on: date) -> Mapping[str, object]:
        where = forms.place(request.GET.get("lieu", ""))
        found = queries.population(slug, by, actor=who, on=on, territory=where.code)
        served = [part for part in found.parts if part.count.possible]
        title = _("Où « %(scheme)s » peut servir") % {"scheme": found.scheme.title}
        rows = forms.rows("scheme", slug, within=where.code) if policies.reads_rows(who) else ""
        return {
            "found": found,
            "where": where,
            "page": Paginator(served, 100).get_page(request.GET.get("page")),
            "without": len(found.parts) - len(served),
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

    return framing.shown(request, "mesh/scheme.html", make)


@members(ability=policies.reads)
def scheme_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as CSV."""
    try:
        where = forms.place(request.GET.get("lieu", ""))
        where.must_be_known()
        found = queries.population(
            slug,
            request.GET.get("par", DEFAULT_CUT),
            actor=actor(request),
            on=clock.today(),
            territory=where.code,
        )
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent(f"maillage-{slug}", exporting.population(found))


@members(ability=policies.reads)
def exclusions(request: HttpRequest, slug: str) -> HttpResponse:
    """What each condition of a scheme excludes alone, and where; with a threshold moved, who would have it then (H-059)."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        by = request.GET.get("par", "dep")
        problem: Refused | None = None
        try:
            moved = forms.moved(request.GET)
            found = queries.exclusions(
                slug,
                by,
                actor=who,
                on=on,
                rank=moved.rank if moved else None,
                bound=moved.field if moved else "",
                number=moved.number if moved else None,
            )
        except Refused as refused:
            if refused.code not in BAD_THRESHOLD:
                raise
            # The refusal quotes what was typed, and every other figure stays.
            moved, problem = None, refused
            found = queries.exclusions(slug, by, actor=who, on=on)
        return {
            "found": found,
            "problem": problem,
            "kept": request.GET.getlist("c"),
            "study": _study(slug, moved, request.GET.getlist("c")),
            "opens": policies.reads_rows(who),
            "file": _file(found.by.code, moved),
        }

    return framing.shown(request, "mesh/exclusions.html", make)


@members(ability=policies.reads)
def exclusions_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as CSV, with every place, and with the threshold that was moved."""
    try:
        moved = forms.moved(request.GET)
        found = queries.exclusions(
            slug,
            request.GET.get("par", "dep"),
            actor=actor(request),
            on=clock.today(),
            rank=moved.rank if moved else None,
            bound=moved.field if moved else "",
            number=moved.number if moved else None,
        )
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent(f"maillage-conditions-{slug}", exporting.exclusions(found))


def _file(by: str, moved: forms.Moved | None) -> str:
    """What the file of the conditions is asked: the threshold that the page shows moved is moved there too."""
    asked: dict[str, object] = {"par": by}
    if moved is not None:
        number = "" if moved.number is None else moved.number
        asked |= {"rang": moved.rank, "borne": moved.field, "valeur": number}
    return urlencode(asked)


def _study(slug: str, moved: forms.Moved | None, kept: list[str]) -> str:
    """The bench with the threshold that was moved, after what was supposed before; empty when none was."""
    if moved is None:
        return ""
    change = forms.supposed(slug, moved)
    asked = [("c", one) for one in (*kept, forms.written(change))]
    return f"{reverse('mesh:bench')}?{urlencode(asked)}"


@members(ability=policies.reads_rows)
def rows(request: HttpRequest) -> HttpResponse:
    """The establishments behind a figure, for whoever works in the network."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        found = queries.rows(forms.rows_asked(request.GET), actor=who, on=on)
        data = request.GET.copy()
        data.pop("page", None)
        certain = data.copy()
        certain.pop("peut-etre", None)
        data["peut-etre"] = "1"
        return {
            "found": found,
            "address": request.GET.urlencode(),
            "certain": f"?{certain.urlencode()}",
            "possible": f"?{data.urlencode()}",
            **framing.leaves(found.asked.offset, found.total),
        }

    return framing.shown(request, "mesh/rows.html", make)


@members(ability=policies.reads_rows)
def rows_export(request: HttpRequest) -> HttpResponse:
    """All of them as CSV, each line with its register and its catalogue."""
    try:
        asked, who, on = forms.rows_asked(request.GET), actor(request), clock.today()
        stamp = queries.rows(asked, actor=who, on=on).stamp
        found = exporting.rows(queries.lines(asked, actor=who, on=on), stamp)
        return exporting.sent("maillage-etablissements", found)
    except Refused as refused:
        return framing.refusal(request, refused)


@member_form(ability=policies.reads)
def computing(request: HttpRequest) -> HttpResponse:
    """The computation: start it, see how far it is, give it up; what was left out of the figures, with examples."""
    who, on = actor(request), clock.today()
    state = queries.status(who, on, at=clock.now())
    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}

    def start(_typed: dict[str, Any]) -> tuple[str, str]:
        operations.compute(on=on, at=clock.now(), actor=who)
        return _("Le calcul est demandé : cette page dit où il en est."), reverse("mesh:computing")

    def cancel(_typed: dict[str, Any]) -> tuple[str, str]:
        if state.running is None:
            raise NotVisible("mesh.run")
        operations.cancel(state.running.public_id, at=clock.now(), actor=who)
        return _("Le calcul est arrêté ; les chiffres d'avant restent."), reverse("mesh:computing")

    if state.may_compute:
        runs["start"] = (forms.Bare(acting.sent(request, "start"), on=on, act="start"), start)
        if state.running and state.running.can_cancel:
            runs["cancel"] = (forms.Bare(acting.sent(request, "cancel"), on=on, act="cancel"), cancel)
    return acting.answer(request, "mesh/computing.html", runs, {"status": state})
