"""Pages of reorganisations: the list, one with its charts and its path, the open questions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.http import actor, member_form
from maillage.modules.reorganizations import forms, moving, operations, policies, queries
from maillage.modules.reorganizations.enums import ChangeKind
from maillage.modules.reorganizations.operations import ChangeInput, PathInput
from maillage.shared.directory import queries as directory
from maillage.shared.directory.views import acting
from maillage.shared.sources.forms import as_typed, said


@member_form(ability=policies.reads)
def listing(request: HttpRequest) -> HttpResponse:
    """Every reorganisation; who may opens one here."""
    on, who = clock.today(), actor(request)

    def start(typed: dict[str, Any]) -> tuple[str, str]:
        made = operations.open_draft(
            typed["organization"], typed["name"], reason=typed["reason"], at=clock.now(), actor=who
        )
        return _("Le projet est ouvert : rien ne change encore."), reverse(
            "reorganizations:page", args=[made.slug]
        )

    bodies = () if who.reads_only else queries.bodies(who)
    runs = {"open": (forms.Open(acting.sent(request, "open"), on=on, bodies=bodies), start)} if bodies else {}
    listed = queries.reorganizations(actor=who)
    return acting.answer(request, "reorganizations/list.html", runs, {"reorganizations": listed})


@member_form(ability=policies.reads)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One reorganisation: the two charts, the changes, what would move, the path, the decision."""
    on, who = clock.today(), actor(request)
    shown = queries.page(slug, actor=who, on=on)
    row = queries.row_of(slug, actor=who)
    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    if shown.abilities["change"].allowed:
        runs |= _changes(request, slug)
        runs["walk"] = _walk(request, slug)
    if shown.abilities["decide"].allowed:
        runs["decide"] = _decide(request, slug)
    if shown.abilities["drop"].allowed:

        def drop(typed: dict[str, Any]) -> tuple[str, str]:
            operations.drop(row, why=typed["why"], actor=who)
            return _("Le projet est abandonné ; son motif reste lisible."), ""

        runs["drop"] = (forms.Drop(acting.sent(request, "drop"), on=on), drop)
    return acting.answer(request, "reorganizations/page.html", runs, {"page": shown})


@member_form(ability=policies.reads)
def questions(request: HttpRequest) -> HttpResponse:
    """Questions of positioning, the meetings about them, the proposals never treated."""
    on, who = clock.today(), actor(request)
    bodies = () if who.reads_only else queries.bodies(who)
    asked, proposed = queries.questions(actor=who), queries.proposals(actor=who)

    def ask(typed: dict[str, Any]) -> tuple[str, str]:
        operations.ask(typed["organization"], typed["label"], source=said(typed), actor=who)
        return _("La question est posée : elle reste ouverte jusqu'à une décision."), ""

    def meet(typed: dict[str, Any]) -> tuple[str, str]:
        operations.meet(
            typed["organization"],
            typed["label"],
            on=typed["on_day"],
            questions=tuple(queries.question_row(slug, actor=who) for slug in typed["questions"]),
            treats=queries.proposal_rows(typed["treats"], actor=who),
            source=said(typed),
            actor=who,
        )
        return _("La réunion est enregistrée."), ""

    runs: dict[str, tuple[forms.Typed, acting.Run]] = {}
    if bodies:
        runs["ask"] = (forms.Ask(acting.sent(request, "ask"), on=on, bodies=bodies), ask)
        runs["meet"] = (
            forms.Meet(
                acting.sent(request, "meet"),
                on=on,
                bodies=bodies,
                questions=[(one.slug, one.label) for one in asked],
                proposals=[(str(one.pk), one.text) for one in proposed],
            ),
            meet,
        )
    context = {"questions": asked, "meetings": queries.meetings(actor=who), "proposals": proposed}
    return acting.answer(request, "reorganizations/questions.html", runs, context)


@member_form(ability=policies.prepares_somewhere)
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a question by a decision."""
    on, who = clock.today(), actor(request)
    row = queries.question_to_settle(slug, actor=who)
    units = directory.units(on, organization=row.organization_id)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        unit = directory.unit_row(typed["unit"]) if typed["unit"] else None
        operations.settle(
            row, typed["decision"], on=typed["decided_on"], unit=unit, source=said(typed), actor=who
        )
        return _("La question est tranchée."), reverse("reorganizations:questions")

    form = forms.Settle(
        acting.sent(request, "settle"), on=on, units=[(card.slug, card.name) for card in units]
    )
    return acting.answer(
        request, "reorganizations/settle.html", {"settle": (form, run)}, {"label": row.label}
    )


def _changes(request: HttpRequest, slug: str) -> dict[str, tuple[forms.Typed, acting.Run]]:
    on, who = clock.today(), actor(request)
    row = queries.row_of(slug, actor=who)
    choices = queries.choices(row, on)
    living = [choice for choice in choices if not choice[0].startswith("+")]
    kinds = [(mover.name, str(mover.label)) for mover in moving.movers()]

    def add(kind: ChangeKind) -> acting.Run:
        def run(typed: dict[str, Any]) -> tuple[str, str]:
            asked = {
                name: value
                for name, value in typed.items()
                if name in ("unit", "name", "unit_kind", "parent", "target")
            }
            change = ChangeInput(kind=kind, kinds=tuple(typed.get("kinds", ())), **asked)
            operations.add_change(row, change, on=on, actor=who)
            return _("Le changement est ajouté au projet."), ""

        return run

    def remove(typed: dict[str, Any]) -> tuple[str, str]:
        operations.remove_change(row, typed["change"], actor=who)
        return _("Le changement est retiré du projet."), ""

    def sent(act: str) -> Any:
        return acting.sent(request, act)

    return {
        "create": (forms.Create(sent("create"), on=on, choices=choices), add(ChangeKind.CREATE)),
        "rename": (forms.Rename(sent("rename"), on=on, choices=living), add(ChangeKind.RENAME)),
        "attach": (forms.Attach(sent("attach"), on=on, choices=choices), add(ChangeKind.ATTACH)),
        "transfer": (
            forms.Transfer(sent("transfer"), on=on, choices=choices, kinds=kinds),
            add(ChangeKind.TRANSFER),
        ),
        "close": (forms.Close(sent("close"), on=on, choices=choices), add(ChangeKind.CLOSE)),
        "remove": (forms.Remove(sent("remove"), on=on), remove),
    }


def _walk(request: HttpRequest, slug: str) -> tuple[forms.Typed, acting.Run]:
    on, who = clock.today(), actor(request)
    row = queries.row_of(slug, actor=who)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        path = PathInput(
            effective_on=typed["effective_on"],
            restitution_on=typed["restitution_on"],
            report_on=typed["report_on"],
            opinion_on=typed["opinion_on"],
            opinion=typed["opinion"],
            opinion_source=said(typed),
        )
        operations.walk(row, path, actor=who)
        return _("Les dates sont enregistrées."), ""

    names = ("effective_on", "restitution_on", "report_on", "opinion_on", "opinion")
    initial = {name: getattr(row, name) for name in names} | as_typed(queries.opinion_source(row))
    return forms.Walk(acting.sent(request, "walk"), on=on, initial=initial), run


def _decide(request: HttpRequest, slug: str) -> tuple[forms.Typed, acting.Run]:
    on, who = clock.today(), actor(request)
    row = queries.row_of(slug, actor=who)

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        done = operations.decide(
            row,
            decided_by=typed["decided_by"],
            decided_on=typed["decided_on"],
            source=said(typed),
            at=clock.now(),
            actor=who,
        )
        if done.applied_at is not None or (done.effective_on and done.effective_on <= on):
            return _("La réorganisation est décidée, et en vigueur."), ""
        return _("La réorganisation est décidée : elle prendra effet le jour dit."), ""

    return forms.Decide(acting.sent(request, "decide"), on=on, initial={"decided_on": on}), run
