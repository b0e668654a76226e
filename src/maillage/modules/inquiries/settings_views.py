"""Settings of requests: the routing tables, their draft and its replay; the packaged pathways."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor, member_form, members
from maillage.kit.text import long_date
from maillage.modules.inquiries import pathways, routing
from maillage.modules.inquiries import settings_forms as forms
from maillage.modules.inquiries.configuring import can_configure
from maillage.modules.inquiries.pathways import editing
from maillage.modules.inquiries.routing import drafting
from maillage.modules.inquiries.uncovered import Quarter
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import as_typed


@member_form(ability=can_configure)
def tables(request: HttpRequest) -> HttpResponse:
    """Every routing table, and the draft when there is one."""
    on = clock.today()

    def start(typed: dict[str, Any]) -> tuple[str, str]:
        table = drafting.start_draft(note=typed["note"], at=clock.now(), actor=actor(request))
        return _("Le brouillon part des règles publiées."), reverse(
            "inquiries_settings:table", args=[table.number]
        )

    listed = routing.tables(on)
    draft = next((line for line in listed if line.state == "draft"), None)
    runs = {} if draft else {"start": (forms.Start(acting.sent(request, "start"), on=on), start)}
    context = {"tables": listed, "draft": draft}
    return acting.answer(request, "inquiries/settings/tables.html", runs, context)


@member_form(ability=can_configure)
def table(request: HttpRequest, number: int) -> HttpResponse:
    """One table; a draft is changed here, row by row."""
    on, who = clock.today(), actor(request)
    page = routing.page(number, on)
    here = reverse("inquiries_settings:table", args=[number])

    def move(up: bool) -> acting.Run:
        def run(typed: dict[str, Any]) -> tuple[str, str]:
            drafting.move_rule(typed["row"], up=up, at=clock.now(), actor=who)
            return _("L'ordre des règles a changé."), here

        return run

    def delete(typed: dict[str, Any]) -> tuple[str, str]:
        drafting.delete_rule(typed["row"], at=clock.now(), actor=who)
        return _("La règle est retirée du brouillon."), here

    def discard(typed: dict[str, Any]) -> tuple[str, str]:
        drafting.discard_draft(at=clock.now(), actor=who)
        return _("Le brouillon est abandonné ; les règles publiées n'ont pas changé."), reverse(
            "inquiries_settings:tables"
        )

    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    if page.is_draft:
        for name, run in {"up": move(True), "down": move(False), "delete": delete}.items():
            runs[name] = (forms.RowAct(acting.sent(request, name), on=on), run)
        runs["discard"] = (forms.Discard(acting.sent(request, "discard"), on=on), discard)
    return acting.answer(request, "inquiries/settings/table.html", runs, {"page": page})


@member_form(ability=can_configure)
def rule(request: HttpRequest, number: int, pk: int = 0) -> HttpResponse:
    """A row of the draft: added (``pk`` 0), or corrected."""
    on, who = clock.today(), actor(request)
    page = _draft(number, on)
    stored = drafting.stored(pk) if pk else None

    def save(typed: dict[str, Any]) -> tuple[str, str]:
        drafting.save_rule(
            pk or None, form.said(stored.condition if stored else None), at=clock.now(), actor=who
        )
        return _("La règle est enregistrée dans le brouillon."), reverse(
            "inquiries_settings:table", args=[number]
        )

    initial = {}
    if stored is not None:
        initial = {
            "label": stored.label,
            "subjects": stored.subjects,
            "profiles": stored.profiles,
            "unit": stored.unit_id,
            "take_days": stored.take_days,
            "answer_days": stored.answer_days,
            **forms.typed_condition(stored.condition),
        }
    form = forms.Rule(acting.sent(request, "save"), on=on, initial=initial)
    others = [routing.sentence(one) for one in routing.parts_of(stored.condition).others] if stored else []
    context = {"page": page, "rule": stored, "others": others}
    return acting.answer(request, "inquiries/settings/rule.html", {"save": (form, save)}, context)


@member_form(ability=can_configure)
def replay(request: HttpRequest, number: int) -> HttpResponse:
    """The draft on past requests; what was read is what can be published."""
    on, who = clock.today(), actor(request)
    page = routing.page(number, on)
    before = Quarter.of(on).previous
    asked = {"du": before.first, "au": before.after - datetime.timedelta(days=1)}
    period = forms.Period(request.GET if "du" in request.GET else asked)
    result = None
    if period.is_valid():
        result = drafting.replayed(page.pk, period.cleaned_data["du"], period.cleaned_data["au"])

    def publish(typed: dict[str, Any]) -> tuple[str, str]:
        drafting.publish(since=typed["since"], seen=typed["seen"], at=clock.now(), actor=who)
        sentence = _(
            "La table n° %(number)s est publiée : elle oriente les demandes reçues à partir du %(day)s."
        )
        return sentence % {"number": number, "day": long_date(typed["since"])}, reverse(
            "inquiries_settings:table", args=[number]
        )

    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    if page.is_draft and result is not None:
        initial = {"since": on, "seen": result.digest}
        runs["publish"] = (forms.Publish(acting.sent(request, "publish"), on=on, initial=initial), publish)
    context = {"page": page, "period": period, "replay": result}
    return acting.answer(request, "inquiries/settings/replay.html", runs, context)


@members(ability=can_configure)
def models(request: HttpRequest) -> HttpResponse:
    """The packaged pathways, in the order in which they are tried."""
    filters = pathways.ModelFilters(profile=request.GET.get("type", ""), subject=request.GET.get("sujet", ""))
    context = {
        "models": pathways.models(filters, clock.today()),
        "filters": filters,
        "choices": pathways.choices(clock.today()),
    }
    return render(request, "inquiries/settings/pathways.html", context)


@member_form(ability=can_configure)
def model(request: HttpRequest, code: str = "") -> HttpResponse:
    """One pathway: added (no ``code``), corrected or ended."""
    on, who = clock.today(), actor(request)
    page = pathways.model(code, on) if code else None
    then = reverse("inquiries_settings:pathways")

    def save(typed: dict[str, Any]) -> tuple[str, str]:
        editing.save_model(
            code or None, form.said(page.condition if page else None), at=clock.now(), actor=who
        )
        return _("Le parcours est enregistré."), then

    def end(typed: dict[str, Any]) -> tuple[str, str]:
        editing.end_model(code, on=typed["until"], at=clock.now(), actor=who)
        return _("Le parcours n'est plus proposé à partir de ce jour ; les demandes gardent le leur."), then

    initial: dict[str, Any] = {"since": on}
    if page is not None:
        line = page.line
        initial = {
            "title_field": line.title,
            "rank": line.rank,
            "subjects": page.subject_codes,
            "profiles": page.profile_codes,
            "maturities": page.maturity_codes,
            "since": line.since,
            **as_typed(line.origin, line.source),
            **forms.typed_condition(page.condition),
        }
        for step in line.steps:
            initial |= {
                f"title_{step.stage}": step.title,
                f"organization_{step.stage}": step.organization_pk,
            }
    form = forms.Pathway(acting.sent(request, "save"), on=on, initial=initial)
    runs: dict[str, tuple[forms.Typed, acting.Run]] = {"save": (form, save)}
    if page is not None and page.line.until is None:
        runs["end"] = (forms.End(acting.sent(request, "end"), on=on, initial={"until": on}), end)
    context = {"page": page, "others": pathways.others(page) if page else ()}
    return acting.answer(request, "inquiries/settings/pathway.html", runs, context)


def _draft(number: int, on: datetime.date) -> routing.TablePage:
    page = routing.page(number, on)
    if not page.is_draft:
        raise NotVisible(str(number))
    return page
