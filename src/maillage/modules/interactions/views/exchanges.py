"""To note an exchange, read it, correct it; one's own, and those to come."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form, members, reads
from maillage.modules.crm import queries as crm
from maillage.modules.interactions import after, forms, operations, policies, queries
from maillage.modules.interactions.views import acts
from maillage.modules.interactions.views.target import Target, owners, target
from maillage.shared.directory.views import acting


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySearch:
    """The company sought, before an exchange with it is noted."""

    text: str
    found: crm.Findings | None
    fault: str


@members(ability=policies.reads_exchanges)
def listing(request: HttpRequest) -> HttpResponse:
    """« Mes échanges »: to come, held, withdrawn."""
    who, at = actor(request), clock.now()
    page = queries.of_actor(who, tab=request.GET.get("onglet", ""), page=request.GET.get("page", "1"), at=at)
    context = {
        "page": page,
        "writes": policies.writes(who),
        "reads_mails": policies.reads_mails(who),
        "mails": queries.count_waiting(who, clock.today()),
    }
    return render(request, "interactions/list.html", context)


@member_form(ability=policies.writes)
def new(request: HttpRequest) -> HttpResponse:
    """Note an exchange: with whom first, then what; who asked before is told before anything is typed."""
    who, at = actor(request), clock.now()
    whom = target(request, who, at)
    if whom is None:
        return _search(request)
    form = forms.Note(
        acting.sent(request, "note"),
        at=at,
        contacts=whom.contacts,
        owners=owners(who, at),
        initial={
            "nature": request.GET.get("nature", "call"),
            "initiative": "made",
            "lecture": "network",
            "sujet": request.GET.get("sujet", ""),
        },
    )

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        draft = form.draft(company=whom.company, organization=whom.organization)
        row = acts.noted(form, draft, whom, at=at, actor=who)
        return _("L'échange est noté."), f"{reverse('interactions:interaction', args=[row])}?fait=note"

    return _answer(request, "interactions/new.html", form, run, whom)


@member_form(ability=policies.reads_exchanges)
def interaction(request: HttpRequest, public_id: str) -> HttpResponse:
    """One exchange; an act sent from it is done, or told why not with all that was typed."""
    who, at = actor(request), clock.now()
    card = queries.get(public_id, who, at=at)
    reads(request, "interactions.interaction", public_id)
    runs = acts.of_interaction(request, card, at=at, actor=who)
    held = after.Held(
        public_id=public_id,
        company=card.row.company,
        kind=card.row.kind,
        purpose=card.row.purpose,
        needs=next((part.text for part in card.report if part.name == "needs"), ""),
        subject=card.row.subject_code,
    )
    follows = after.offered(held, who) if card.row.mine and card.row.state == "done" else ()
    just_done = request.GET.get("fait") == "note" and card.row.mine and not card.row.withdrawn
    context = {"card": card, "follows": follows, "just_done": just_done}
    return acting.answer(request, "interactions/interaction.html", runs, context)


@member_form(ability=policies.writes)
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was planned took place: the report."""
    who, at = actor(request), clock.now()
    card = queries.get(public_id, who, at=at)
    whom = _of(card, request, at)
    here = clock.local(min(card.row.at, at))
    form = forms.Report(
        acting.sent(request, "finish"),
        at=at,
        contacts=whom.contacts,
        owners=owners(who, at),
        initial={
            "jour": here.date(),
            "heure": f"{here:%H:%M}",
            "contacts": [one.public_id for one in card.met],
            "confidentiel": card.row.confidential,
        },
    )

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        acts.finished(form, public_id, whom, at=at, actor=who)
        return _("Le compte rendu est enregistré."), reverse("interactions:interaction", args=[public_id])

    return _answer(request, "interactions/report.html", form, run, whom, card)


@member_form(ability=policies.writes)
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw a report and write it anew, from what it said."""
    who, at = actor(request), clock.now()
    card = queries.get(public_id, who, at=at)
    whom = _of(card, request, at)
    here = clock.local(card.row.at)
    said = {part.name: part.text for part in card.report}
    form = forms.Correct(
        acting.sent(request, "correct"),
        at=at,
        contacts=whom.contacts,
        owners=owners(who, at),
        initial={
            "nature": card.row.kind,
            "initiative": card.row.direction,
            "jour": here.date(),
            "heure": f"{here:%H:%M}",
            "objet": card.row.purpose,
            "sujet": card.row.subject_code,
            "publics": list(card.group_codes),
            "contexte": said.get("situation", ""),
            "besoins": said.get("needs", ""),
            "decisions": said.get("decisions", ""),
            "suites": said.get("next_steps", ""),
            "lecture": card.reach,
            "confidentiel": card.row.confidential,
            "contacts": [one.public_id for one in card.met],
            "participants": "\n".join(
                one.name if one.reads else f"{one.name}, {one.place}" for one in card.attendees
            ),
        },
    )

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        draft = form.draft(company=whom.company, organization=whom.organization)
        made = acts.corrected(form, public_id, draft, whom, at=at, actor=who)
        return _("La correction est enregistrée ; le premier compte rendu est retiré."), reverse(
            "interactions:interaction", args=[made]
        )

    return _answer(request, "interactions/correct.html", form, run, whom, card)


@member_form(ability=policies.sets_window)
def window(request: HttpRequest) -> HttpResponse:
    """Over how many days earlier requests are told (setting of the administrator)."""
    found = queries.window()
    form = forms.SetWindow(acting.sent(request, "window"), on=clock.today(), initial={"jours": found.days})

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        operations.decide_window(typed["jours"], at=clock.now(), actor=actor(request))
        return _("La durée est enregistrée."), ""

    return acting.answer(request, "interactions/window.html", {"window": (form, run)}, {"window": found})


def _of(card: queries.InteractionCard, request: HttpRequest, at: Any) -> Target:
    found = target(request, actor(request), at, company=card.row.company, organization=card.row.partner)
    if found is None:
        raise NotVisible(card.row.public_id)
    return found


def _answer(
    request: HttpRequest,
    template: str,
    form: Any,
    run: acting.Run,
    whom: Target,
    card: queries.InteractionCard | None = None,
) -> HttpResponse:
    """The form of an exchange: done, or back with what was typed and who asked before."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                sentence, then = run(form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, sentence)
                return redirect(then)
    data = form.data if form.is_bound else {}
    groups = data.getlist("publics") if form.is_bound else ()
    met = data.getlist("contacts") if form.is_bound else ()
    overlap = queries.overlap(
        company=whom.company,
        organization=whom.organization,
        contacts=met,
        groups=groups,
        kind=data.get("nature", "") if form.is_bound else "",
        subject=data.get("sujet", "") if form.is_bound else "",
        actor=actor(request),
        at=form.at,
    )
    context = {"form": form, "target": whom, "overlap": overlap, "card": card}
    return render(request, template, context, status=status)


def _search(request: HttpRequest) -> HttpResponse:
    """To find the company, when none is named yet."""
    text, found, fault = request.GET.get("q", "").strip()[:100], None, ""
    try:
        if text:
            found = crm.look_for(text, clock.today(), actor=actor(request))
    except Refused as refused:
        fault = str(refused)
    search = CompanySearch(text=text, found=found, fault=fault)
    return render(request, "interactions/whom.html", {"search": search}, status=422 if fault else 200)
