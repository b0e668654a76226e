"""Pages of commitments, of their yearly follow-up and its report, of improvement actions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form, members
from maillage.modules.missions import policies as missions
from maillage.modules.plans import documents, forms, lists, operations, policies, queries
from maillage.modules.plans.queries import choosing
from maillage.shared.directory.views import acting

Runs = dict[str, tuple[forms.Typed, acting.Run]]


@members(ability=policies.reads)
def commitments(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by its address."""
    who, on = actor(request), clock.today()
    page = lists.page(request.GET, actor=who, on=on)
    return render(
        request, "plans/commitments.html", {"page": page, "writable": choosing.committing(who, clock.today())}
    )


@members(ability=policies.reads)
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, whole."""
    text = lists.lines(request.GET, actor=actor(request), on=clock.today())
    return _file(text, "text/csv; charset=utf-8", "engagements.csv")


@member_form(ability=missions.writes)
def new_commitment(request: HttpRequest, plan: str) -> HttpResponse:
    """A commitment that no projection opened."""
    title = choosing.plan_to_commit_on(plan, actor(request), clock.today())

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        made = operations.open_commitment(
            plan, typed["mission"], form.given, at=clock.now(), actor=actor(request)
        )
        return _("L'engagement est ouvert."), reverse("plans:commitment", args=[made.pk])

    initial = {"mission": request.GET.get("mission", ""), "kind": request.GET.get("nature", "change")}
    form = forms.OpenCommitment(acting.sent(request, "open"), on=clock.today(), plan=plan, initial=initial)
    return acting.answer(
        request, "plans/new.html", {"open": (form, run)}, {"plan": title, "above": "plans:commitments"}
    )


@member_form(ability=policies.reads)
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """A commitment: what is promised, its prerequisites, its years; and what the reader may do."""
    page = queries.commitment(pk, actor=actor(request), on=clock.today())
    runs: Runs = {}
    fills: list[forms.Fill] = []
    if not page.row.withdrawn:
        for line in page.to_fill:
            if line.may_fill:
                filled, fill = _fill(request, line)
                runs[filled.act] = (filled, fill)
                fills.append(filled)
        runs |= _runs_of(request, page)
    return acting.answer(request, "plans/commitment.html", runs, {"page": page, "fills": fills})


@member_form(ability=policies.reads)
def campaigns(request: HttpRequest) -> HttpResponse:
    """The yearly follow-ups; one may be opened."""
    who, on = actor(request), clock.today()
    plan = request.GET.get("schema", "").strip()
    runs: Runs = {}
    led = choosing.leading(who)
    if led:

        def run(typed: dict[str, Any]) -> tuple[str, str]:
            made = operations.open_campaign(
                typed["plan"],
                typed["year"],
                due_on=typed["due_on"],
                bureau_on=typed["bureau_on"],
                assembly_on=typed["assembly_on"],
                at=clock.now(),
                actor=who,
            )
            return _("Le suivi est ouvert : ceux qui portent un engagement sont prévenus."), reverse(
                "plans:campaign", args=[made.pk]
            )

        initial = {"year": on.year, "plan": choosing.first_to_follow(led, plan)}
        form = forms.OpenCampaign(acting.sent(request, "open"), on=on, choices=led, initial=initial)
        runs["open"] = (form, run)
    context = {
        "campaigns": queries.campaigns(actor=who, on=on, plan=plan),
        "plan": dict(queries.plans(who)).get(plan, ""),
        "leaders": choosing.leaders(plan),
    }
    return acting.answer(request, "plans/campaigns.html", runs, context)


@member_form(ability=policies.reads)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a yearly follow-up is, owner by owner, line by line."""
    who, on = actor(request), clock.today()
    page = queries.campaign(pk, actor=who, on=on)
    runs: Runs = {}
    if page.row.locked and page.abilities[policies.REOPEN].allowed:

        def run(typed: dict[str, Any]) -> tuple[str, str]:
            operations.reopen(pk, until=typed["until"], reason=typed["reason"], at=clock.now(), actor=who)
            return _("Le suivi est rouvert."), ""

        runs["reopen"] = (forms.Reopen(acting.sent(request, "reopen"), on=on), run)
    if page.abilities[policies.OPEN].allowed:

        def say(typed: dict[str, Any]) -> tuple[str, str]:
            operations.say_assembly(pk, assembly_on=typed["assembly_on"], at=clock.now(), actor=who)
            return _("La date de l'assemblée est enregistrée."), ""

        initial = {"assembly_on": page.row.assembly_on}
        runs["assembly"] = (forms.SayAssembly(acting.sent(request, "assembly"), on=on, initial=initial), say)
    return acting.answer(request, "plans/campaign.html", runs, {"page": page})


@members(ability=policies.reads)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a yearly follow-up, on screen."""
    found = queries.report(pk, actor=actor(request), on=clock.today())
    return render(request, "plans/report.html", {"report": found, "on": clock.today()})


@members(ability=policies.reads)
def report_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a text document."""
    found = queries.report(pk, actor=actor(request), on=clock.today())
    return _file(documents.docx(found, on=clock.today()), documents.DOCX, f"{documents.name(found)}.docx")


@members(ability=policies.reads)
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a tagged PDF."""
    found = queries.report(pk, actor=actor(request), on=clock.today())
    return _file(documents.pdf(found, on=clock.today()), "application/pdf", f"{documents.name(found)}.pdf")


@members(ability=policies.reads)
def actions(request: HttpRequest) -> HttpResponse:
    """The improvement actions."""
    who, plan = actor(request), request.GET.get("schema", "").strip()
    context = {
        "actions": queries.actions(actor=who, plan=plan),
        "plans": queries.plans(who),
        "plan": plan,
        "writable": choosing.committing(who, clock.today()),
    }
    return render(request, "plans/actions.html", context)


@member_form(ability=missions.writes)
def new_action(request: HttpRequest, plan: str) -> HttpResponse:
    """An improvement action."""
    on = clock.today()
    title = choosing.plan_to_commit_on(plan, actor(request), on)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        made = operations.open_action(
            plan, typed["mission"], form.given, at=clock.now(), actor=actor(request)
        )
        return _("L'action est enregistrée."), reverse("plans:action", args=[made.pk])

    initial = {"mission": request.GET.get("mission", ""), "started_on": on}
    form = forms.OpenAction(acting.sent(request, "open"), on=on, plan=plan, initial=initial)
    return acting.answer(
        request, "plans/new.html", {"open": (form, run)}, {"plan": title, "above": "plans:actions"}
    )


@member_form(ability=policies.reads)
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """An improvement action, its indicators, its end."""
    who, on = actor(request), clock.today()
    page = queries.action(pk, actor=who, on=clock.today())
    runs: Runs = {}
    if page.row.closed_on is None and page.abilities[missions.COMMIT].allowed:
        runs = _runs_of_action(request, page, pk)
    return acting.answer(request, "plans/action.html", runs, {"page": page, "on": on})


def _fill(request: HttpRequest, line: queries.Line) -> tuple[forms.Fill, acting.Run]:
    """Saying where a commitment stands in one of the years that are open."""
    act = f"fill-{line.campaign}"
    form = forms.Fill(
        acting.sent(request, act), on=clock.today(), act=act, year=line.year, initial=_as_filled(line)
    )

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        operations.fill(
            line.campaign,
            line.commitment.pk,
            form.given,
            seen=typed["seen"],
            at=clock.now(),
            actor=actor(request),
        )
        return _("L'état de %(year)s est enregistré.") % {"year": line.year}, ""

    return form, run


def _runs_of(request: HttpRequest, page: queries.CommitmentPage) -> Runs:
    """What else the reader may do with a commitment."""
    who, on, pk = actor(request), clock.today(), page.row.pk
    runs: Runs = {}

    def amend(typed: dict[str, Any]) -> tuple[str, str]:
        operations.amend(pk, amended.given, at=clock.now(), actor=who)
        return _("L'engagement est modifié."), ""

    def withdraw(typed: dict[str, Any]) -> tuple[str, str]:
        operations.withdraw(pk, why=typed["why"], at=clock.now(), actor=who)
        return _("L'engagement est retiré ; il reste lisible."), ""

    def add(typed: dict[str, Any]) -> tuple[str, str]:
        operations.add_prerequisite(pk, typed["text"], at=clock.now(), actor=who)
        return _("Le préalable est ajouté."), ""

    def meet(typed: dict[str, Any]) -> tuple[str, str]:
        operations.meet(
            typed["prerequisite"],
            met_on=typed["met_on"],
            evidence=typed["evidence"],
            at=clock.now(),
            actor=who,
        )
        return _("Le préalable est rempli."), ""

    if page.abilities[policies.AMEND].allowed:
        amended = forms.AmendCommitment(
            acting.sent(request, "amend"), on=on, plan=page.row.plan_slug, initial=_as_promised(page)
        )
        runs["amend"] = (amended, amend)
        runs["prerequisite"] = (forms.AddPrerequisite(acting.sent(request, "prerequisite"), on=on), add)
        waiting = [(one.pk, one.text) for one in page.waiting]
        if waiting:
            met = forms.Meet(acting.sent(request, "meet"), on=on, choices=waiting, initial={"met_on": on})
            runs["meet"] = (met, meet)
        runs["withdraw"] = (forms.Withdraw(acting.sent(request, "withdraw"), on=on), withdraw)
    return runs


def _runs_of_action(request: HttpRequest, page: queries.ActionPage, pk: int) -> Runs:
    """What the reader may do with an improvement action."""
    who, on = actor(request), clock.today()

    def indicator(typed: dict[str, Any]) -> tuple[str, str]:
        given = {"value": typed["value"], "measured_on": typed["measured_on"]}
        operations.add_indicator(pk, typed["label"], **given, at=clock.now(), actor=who)
        return _("L'indicateur est ajouté."), ""

    def measure(typed: dict[str, Any]) -> tuple[str, str]:
        given = {"value": typed["value"], "measured_on": typed["measured_on"]}
        operations.measure(typed["indicator"], **given, at=clock.now(), actor=who)
        return _("La valeur est enregistrée."), ""

    def close(typed: dict[str, Any]) -> tuple[str, str]:
        operations.close_action(
            pk, closed_on=typed["closed_on"], outcome=typed["outcome"], at=clock.now(), actor=who
        )
        return _("L'action est terminée."), ""

    runs: Runs = {"indicator": (forms.AddIndicator(acting.sent(request, "indicator"), on=on), indicator)}
    named = [(one.pk, one.label) for one in page.row.indicators]
    if named:
        measured = forms.Measure(
            acting.sent(request, "measure"), on=on, choices=named, initial={"measured_on": on}
        )
        runs["measure"] = (measured, measure)
    closed = forms.CloseAction(acting.sent(request, "close"), on=on, initial={"closed_on": on})
    runs["close"] = (closed, close)
    return runs


def _as_filled(line: queries.Line) -> dict[str, Any]:
    return {
        "state": line.state,
        "words": line.words,
        "measured": line.measured,
        "evidence": line.cite.evidence,
        "despite": line.despite,
        **line.cite.typed,
        "seen": line.seen,
    }


def _as_promised(page: queries.CommitmentPage) -> dict[str, Any]:
    row = page.row
    return {
        "kind": row.kind,
        "words": row.words,
        "owner": page.owner_pk,
        "unit": page.unit_pk,
        "person": page.person_pk,
        "due_on": row.due_on,
        "indicator": row.indicator,
        "target": row.target,
        **page.cite.typed,
        "evidence": page.cite.evidence,
    }


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
