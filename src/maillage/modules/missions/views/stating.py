"""What is said of a mission beside its mode: who holds it, who does what, its parts, its notes, what it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form
from maillage.modules.missions import editing, policies, stated
from maillage.modules.missions.enums import Level
from maillage.modules.missions.forms import stating as forms
from maillage.modules.missions.forms.facts import typed_lines
from maillage.modules.missions.operations import stating, structure
from maillage.modules.missions.views import subjects
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import said

Runs = dict[str, Any]


@member_form(ability=policies.visible)
def tell(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Holder, roles, parts, notes, description: one act a form."""
    subject = subjects.subject_of(request, plan, code)
    lines = stated.lines(subject.id)
    runs = _facts(request, subject)
    if not subject.scenario:
        runs |= _others(request, subject, lines)
    return subjects.answer(
        request,
        "missions/editing/tell.html",
        runs,
        {"subject": subject, "lines": lines},
        plan=subject.plan,
        verb=subjects.verb_in(subject),
    )


def _facts(request: HttpRequest, subject: editing.Subject) -> Runs:
    """The dated facts, that a draft may hold too."""
    on, who = clock.today(), actor(request)
    here, first = subjects.address("tell", subject), subjects.starting(request, subject)
    more: dict[str, Any] = {"scenario": subject.scenario, "actor": who}

    def hold(typed: dict[str, Any]) -> tuple[str, str]:
        stating.hold(
            subject.id,
            typed["organization"],
            runs["hold"][0].fact(),
            unit=typed["unit"],
            beneficiaries=tuple(typed["beneficiaries"]),
            at=clock.now(),
            **more,
        )
        return _("Le titulaire est enregistré."), here

    def role(typed: dict[str, Any]) -> tuple[str, str]:
        stating.state_role(
            subject.id,
            typed["role"],
            runs["role"][0].fact(),
            organization=typed["organization"],
            unit=typed["unit"],
            words=typed["words"],
            at=clock.now(),
            **more,
        )
        return _("Le rôle est enregistré."), here

    def parts(typed: dict[str, Any]) -> tuple[str, str]:
        fact, told = runs["parts"][0].fact(), {"local": typed["local"], "regional": typed["regional"]}
        stating.say_parts(subject.id, fact, at=clock.now(), **told, **more)
        return _("Les deux parts sont enregistrées."), here

    def annotate(typed: dict[str, Any]) -> tuple[str, str]:
        stating.annotate(
            subject.id,
            typed["text"],
            runs["annotate"][0].fact(),
            boxes=tuple(typed["boxes"]),
            mode=typed["mode"],
            at=clock.now(),
            **more,
        )
        return _("L'annotation est enregistrée : la carte la porte."), here

    everyone, units = editing.organizations(subject.plan.id, on), editing.units(subject.plan.id, on)
    chosen = {"organization": everyone, "unit": units}
    held = forms.Hold(
        acting.sent(request, "hold"),
        on=on,
        initial=first,
        beneficiaries=editing.parties(subject.plan.id),
        **chosen,
    )
    runs: Runs = {
        "hold": (held, hold),
        "role": (forms.Role(acting.sent(request, "role"), on=on, initial=first, **chosen), role),
        "parts": (forms.Parts(acting.sent(request, "parts"), on=on, initial=first), parts),
    }
    if subject.level != Level.INITIATIVE:
        boxes = editing.missions(subject.plan.id, levels=(Level.MACRO_PROCESS.value,))
        form = forms.Annotate(acting.sent(request, "annotate"), on=on, initial=first, boxes=boxes)
        runs["annotate"] = (form, annotate)
    return runs


def _others(request: HttpRequest, subject: editing.Subject, lines: tuple[stated.Line, ...]) -> Runs:
    """What a mission is, whatever the date; the end of a holder; what was said by mistake."""
    on, who, here = clock.today(), actor(request), subjects.address("tell", subject)

    def describe(typed: dict[str, Any]) -> tuple[str, str]:
        structure.describe(
            subject.id,
            definition=typed["definition"],
            aliases=typed_lines(typed["aliases"]),
            purposes=typed_lines(typed["purposes"]),
            perimeters=typed_lines(typed["perimeters"]),
            guarantor=typed["guarantor"],
            seen=typed["seen"],
            at=clock.now(),
            actor=who,
        )
        return _("La description est enregistrée."), here

    def end_hold(typed: dict[str, Any]) -> tuple[str, str]:
        stating.end_hold(typed["holding"], on=typed["until"], source=said(typed), at=clock.now(), actor=who)
        return _("La fin est enregistrée."), here

    def withdraw(typed: dict[str, Any]) -> tuple[str, str]:
        kind, _dash, pk = typed["statement"].partition("-")
        stating.withdraw(kind, int(pk), why=typed["why"], at=clock.now(), actor=who)
        return _("C'est retiré ; cela reste lisible dans l'histoire."), here

    described = editing.described(subject.id)
    guarantors = editing.organizations(subject.plan.id, on)
    form = forms.Describe(
        acting.sent(request, "describe"),
        on=on,
        initial=described,
        latest=lambda: structure.mark(subject.id),
        guarantor=guarantors,
    )
    runs: Runs = {"describe": (form, describe)}
    if holding := [(one.id, one.words) for one in lines if one.kind == "holding" and one.until is None]:
        form_of_end = forms.EndHold(acting.sent(request, "end_hold"), on=on, holding=holding)
        runs["end_hold"] = (form_of_end, end_hold)
    if lines:
        known = [(one.key, f"{one.kind_label} : {one.words}") for one in lines]
        runs["withdraw"] = (
            forms.WithdrawStatement(acting.sent(request, "withdraw"), on=on, statement=known),
            withdraw,
        )
    return runs
