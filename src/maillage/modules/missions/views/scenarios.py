"""Pages of scenarios: the list of a plan, one scenario and what it would touch, two of them compared."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form, members
from maillage.modules.missions import editing, policies
from maillage.modules.missions.forms import scenarios as forms
from maillage.modules.missions.operations import scenarios as operations
from maillage.modules.missions.queries import plan as plan_page
from maillage.modules.missions.queries import scenarios as queries
from maillage.modules.missions.views import subjects
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import said

Runs = dict[str, tuple[forms.Typed, acting.Run]]


@member_form(ability=policies.visible)
def scenarios(request: HttpRequest, plan: str) -> HttpResponse:
    """The scenarios of a plan; one may be opened."""
    who, on = actor(request), clock.today()
    subject = editing.plan_of(plan, actor=who, on=on)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        given = operations.ScenarioInput(
            title=typed["name"],
            question=typed["question"],
            base_day=typed["base_day"],
            effect_day=typed["effect_day"],
        )
        made = operations.open_scenario(plan, given, at=clock.now(), actor=who)
        return _("Le scénario est ouvert : dites sur sa carte ce qui changerait."), reverse(
            "missions:scenario", args=[plan, made.slug]
        )

    initial = {"base_day": subjects.day_of(request) or on}
    runs: Runs = {"open": (forms.OpenScenario(acting.sent(request, "open"), on=on, initial=initial), run)}
    context = {"plan": plan_page(plan, who), "scenarios": queries.scenarios(plan, actor=who)}
    return subjects.answer(
        request, "missions/scenarios.html", runs, context, plan=subject, verb=policies.SCENARIO
    )


@member_form(ability=policies.visible)
def scenario(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    """A scenario: its difference in words, what it would touch, and its end when the reader may decide it."""
    who, on = actor(request), clock.today()
    page = queries.scenario(plan, slug, actor=who, today=on)
    runs: Runs = {}

    def publish(typed: dict[str, Any]) -> tuple[str, str]:
        operations.publish(
            plan,
            slug,
            body=typed["body"].pk,
            decided_on=typed["decided_on"],
            source=said(typed),
            seen=typed["seen"],
            at=clock.now(),
            actor=who,
        )
        return _("Le scénario est publié : ses changements sont des projections de la carte."), ""

    def drop(typed: dict[str, Any]) -> tuple[str, str]:
        operations.drop(plan, slug, reason=typed["reason"], at=clock.now(), actor=who)
        return _("Le scénario est abandonné ; il reste lisible avec sa raison."), ""

    def retitle(typed: dict[str, Any]) -> tuple[str, str]:
        operations.retitle(
            plan, slug, title=typed["name"], question=typed["question"], at=clock.now(), actor=who
        )
        return _("Le titre et la question sont enregistrés."), ""

    verbs = {"publish": policies.PUBLISH}
    if page.is_draft:
        form = forms.PublishScenario(
            acting.sent(request, "publish"),
            on=on,
            bodies=queries.deciding(plan),
            initial={"decided_on": on, "seen": page.mark},
        )
        runs["publish"] = (form, publish)
        named = {"name": page.card.title, "question": page.card.question}
        runs["retitle"] = (
            forms.RetitleScenario(acting.sent(request, "retitle"), on=on, initial=named),
            retitle,
        )
        runs["drop"] = (forms.DropScenario(acting.sent(request, "drop"), on=on), drop)
    return subjects.answer(
        request,
        "missions/scenario.html",
        runs,
        {"page": page},
        plan=editing.plan_of(plan, actor=who, on=on),
        verb=policies.SCENARIO,
        verbs=verbs,
    )


@members(ability=policies.visible)
def compare_scenarios(request: HttpRequest, plan: str, slug: str, other: str) -> HttpResponse:
    """What leads from one scenario to another, in words."""
    found = queries.two_scenarios(plan, slug, other, actor=actor(request), today=clock.today())
    return render(request, "missions/scenarios_compared.html", {"page": found})
