"""People of the network, as an administrator changes them: posts, absences, departures."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.http import actor, member_form, members, reads
from maillage.kit.text import long_date
from maillage.shared.directory import forms, operations, policies, queries
from maillage.shared.directory.views import acting


@members(ability=policies.administers)
def people(request: HttpRequest) -> HttpResponse:
    on = clock.today()
    text = request.GET.get("q", "").strip()
    found = queries.people(on, text)
    context = {"q": text, "people": found, "away": queries.away(on, [card.pk for card in found])}
    return render(request, "directory/settings/people.html", context)


@member_form(ability=policies.administers)
def new_person(request: HttpRequest) -> HttpResponse:
    on = clock.today()

    def add(typed: dict[str, Any]) -> tuple[str, str]:
        made = operations.add_person(
            typed["first_name"], typed["last_name"], phone=typed["phone"], actor=actor(request)
        )
        return _("La personne est ajoutée."), reverse("directory_settings:person", args=[made.slug])

    form = forms.AddPerson(acting.sent(request, "add"), on=on)
    return acting.answer(request, "directory/settings/person_new.html", {"add": (form, add)}, {})


@member_form(ability=policies.administers)
def person(request: HttpRequest, slug: str) -> HttpResponse:
    at, on = clock.now(), clock.today()
    page = queries.person_page(slug, on)
    row = queries.person_row(slug)
    reads(request, "directory.person", slug)

    def assign(typed: dict[str, Any]) -> tuple[str, str]:
        operations.assign(
            row,
            typed["post"],
            since=typed["since"],
            deputy=typed["deputy"],
            perimeter=typed["perimeter"],
            share=typed["share"],
            actor=actor(request),
        )
        return _("L'affectation est enregistrée."), ""

    def leave(typed: dict[str, Any]) -> tuple[str, str]:
        operations.leave(row, on=typed["day"], actor=actor(request), at=at)
        return _("Le départ est enregistré pour le %(day)s.") % {"day": long_date(typed["day"])}, ""

    def go_away(typed: dict[str, Any]) -> tuple[str, str]:
        operations.declare_absence(
            row,
            first_day=typed["first_day"],
            last_day=typed["last_day"],
            deputy=typed["deputy"],
            on=on,
            actor=actor(request),
            at=at,
        )
        return _("L'absence est notée."), ""

    def cancel(typed: dict[str, Any]) -> tuple[str, str]:
        operations.cancel_absence(typed["absence"], on=on, actor=actor(request))
        return _("L'absence est annulée."), ""

    runs = {
        "assign": (forms.Assign(acting.sent(request, "assign"), on=on, initial={"since": on}), assign),
        "away": (forms.Away(acting.sent(request, "away"), on=on, initial={"first_day": on}), go_away),
        "cancel": (forms.CancelAbsence(acting.sent(request, "cancel"), on=on), cancel),
        "leave": (forms.Leave(acting.sent(request, "leave"), on=on), leave),
    }
    context = {"page": page, "leaving": _leaving(page, on, actor(request))}
    return acting.answer(request, "directory/settings/person.html", runs, context)


def _leaving(page: queries.PersonPage, on: date, reader: Actor) -> queries.Leaving | None:
    return queries.leaving(page.card.pk, on, actor=reader) if page.tenures else None
