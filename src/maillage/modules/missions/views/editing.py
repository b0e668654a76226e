"""Saying the mode of a mission, correcting it, taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form
from maillage.modules.missions import editing, modes_said, policies
from maillage.modules.missions.forms.facts import Act
from maillage.modules.missions.forms.modes import CorrectMode, ModeForm
from maillage.modules.missions.forms.placing import Withdraw
from maillage.modules.missions.operations import modes
from maillage.modules.missions.views import subjects
from maillage.shared.directory.views import acting


@member_form(ability=policies.visible)
def say_mode(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Record a mode with what it demands and its source."""
    subject = subjects.subject_of(request, plan, code)

    def record(_typed: dict[str, Any]) -> tuple[str, str]:
        row = modes.record(
            subject.id,
            form.said(),
            seen=_typed["seen"],
            scenario=subject.scenario,
            at=clock.now(),
            actor=actor(request),
        )
        return _("Le mode est enregistré."), subjects.address("mode", subject, row.pk)

    form = _form(ModeForm, request, subject, {**_chamber(request), **subjects.starting(request, subject)})
    context = {"subject": subject, "said": modes_said.said(subject.id)}
    return subjects.answer(
        request,
        "missions/editing/mode.html",
        {form.act: (form, record)},
        context,
        plan=subject.plan,
        verb=subjects.verb_in(subject),
    )


@member_form(ability=policies.visible)
def correct_mode(request: HttpRequest, plan: str, code: str, pk: int) -> HttpResponse:
    """Withdraw a mode and record another instead, with the reason."""
    subject = subjects.subject_of(request, plan, code)
    said = modes_said.one(pk, subject.id)

    def correct(typed: dict[str, Any]) -> tuple[str, str]:
        row = modes.correct(
            pk, form.said(), why=typed["why"], seen=typed["seen"], at=clock.now(), actor=actor(request)
        )
        return _("La correction est enregistrée ; ce qui était dit reste lisible."), subjects.address(
            "mode", subject, row.pk
        )

    first = {**modes_said.as_form(pk, subject.id), "scenario": said.scenario}
    form = _form(CorrectMode, request, subject, first)
    context = {"subject": subject, "corrected": said, "said": modes_said.said(subject.id)}
    return subjects.answer(
        request,
        "missions/editing/mode.html",
        {form.act: (form, correct)},
        context,
        plan=subject.plan,
        verb=subjects.verb_in(subject),
    )


@member_form(ability=policies.visible)
def mode(request: HttpRequest, plan: str, code: str, pk: int) -> HttpResponse:
    """A mode as it was recorded: take it back, withdraw it with a reason, say it again; what else is to read again."""
    subject, on = subjects.subject_of(request, plan, code), clock.today()
    said, who = modes_said.one(pk, subject.id), actor(request)

    def undo(_typed: dict[str, Any]) -> tuple[str, str]:
        again = modes.undo(pk, at=clock.now(), actor=who)
        told = _("C'est annulé : rien de ce que vous aviez enregistré ne vaut plus.")
        return told, subjects.address("mode", subject, again.pk if again else pk)

    def withdraw(typed: dict[str, Any]) -> tuple[str, str]:
        modes.withdraw(pk, why=typed["why"], at=clock.now(), actor=who)
        return _("Ce mode est retiré ; il reste lisible, avec la raison."), ""

    def reinstate(_typed: dict[str, Any]) -> tuple[str, str]:
        again = modes.reinstate(pk, at=clock.now(), actor=who)
        return _("Ce mode est rétabli."), subjects.address("mode", subject, again.pk)

    runs: dict[str, Any] = {}
    if said.withdrawn_at is not None:
        runs["reinstate"] = (Act(acting.sent(request, "reinstate"), on=on, act="reinstate"), reinstate)
    else:
        if said.by == who.user and who.user is not None:
            runs["undo"] = (Act(acting.sent(request, "undo"), on=on, act="undo"), undo)
        runs["withdraw"] = (Withdraw(acting.sent(request, "withdraw"), on=on), withdraw)
    context = {"subject": subject, "said": said, "review": editing.to_review(subject.id, on)}
    return subjects.answer(
        request,
        "missions/editing/mode_said.html",
        runs,
        context,
        plan=subject.plan,
        verb=subjects.verb_in(subject),
    )


def _form(
    kind: type[ModeForm], request: HttpRequest, subject: editing.Subject, initial: dict[str, Any]
) -> ModeForm:
    """The form, with the organisations, the frames and the conditions that it may name."""
    plan, on = subject.plan.id, clock.today()
    parties, everyone = editing.parties(plan), editing.organizations(plan, on)
    return kind(
        acting.sent(request, kind.act),
        on=on,
        initial=initial,
        latest=lambda: modes_said.seen(subject.id),
        adopting=parties,
        correcting=lambda typed: _correction(subject, typed),
        chamber=parties,
        condition=editing.conditions(plan),
        local_managers=parties,
        participants=parties,
        hosts=parties,
        beneficiaries=parties,
        frames=editing.frames(plan, subject.scenario),
        frame_functions=editing.functions(plan),
        holder=everyone,
    )


def _correction(subject: editing.Subject, typed: dict[str, Any]) -> str:
    """Where the mode that takes the day already is corrected; empty: none does."""
    pk = modes_said.of_day(subject.id, typed.get("since"), typed.get("chamber"), subject.scenario)
    return subjects.address("correct_mode", subject, pk) if pk else ""


def _chamber(request: HttpRequest) -> dict[str, Any]:
    told = request.GET.get("pour", "")
    return {"chamber": int(told)} if told.isdecimal() and len(told) < 10 else {}
