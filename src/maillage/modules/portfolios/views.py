"""Pages of portfolios: one's own, that of somebody of one's unit; the hand-overs; the referent of a company."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import actor, member_form
from maillage.modules.crm import policies as crm
from maillage.modules.portfolios import forms, operations, policies, queries
from maillage.modules.portfolios.enums import FollowPart
from maillage.shared.directory.views import acting

Runs = dict[str, tuple[forms.Typed, acting.Run]]
SHOWN = ("late", "idle")


@member_form(ability=policies.keeps_portfolio)
def mine(request: HttpRequest) -> HttpResponse:
    """One's own portfolio, or that of a person of one's unit (``de``); companies are handed over from here."""
    who, on = actor(request), clock.today()
    if request.method == "POST":
        return _hand_over(request)
    given = request.GET.get("montrer", "")
    part = request.GET.get("part", "")
    filters = queries.PortfolioFilters(
        show=given if given in SHOWN else "",
        part=part if part in FollowPart.values else "",
        text=request.GET.get("q", "").strip()[:100],
    )
    assert who.person is not None, "the door demands a person"
    found = queries.portfolio(request.GET.get("de", "") or who.person, filters, actor=who, on=on)
    context = {
        "page": found,
        "filters": filters,
        "parts": FollowPart.choices,
        "relays": queries.pending(actor=who, on=on) if found.mine else (),
    }
    return render(request, "portfolios/mine.html", context)


def _hand_over(request: HttpRequest) -> HttpResponse:
    """The preview of a hand-over of the companies that were ticked, then the proposal itself."""
    who, on = actor(request), clock.today()
    chosen = request.POST.getlist("companies")
    sent = request.POST if request.POST.get("act") == "propose" else None
    people = tuple((str(card.pk), f"{card.name}, {card.unit_name}") for card in queries.takers(who, on))
    form = forms.Propose(sent, on=on, people=people)
    if sent is not None and form.is_valid():
        try:
            relay = operations.propose(
                chosen,
                form.cleaned_data["person"],
                form.cleaned_data["reason"],
                at=clock.now(),
                actor=who,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Le passage de relais est proposé. Rien ne change avant la réponse."))
            return redirect("portfolios:relay", relay.public_id)
    preview = queries.preview(chosen, actor=who, on=on)
    status = 422 if sent is not None or not preview.companies else 200
    return render(request, "portfolios/hand_over.html", {"preview": preview, "form": form}, status=status)


@member_form(ability=policies.keeps_portfolio)
def relay(request: HttpRequest, public_id: str) -> HttpResponse:
    """A hand-over: the companies, the reason; accepted, refused or taken back."""
    who, on = actor(request), clock.today()
    row = queries.relay(public_id, actor=who, on=on)
    simple = {"accept": operations.accept, "cancel": operations.cancel}
    if request.method == "POST" and (act := request.POST.get("act", "")) in simple:
        try:
            simple[act](public_id, at=clock.now(), actor=who)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request,
                _("Vous avez pris le relais.") if act == "accept" else _("Le passage de relais est annulé."),
            )
        return redirect("portfolios:relay", public_id)
    runs: Runs = {}
    if row.for_me:

        def run(typed: dict[str, Any]) -> tuple[str, str]:
            operations.refuse(public_id, typed["reason"], at=clock.now(), actor=who)
            return _("Le passage de relais est refusé ; la personne qui le proposait lit pourquoi."), ""

        runs["refuse"] = (forms.Refuse(acting.sent(request, "refuse"), on=on), run)
    return acting.answer(request, "portfolios/relay.html", runs, {"row": row})


@member_form(ability=crm.reads_companies)
def referent(request: HttpRequest, public_id: str) -> HttpResponse:
    """The referent of a company, now and before; to take, to name, to follow, to hand over."""
    who, on, at = actor(request), clock.today(), clock.now()
    page = queries.page(public_id, actor=who, on=on)
    here = reverse("crm:company", args=[public_id])
    if request.method == "POST" and (act := request.POST.get("act", "")) in ONE_CLICK:
        try:
            ONE_CLICK[act](public_id, at=at, actor=who)
        except Refused as refused:
            messages.error(request, str(refused))
        except NotVisible:
            messages.error(request, _("Il n'y a plus rien à rétablir."))
        else:
            messages.success(request, _told(act))
        return redirect(f"{here}?retiree=1" if act == "unfollow" else here)
    return acting.answer(
        request,
        "portfolios/referents.html",
        _company_runs(request, page, public_id, here),
        {"page": page, "name": queries.name(public_id, actor=who, on=on)},
    )


ONE_CLICK = {
    "take": operations.take,
    "unfollow": operations.unfollow,
    "follow_again": operations.follow_again,
}


def _told(act: str) -> str:
    return {
        "take": _("Vous êtes maintenant son contact privilégié."),
        "unfollow": _("Vous ne suivez plus cette entreprise."),
        "follow_again": _("Vous suivez de nouveau cette entreprise."),
    }[act]


def _company_runs(request: HttpRequest, page: queries.ReferentPage, public_id: str, here: str) -> Runs:
    """The acts that take words, for this reader."""
    who, on, may = actor(request), clock.today(), page.abilities
    runs: Runs = {}

    def follow(typed: dict[str, Any]) -> tuple[str, str]:
        operations.follow(public_id, typed["part"], typed["words"], at=clock.now(), actor=who)
        return _("Cette entreprise est dans votre portefeuille."), here

    def appoint(typed: dict[str, Any]) -> tuple[str, str]:
        operations.appoint(public_id, typed["person"], typed["reason"], at=clock.now(), actor=who)
        return _("Le contact privilégié est désigné."), here

    def propose(typed: dict[str, Any]) -> tuple[str, str]:
        made = operations.propose([public_id], typed["person"], typed["reason"], at=clock.now(), actor=who)
        return _("Le passage de relais est proposé. Rien ne change avant la réponse."), reverse(
            "portfolios:relay", args=[made.public_id]
        )

    if may[policies.FOLLOW].allowed:
        runs["follow"] = (forms.Follow(acting.sent(request, "follow"), on=on), follow)
    if may[policies.NAME].allowed:
        people = tuple((str(card.pk), card.name) for card in page.candidates)
        runs["appoint"] = (forms.Appoint(acting.sent(request, "appoint"), on=on, people=people), appoint)
    if may[policies.RELAY].allowed:
        people = tuple((str(card.pk), f"{card.name}, {card.unit_name}") for card in queries.takers(who, on))
        runs["propose"] = (forms.Propose(acting.sent(request, "propose"), on=on, people=people), propose)
    return runs
