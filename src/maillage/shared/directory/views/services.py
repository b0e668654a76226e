"""« Qui fait quoi où » : who answers on each subject, where; and the communes that nobody serves."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor, member_form, members
from maillage.shared.directory import forms, operations, policies, queries
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import as_typed, said
from maillage.shared.territories import queries as territories


@members(ability=policies.administers)
def services(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    asked = forms.service_filters(request.GET)
    problem = None
    try:
        lines = queries.services(asked, on)
    except Refused as refused:
        lines, problem = (), refused
    context = {
        "filters": asked,
        "lines": lines,
        "problem": problem,
        "names": territories.in_words([line.perimeter for line in lines]),
        "subjects": queries.subjects(on),
        "units": queries.units(on),
        "gaps": queries.gaps(on),
        "stages": dict(forms.STAGES),
        "narrowed": asked != queries.ServiceFilters(),
    }
    return render(request, "directory/settings/services.html", context)


@member_form(ability=policies.administers)
def new_service(request: HttpRequest) -> HttpResponse:
    on = clock.today()

    def add(typed: dict[str, Any]) -> tuple[str, str]:
        operations.open_service(
            typed["unit"],
            typed["subject"],
            perimeter=typed["perimeter"],
            since=typed["since"],
            stage=typed["stage"],
            source=said(typed),
            actor=actor(request),
        )
        return _("La réponse est ajoutée."), reverse("directory_settings:services")

    form = forms.AddService(acting.sent(request, "add"), on=on, initial={"since": on})
    return acting.answer(request, "directory/settings/service_new.html", {"add": (form, add)}, {})


@member_form(ability=policies.administers)
def service(request: HttpRequest, pk: int) -> HttpResponse:
    on = clock.today()
    row = queries.service_row(pk)
    line = queries.service(pk, on)
    then = reverse("directory_settings:services")

    def correct(typed: dict[str, Any]) -> tuple[str, str]:
        operations.correct_service(
            row,
            perimeter=typed["perimeter"],
            stage=typed["stage"],
            source=said(typed),
            on=typed["since"],
            actor=actor(request),
        )
        return _("La réponse est corrigée."), then

    def end(typed: dict[str, Any]) -> tuple[str, str]:
        operations.end_service(row, on=typed["until"], actor=actor(request))
        return _("La réponse est terminée."), then

    now = {"perimeter": line.perimeter, "stage": line.stage, "since": on} | as_typed(line.origin, line.source)
    runs = {
        "correct": (
            forms.CorrectService(acting.sent(request, "correct"), on=on, initial=now),
            correct,
        ),
        "end": (forms.EndService(acting.sent(request, "end"), on=on, initial={"until": on}), end),
    }
    context = {"line": line, "named": territories.in_words([line.perimeter])[line.perimeter]}
    return acting.answer(request, "directory/settings/service.html", runs, context)


@members(ability=policies.administers)
def gap(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "directory/settings/gap.html", {"page": queries.gap(code, clock.today())})


@member_form(ability=policies.administers)
def subjects(request: HttpRequest) -> HttpResponse:
    on = clock.today()

    def add(typed: dict[str, Any]) -> tuple[str, str]:
        operations.add_subject(
            typed["label"],
            description=typed["description"],
            order=typed["order"],
            actor=actor(request),
        )
        return _("Le sujet est ajouté."), ""

    def retire(typed: dict[str, Any]) -> tuple[str, str]:
        operations.retire_subject(queries.subject_row(typed["code"]), on=on, actor=actor(request))
        return _("Le sujet n'est plus proposé ; les demandes qui le portent le gardent."), ""

    runs: dict[str, tuple[forms.Typed, acting.Run]] = {
        "add": (forms.AddSubject(acting.sent(request, "add"), on=on, initial={"order": 100}), add),
        "retire": (forms.RetireSubject(acting.sent(request, "retire"), on=on), retire),
    }
    listed = queries.subjects(on)
    changes = {subject.code: _change_subject(request, subject, on) for subject in listed}
    runs |= {form.act: (form, run) for form, run in changes.values()}
    context = {"subjects": [(subject, changes[subject.code][0]) for subject in listed]}
    return acting.answer(request, "directory/settings/subjects.html", runs, context)


def _change_subject(
    request: HttpRequest, subject: queries.SubjectChoice, on: date
) -> tuple[forms.ChangeSubject, acting.Run]:
    def change(typed: dict[str, Any]) -> tuple[str, str]:
        operations.change_subject(
            queries.subject_row(subject.code),
            label=typed["label"],
            description=typed["description"],
            actor=actor(request),
        )
        return _("Le sujet est corrigé."), ""

    act = f"change-{subject.code}"
    now = {"label": subject.label, "description": subject.description}
    return forms.ChangeSubject(acting.sent(request, act), act=act, on=on, initial=now), change
