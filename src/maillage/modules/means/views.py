"""Pages of means: the sections of a plan, their lists, the sheet of one thing, three reports."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor, member_form, members
from maillage.modules.means import forms, lists, policies, queries
from maillage.modules.missions import asking
from maillage.shared.directory.views import acting


@members(ability=policies.reads)
def plans(request: HttpRequest) -> HttpResponse:
    return render(request, "means/plans.html", {"plans": queries.plans(actor(request))})


@members(ability=policies.reads)
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    asked = asking.read(request.GET)
    page = queries.overview(plan, on=clock.today(), actor=actor(request), known_at=asked.known_at)
    return render(request, "means/plan.html", {"page": page, "asked": asked})


@members(ability=policies.reads)
def section(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    asked = asking.read(request.GET)
    page = queries.section(plan, section, on=clock.today(), actor=actor(request), known_at=asked.known_at)
    return render(request, "means/section.html", {"page": page, "section": page.sections[0], "asked": asked})


@members(ability=policies.reads)
def export(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    known_at = asking.read(request.GET).known_at
    text = "".join(lists.lines(plan, section, on=clock.today(), actor=actor(request), known_at=known_at))
    return _file(text, f"{section}.csv")


@member_form(ability=policies.writes)
def new(request: HttpRequest, plan: str, section: str) -> HttpResponse:
    """Add a thing to a section."""
    who, on = actor(request), clock.today()
    page = queries.section(plan, section, on=on, actor=who)
    form = forms.ADD[section](acting.sent(request, "add"), plan=queries.plan_row(plan, who), on=on)

    def add(typed: dict[str, Any]) -> tuple[str, str]:
        made = form.run(at=clock.now(), actor=who)
        return str(form.done), reverse("means:sheet", args=[plan, section, made.pk])

    return acting.answer(
        request, "means/new.html", {"add": (form, add)}, {"page": page, "section": page.sections[0]}
    )


@member_form(ability=policies.reads)
def sheet(request: HttpRequest, plan: str, section: str, pk: int) -> HttpResponse:
    """A thing, what is known of it, and what one may say of it."""
    who, on, asked = actor(request), clock.today(), asking.read(request.GET)
    row = queries.row(plan, section, pk, who)
    shown = queries.sheet(plan, section, pk, on=on, actor=who)
    if asked.known_at is not None:
        then = queries.known_sheet(plan, section, pk, on=on, actor=who, known_at=asked.known_at)
        around = {**_around(request, plan, section), "asked": asked, "not_known": then is None}
        return render(request, "means/sheet.html", {"sheet": then or shown, **around})
    acts = () if shown.withdrawn or shown.closed else forms.ACTS.get(section, ())
    every = (*acts, *_closing(ended=shown.ended, withdrawn=bool(shown.withdrawn)))
    runs = _runs(request, every, plan, row)
    context = {
        "sheet": shown,
        **_around(request, plan, section),
        "asked": asked,
        "acts": [form for form, _run in runs.values()],
    }
    return acting.answer(request, "means/sheet.html", runs, context)


@member_form(ability=policies.writes)
def part(request: HttpRequest, plan: str, section: str, pk: int, name: str, fact: int) -> HttpResponse:
    """A fact inside a thing: ended, or withdrawn because it was wrong."""
    who, on = actor(request), clock.today()
    shown = queries.sheet(plan, section, pk, on=on, actor=who)
    parts = [one for group in shown.groups for one in group.parts if (one.kind, one.pk) == (name, fact)]
    if not parts:
        raise NotVisible(str(fact))
    row = queries.part(plan, section, pk, name, fact, who)
    withdrawn = bool(parts[0].withdrawn)
    acts = () if withdrawn else forms.PART_ACTS.get(name, ())
    every = (*acts, *_closing(ended=row.until is not None or name in forms.UNENDING, withdrawn=withdrawn))
    runs = _runs(request, every, plan, row, then=reverse("means:sheet", args=[plan, section, pk]))
    around = _around(request, plan, section)
    context = {"sheet": shown, "part": parts[0], **around, "acts": [form for form, _run in runs.values()]}
    return acting.answer(request, "means/part.html", runs, context)


@members(ability=policies.reads)
def usages(request: HttpRequest, plan: str) -> HttpResponse:
    who, on = actor(request), clock.today()
    report = queries.usages(plan, on=on, actor=who)
    return render(request, "means/usages.html", {"report": report, **_around(request, plan, "usages")})


@members(ability=policies.reads)
def costs(request: HttpRequest, plan: str) -> HttpResponse:
    who, on = actor(request), clock.today()
    split = queries.costs(plan, _year(request, on.year), on=on, actor=who)
    return render(request, "means/costs.html", {"split": split, **_around(request, plan, "affectations")})


@members(ability=policies.reads)
def costs_csv(request: HttpRequest, plan: str) -> HttpResponse:
    on = clock.today()
    year = _year(request, on.year)
    text = "".join(lists.costs(plan, year, on=on, actor=actor(request)))
    return _file(text, f"couts-{year}.csv")


@members(ability=policies.reads)
def roadmaps(request: HttpRequest, plan: str) -> HttpResponse:
    who, on = actor(request), clock.today()
    found = queries.roads(plan, on=on, actor=who)
    around = _around(request, plan, "schemas-directeurs")
    return render(request, "means/roadmaps.html", {"roadmaps": found, **around})


def _runs(
    request: HttpRequest, every: tuple[type[forms.OnPlan], ...], plan: str, row: Any, *, then: str = ""
) -> dict[str, tuple[forms.OnPlan, acting.Run]]:
    """The acts that this reader may do here; none where it may not write on the plan."""
    who, on = actor(request), clock.today()
    found = queries.plan_row(plan, who)
    if not policies.may_record(who, found, on).allowed:
        return {}

    def run_of(form: forms.OnPlan) -> acting.Run:
        def run(typed: dict[str, Any]) -> tuple[str, str]:
            form.run(at=clock.now(), actor=who)
            return str(form.done), then

        return run

    made = [one(acting.sent(request, one.act), plan=found, on=on, target=row) for one in every]
    return {form.act: (form, run_of(form)) for form in made}


def _closing(*, ended: bool, withdrawn: bool) -> tuple[type[forms.OnPlan], ...]:
    """End and withdraw, while there is something to end or to withdraw."""
    if withdrawn:
        return ()
    return (forms.Withdraw,) if ended else (forms.End, forms.Withdraw)


def _around(request: HttpRequest, plan: str, section: str) -> dict[str, object]:
    """The names that breadcrumbs show."""
    who = actor(request)
    kind = queries.kind_of(section)
    row = queries.plan_row(plan, who)
    return {
        "plan": {"slug": row.slug, "title": row.title},
        "kind": {"code": kind.code, "title": kind.label},
        "why_not": policies.may_record(who, row, clock.today()).reason,
    }


def _year(request: HttpRequest, default: int) -> int:
    """The year of the address; another text is the present one."""
    typed = request.GET.get("annee", "")
    return int(typed) if len(typed) == 4 and typed.isdecimal() and 1990 <= int(typed) <= 2100 else default


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
