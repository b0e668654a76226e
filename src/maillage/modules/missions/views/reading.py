"""Pages that read the map: plans, a function on a day, what differs between two, a box, what remains to confirm."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, members
from maillage.kit.print import pdf
from maillage.modules.missions import acts, asking, pages, policies, queries
from maillage.modules.missions.box_pages import BoxPage
from maillage.modules.missions.comparing import comparison_page
from maillage.modules.missions.drawing.sheet import PAPERS, Paper, Sheet, sheet
from maillage.modules.missions.drawing.svg import svg
from maillage.modules.missions.queries import delegations
from maillage.modules.missions.queries.delegations import Delegation
from maillage.modules.missions.queries.shapes import MapShown
from maillage.modules.missions.waiting import by_function

DRAWING = "svg"


@members(ability=policies.visible)
def plans(request: HttpRequest) -> HttpResponse:
    return render(request, "missions/plans.html", {"plans": queries.plans(actor(request))})


@members(ability=policies.visible)
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    who = actor(request)
    context = {
        "plan": queries.plan(plan, who),
        "functions": queries.functions(plan, who),
        "acts": acts.of_plan(plan, acts.seen(plan, actor=who, on=clock.today()).may),
    }
    return render(request, "missions/plan.html", context)


@members(ability=policies.visible)
def mission_map(request: HttpRequest, plan: str, function: str) -> HttpResponse:
    """The map of a function; with ``format``, the same on paper (a4, a3) or as a drawing (svg), unless something in
    the address could not be read: the page says it, no file could."""
    asked = asking.read(request.GET)
    shown = _map(request, plan, function, asked)
    wanted = "" if asked.faults else request.GET.get("format", "").lower()
    if wanted == DRAWING and not shown.domains:
        asked = replace(asked, faults=(_("Rien à dessiner : cette fonction n'a pas de carte à cette date."),))
    elif wanted == DRAWING:
        return _drawing(_sheet(request, shown, PAPERS["a3"]))
    if wanted in PAPERS:
        return _paper(request, _sheet(request, shown, PAPERS[wanted]))
    before = pages.previous(shown)
    since = drafted = None
    if before is not None and (shown.domains or shown.mapless):
        earlier = _map(request, plan, function, replace(asked, day=before.day, scenario=None))
        since = queries.compare(earlier, shown)
    if asked.scenario is not None:
        base = _map(request, plan, function, replace(asked, day=shown.day, scenario=None))
        drafted = queries.compare(base, shown)
    who = actor(request)
    seen = acts.seen(plan, actor=who, on=clock.today())
    page = pages.map_page(
        shown,
        asked,
        functions=queries.function_names(plan, who),
        themes=seen.themes,
        acts=acts.of_map(shown, seen.may),
        exchange_url=acts.exchange(plan),
        legend=_legend(shown),
        delegations=_delegations(shown),
        drafted=drafted,
        since=since,
        before=before,
    )
    return render(request, "missions/map.html", {"page": page})


@members(ability=policies.visible)
def compare(request: HttpRequest, plan: str, function: str) -> HttpResponse:
    """Two dates side by side (``date`` and ``comparer``); or, with ``scenario`` alone, a draft beside what it starts from."""
    asked = asking.read(request.GET)
    shown = _map(request, plan, function, asked)
    if asked.against is None and asked.scenario is not None:
        before, after = _map(request, plan, function, replace(asked, day=shown.day, scenario=None)), shown
    else:
        day = asked.against or pages.other_stop(shown)
        before, after = shown, _map(request, plan, function, replace(asked, day=day)) if day else shown
        if asked.against is None and before.day > after.day:
            before, after = after, before
    page = comparison_page(before, after, asked, queries.compare(before, after), _legend(before))
    return render(request, "missions/compare.html", {"page": page})


@members(ability=policies.visible)
def dates(request: HttpRequest, plan: str, function: str) -> HttpResponse:
    """Every date of a function box by box, on one screen (S-017)."""
    found = queries.side_by_side(plan, function, actor=actor(request))
    context = {"table": found, "domains": pages.by_domain(found)}
    return render(request, "missions/dates.html", context)


@members(ability=policies.visible)
def box(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """A mission: its mode and its record, its story, its sources, its ties."""
    asked = asking.read(request.GET)
    who = actor(request)
    found = queries.box(
        plan,
        code,
        actor=who,
        day=asked.day,
        known_at=asked.known_at,
        projections=asked.projections,
        scenario=asked.scenario,
    )
    seen = acts.seen(plan, actor=who, on=clock.today())
    records = seen.may[policies.RECORD].allowed
    page = BoxPage(
        file=found,
        asked=asked,
        themes=seen.themes,
        acts=acts.of_box(found, seen.may, asked.scenario),
        settle=acts.settle(plan, code, found.day) if records else "",
        records=records,
        delegations=delegations.running([found.id, *found.above], found.day, asked.known_at),
    )
    return render(request, "missions/box.html", {"page": page})


@members(ability=policies.visible)
def to_confirm(request: HttpRequest, plan: str) -> HttpResponse:
    """The boxes that the text does not let place, by function and date: what a person must settle (S-031)."""
    who = actor(request)
    waiting = queries.to_confirm(plan, who)
    may = acts.seen(plan, actor=who, on=clock.today()).may
    functions = by_function(waiting, lambda one: acts.settle_waiting(plan, may, one))
    context = {"plan": queries.plan(plan, who), "functions": functions}
    return render(request, "missions/to_confirm.html", context)


def _map(request: HttpRequest, plan: str, function: str, asked: asking.Asked) -> MapShown:
    return queries.map_of(
        plan,
        function,
        actor=actor(request),
        day=asked.day,
        known_at=asked.known_at,
        projections=asked.projections,
        scenario=asked.scenario,
    )


def _delegations(shown: MapShown) -> tuple[Delegation, ...]:
    """The delegations of the function, of its domains and of its boxes (S-076)."""
    there = [shown.function_id, *(domain.id for domain in shown.domains)]
    there += [box.id for domain in shown.domains for box in domain.boxes]
    return delegations.running(there, shown.day, shown.known_at)


def _legend(shown: MapShown) -> tuple[pages.LegendRow, ...]:
    definitions = [(one.letter, one.label, one.definition) for one in queries.legend()]
    unknown = (_("mode non renseigné"), _("Aucune source ne dit encore le mode de cette boîte."))
    return pages.legend(shown, definitions, unknown)


def _sheet(request: HttpRequest, shown: MapShown, paper: Paper) -> Sheet:
    """The map on a sheet; a plan of themes has no letter, thus no legend."""
    themes = acts.seen(shown.plan_slug, actor=actor(request), on=clock.today()).themes
    return sheet(shown, paper, () if themes else _legend(shown), printed_at=clock.now())


def _paper(request: HttpRequest, one: Sheet) -> HttpResponse:
    """The map as a tagged PDF of one page; a page that says why when this machine makes none."""
    try:
        made = pdf(render_to_string("missions/print/map.html", {"sheet": one}, request), title=one.title)
    except Refused as refusal:
        context = {"refusal": refusal, "shown": one.shown}
        return render(request, "missions/no_document.html", context, status=503)
    return _file(made, "application/pdf", one, "pdf")


def _drawing(one: Sheet) -> HttpResponse:
    return _file(svg(one).encode(), "image/svg+xml", one, "svg")


def _file(content: bytes, kind: str, one: Sheet, suffix: str) -> HttpResponse:
    shown = one.shown
    name = f"{shown.plan_slug}-{shown.function_code}-{shown.day.isoformat()}.{suffix}".lower()
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
