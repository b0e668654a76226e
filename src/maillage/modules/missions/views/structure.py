"""What a plan is made of, as its administrators and directions change it: functions, dates, parties, conditions, frames."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form
from maillage.modules.missions import editing, founded, policies
from maillage.modules.missions.forms import structure as forms
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.operations import confirming, frames, structure
from maillage.modules.missions.views import subjects
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import said

Runs = dict[str, Any]


@member_form(ability=policies.visible)
def plan_structure(request: HttpRequest, plan: str) -> HttpResponse:
    """Every act on a plan as a whole, each with its form."""
    subject = subjects.plan_of(request, plan, policies.STRUCTURE)
    runs = {**_dates(request, subject), **_frames(request, subject)}
    founding = _founding(request, subject)
    context = {"plan": subject, "made": founded.structure(subject.id, clock.today())}
    return subjects.answer(
        request,
        "missions/editing/structure.html",
        runs | founding,
        context,
        plan=subject,
        verb=policies.STRUCTURE,
        verbs=dict.fromkeys(founding, policies.FOUND),
    )


def _dates(request: HttpRequest, plan: editing.PlanSubject) -> Runs:
    """Dates of the maps, projections confirmed, events awaited, sub-missions."""
    on, who = clock.today(), actor(request)

    def state(typed: dict[str, Any]) -> tuple[str, str]:
        structure.add_state(
            typed["function"],
            typed["day"],
            typed["nature"],
            label=typed["label"],
            source=said(typed),
            at=clock.now(),
            actor=who,
        )
        return _("La carte de cette fonction s'arrête aussi à cette date."), ""

    def confirm(typed: dict[str, Any]) -> tuple[str, str]:
        confirming.confirm_state(
            typed["state"], on=typed["confirmed_on"], source=said(typed), at=clock.now(), actor=who
        )
        return _("La projection est confirmée : elle est devenue un statut, avec sa source."), ""

    def divide(typed: dict[str, Any]) -> tuple[str, str]:
        structure.divide(
            typed["function"],
            typed["label"],
            since=typed["since"],
            until=typed["until"],
            source=said(typed),
            at=clock.now(),
            actor=who,
        )
        return _("La sous-mission est enregistrée."), ""

    def condition(typed: dict[str, Any]) -> tuple[str, str]:
        confirming.add_condition(
            plan.id,
            typed["label"],
            expected_on=typed["expected_on"],
            expected_text=typed["expected_text"],
            source=said(typed),
            at=clock.now(),
            actor=who,
        )
        return _("L'événement attendu est enregistré."), ""

    def event(typed: dict[str, Any]) -> tuple[str, str]:
        confirming.record_event(
            typed["condition"],
            happened_on=typed["happened_on"],
            outcome=typed["outcome"],
            source=said(typed),
            at=clock.now(),
            actor=who,
        )
        return _("L'événement est enregistré : les projections qui en dépendent sont à relire."), ""

    functions, waiting = editing.functions(plan.id), founded.awaited(plan.id)
    add_condition = forms.AddCondition(acting.sent(request, "condition"), on=on)
    runs: Runs = {"condition": (add_condition, condition)}
    if functions:
        runs["state"] = (forms.AddState(acting.sent(request, "state"), on=on, function=functions), state)
        runs["divide"] = (forms.SubMission(acting.sent(request, "divide"), on=on, function=functions), divide)
    if projected := founded.projections(plan.id, on):
        runs["confirm"] = (
            forms.ConfirmState(
                acting.sent(request, "confirm"), on=on, state=projected, initial={"confirmed_on": on}
            ),
            confirm,
        )
    if waiting:
        runs["event"] = (
            forms.RecordEvent(
                acting.sent(request, "event"), on=on, condition=waiting, initial={"happened_on": on}
            ),
            event,
        )
    return runs


def _frames(request: HttpRequest, plan: editing.PlanSubject) -> Runs:
    """Where each organisation stands with a common frame."""
    on, who = clock.today(), actor(request)

    def adopt(typed: dict[str, Any]) -> tuple[str, str]:
        frames.adopt_frame(
            typed["version"],
            typed["organization"],
            typed["state"],
            FactInput(since=typed["since"], source=said(typed)),
            at=clock.now(),
            actor=who,
        )
        return _("L'adoption est enregistrée."), ""

    known = editing.frames(plan.id)
    if not known:
        return {}
    form = forms.Adopt(
        acting.sent(request, "adopt"),
        on=on,
        version=known,
        organization=editing.parties(plan.id),
        initial={"since": on},
    )
    return {"adopt": (form, adopt)}


def _founding(request: HttpRequest, plan: editing.PlanSubject) -> Runs:
    """What administration alone changes: functions and parties."""
    on, who = clock.today(), actor(request)

    def function(typed: dict[str, Any]) -> tuple[str, str]:
        structure.create_function(
            plan.id,
            typed["label"],
            runs["function"][0].fact(),
            code=typed["code"],
            demands_parts=typed["demands_parts"],
            at=clock.now(),
            actor=who,
        )
        return _("La fonction est ajoutée ; ajoutez-lui des domaines."), ""

    def join(typed: dict[str, Any]) -> tuple[str, str]:
        structure.join(plan.id, typed["organization"], since=typed["since"], at=clock.now(), actor=who)
        return _("L'organisme est dans le schéma."), ""

    def leave(typed: dict[str, Any]) -> tuple[str, str]:
        structure.leave(plan.id, typed["organization"], until=typed["until"], at=clock.now(), actor=who)
        return _("La sortie est enregistrée ; ce qu'il faisait reste lisible."), ""

    everyone = editing.organizations(plan.id, on)
    runs: Runs = {
        "function": (forms.AddFunction(acting.sent(request, "function"), on=on), function),
        "join": (forms.Join(acting.sent(request, "join"), on=on, organization=everyone), join),
    }
    if inside := founded.members(plan.id):
        runs["leave"] = (forms.Leave(acting.sent(request, "leave"), on=on, organization=inside), leave)
    return runs
