"""The bench of what-ifs: suppose, see the effect at once, keep it, open it again, compare, compute again, put it aside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.http import actor, member_form, members
from maillage.modules.mesh import drawing, exporting, forms, framing, operations, policies, queries
from maillage.modules.mesh.enums import ChangeKind
from maillage.modules.mesh.queries.effects import ChangeAsked, Effect
from maillage.modules.mesh.queries.shapes import MeshFilters, SchemeRef, Stamp
from maillage.shared.directory.views import acting


@member_form(ability=policies.reads)
def bench(request: HttpRequest) -> HttpResponse:
    """Suppose one or several changes: their effect is computed at once; who may keeps it as a study."""
    who, on = actor(request), clock.today()
    problem: Refused | None = None
    supposed: tuple[ChangeAsked, ...] = ()
    found: Effect | None = None
    try:
        stamp, schemes = _schemes(who, on)
    except Refused as refused:
        return framing.refusal(request, refused)
    by = request.GET.get("par", "")
    try:
        supposed = forms.changes(request.GET)
        if supposed:
            found = queries.effect(supposed, by or "dep", actor=who, on=on)
    except Refused as refused:
        problem = refused
    try:
        if (more := forms.added(request.GET, on)) is not None:
            if supposed and found:
                queries.effect((*supposed, more), by or "dep", actor=who, on=on)
            return redirect(address((*supposed, more), by))
        if request.GET.get("ajouter") == ChangeKind.RULE:
            (slug,) = forms.chosen(request.GET)
            if slug not in {one.slug for one in schemes}:
                raise Http404
            return redirect(_conditions(slug, supposed))
    except Refused as refused:
        # What was supposed before is still shown, with its effect: only the last one is wrong.
        problem = refused
    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    ability = policies.abilities(who)["study"]
    if found and ability.allowed:

        def keep(typed: dict[str, Any]) -> tuple[str, str]:
            made = operations.save_study(
                typed["title_of_study"], supposed, by=by or "dep", at=clock.now(), actor=who
            )
            return _("L'étude est gardée, avec ses chiffres d'aujourd'hui."), reverse(
                "mesh:study", args=[made.slug]
            )

        runs["keep"] = (forms.Keep(acting.sent(request, "keep"), on=on), keep)
    rows = _rows(supposed) if found and policies.reads_rows(who) else ""
    context = {
        "found": found,
        "problem": problem,
        "supposed": _lines(found, by),
        "schemes": schemes,
        "kinds": ChangeKind.choices,
        "typed": _typed(request),
        "kept": request.GET.getlist("c"),
        "why_not": "" if ability.allowed else ability.reason,
        "drawn": _drawn(found, request, rows) if found else drawing.NOTHING,
        "rows": rows,
        "stamp": stamp,
        "address": request.GET.urlencode(),
    }
    return acting.answer(request, "mesh/bench.html", runs, context)


@members(ability=policies.reads)
def bench_export(request: HttpRequest) -> HttpResponse:
    """The effect of these suppositions as CSV, place by place."""
    try:
        found = queries.effect(
            forms.changes(request.GET),
            request.GET.get("par", "") or "dep",
            actor=actor(request),
            on=clock.today(),
        )
    except Refused as refused:
        return framing.refusal(request, refused)
    return exporting.sent("maillage-et-si", exporting.effect(found))


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was sent of the next supposition, to be shown again when it is refused."""
    first, second = [*request.GET.getlist("d"), "", ""][:2]
    return {
        **{name: request.GET.get(name, "") for name in ("ajouter", "territoire", "regle")},
        "d": first,
        "second": second,
    }


def _schemes(who: Actor, on: date) -> tuple[Stamp, list[SchemeRef]]:
    """Every scheme that a supposition may touch, drafts and expired ones too, by title."""
    listed = queries.populations(MeshFilters(standing=forms.EVERY_STANDING), actor=who, on=on)
    return listed.stamp, sorted((line.scheme for line in listed.lines), key=lambda one: one.title.casefold())


def address(changes: Sequence[ChangeAsked], by: str = "") -> str:
    """The bench with these suppositions."""
    asked = [("c", forms.written(change)) for change in changes] + ([("par", by)] if by else [])
    return f"{reverse('mesh:bench')}?{urlencode(asked)}"


def _conditions(slug: str, supposed: Sequence[ChangeAsked]) -> str:
    """The conditions of a scheme, from which a moved threshold comes back to the bench."""
    asked = urlencode([("c", forms.written(change)) for change in supposed])
    return f"{reverse('mesh:exclusions', args=[slug])}?{asked}"


def _rows(supposed: Sequence[ChangeAsked]) -> str:
    """What opens the establishments gained or lost, once its sort is said."""
    return f"{reverse('mesh:rows')}?{urlencode([('c', forms.written(change)) for change in supposed])}"


def _lines(found: Effect | None, by: str) -> list[tuple[str, str]]:
    """Each supposition in words, with the address of the bench without it."""
    if found is None:
        return []
    asked = [line.asked for line in found.changes]
    return [
        (line.sentence, address([*asked[:rank], *asked[rank + 1 :]], by))
        for rank, line in enumerate(found.changes)
    ]


def _drawn(found: Effect, request: HttpRequest, rows: str) -> drawing.Drawn:
    return drawing.effect(found, ground=request.GET.get("fond", ""), rows=rows)


@member_form(ability=policies.reads)
def listing(request: HttpRequest) -> HttpResponse:
    """The studies kept; two to four of them are compared; the one just put aside is brought back from here."""
    who, on = actor(request), clock.today()
    aside = request.GET.get("mise-de-cote", "")
    may = policies.abilities(who)["study"].allowed
    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}

    def bring_back(_typed: dict[str, Any]) -> tuple[str, str]:
        operations.bring_back(aside, at=clock.now(), actor=who)
        return _("L'étude est reprise."), reverse("mesh:study", args=[aside])

    if aside and may:
        runs["bring-back"] = (
            forms.Bare(acting.sent(request, "bring-back"), on=on, act="bring-back"),
            bring_back,
        )
    return acting.answer(request, "mesh/studies.html", runs, {"studies": queries.studies(actor=who, on=on)})


@members(ability=policies.reads)
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four studies side by side."""

    def make(who: Actor, on: date) -> Mapping[str, object]:
        return {"found": queries.compared(tuple(request.GET.getlist("e")), actor=who, on=on)}

    return framing.shown(request, "mesh/studies_compared.html", make)


@member_form(ability=policies.reads)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A study as it was computed; who may computes it again, renames it, puts it aside."""
    who, on = actor(request), clock.today()
    found = queries.study(slug, actor=who, on=on)
    here = reverse("mesh:study", args=[slug])

    def again(_typed: dict[str, Any]) -> tuple[str, str]:
        operations.recompute(slug, by=found.effect.by.code, at=clock.now(), actor=who)
        return _("L'étude est recalculée sur les chiffres d'aujourd'hui."), here

    def rename(typed: dict[str, Any]) -> tuple[str, str]:
        operations.rename_study(slug, typed["title_of_study"], at=clock.now(), actor=who)
        return _("Le titre est changé."), here

    def put_aside(_typed: dict[str, Any]) -> tuple[str, str]:
        operations.delete_study(slug, at=clock.now(), actor=who)
        then = f"{reverse('mesh:studies')}?{urlencode({'mise-de-cote': slug})}"
        return _("L'étude est mise de côté : vous pouvez la reprendre."), then

    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    if found.may_change:
        runs["again"] = (forms.Bare(acting.sent(request, "again"), on=on, act="again"), again)
        aside = forms.Bare(acting.sent(request, "put-aside"), on=on, act="put-aside")
        runs["put-aside"] = (aside, put_aside)
        title = {"title_of_study": found.card.title}
        runs["rename"] = (forms.Rename(acting.sent(request, "rename"), on=on, initial=title), rename)
    context = {
        "found": found,
        "bench": address([line.asked for line in found.effect.changes], found.effect.by.code),
        "drawn": _drawn(found.effect, request, ""),
        # A study kept is read as it was computed: its establishments are opened from the bench, on the figures of now.
        "rows": "",
    }
    return acting.answer(request, "mesh/study.html", runs, context)


@members(ability=policies.reads)
def page_export(request: HttpRequest, slug: str) -> HttpResponse:
    """A study as CSV, as it was computed."""
    found = queries.study(slug, actor=actor(request), on=clock.today())
    return exporting.sent(f"maillage-etude-{slug}", exporting.study(found))
