"""Who speaks for companies and partners; the partners with whom the network works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.errors import NotVisible
from maillage.kit.http import actor, member_form, members, reads
from maillage.modules.interactions import forms, operations, policies, queries
from maillage.modules.interactions.drafts import ContactDraft
from maillage.modules.interactions.views.acts import Runs
from maillage.modules.interactions.views.target import target
from maillage.shared.directory.views import acting


@member_form(ability=policies.writes)
def new(request: HttpRequest) -> HttpResponse:
    """Add who speaks for a company, or for a partner."""
    who, at = actor(request), clock.now()
    whom = target(request, who, at)
    if whom is None:
        raise NotVisible("contact")
    form = forms.AddContact(acting.sent(request, "contact"), on=clock.today())

    def run(typed: dict[str, Any]) -> tuple[str, str]:
        draft = form.draft(company=whom.company, organization=whom.organization)
        row = operations.add_contact(draft, at=at, actor=who)
        return _("%(name)s est parmi les interlocuteurs.") % {"name": row.name}, whom.url

    return acting.answer(request, "interactions/contact_new.html", {"contact": (form, run)}, {"target": whom})


@member_form(ability=policies.reads_exchanges)
def contact(request: HttpRequest, public_id: str) -> HttpResponse:
    """A contact: where to reach it, whether it left and who took over."""
    who = actor(request)
    page = queries.contact(public_id, who, clock.today())
    reads(request, "interactions.contact", public_id)
    runs = {} if page.writes else _acts(request, page, public_id)
    return acting.answer(request, "interactions/contact.html", runs, {"page": page})


@members(ability=policies.reads_partners)
def partners(request: HttpRequest) -> HttpResponse:
    """The partners with whom the network has contacts or exchanges."""
    text = request.GET.get("q", "").strip()[:100]
    found = queries.partners(actor(request), clock.today(), text)
    return render(request, "interactions/partners.html", {"rows": found, "text": text})


@members(ability=policies.reads_partners)
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """The relation with a partner: it is the organisation's, whoever comes and goes (H-198)."""
    who, at = actor(request), clock.now()
    people = queries.contacts_of_partner(slug, who, clock.today())
    whom = target(request, who, at, organization=slug)
    rows, page = queries.of_partner(slug, who, page=request.GET.get("page", "1"), at=at)
    context = {"people": people, "target": whom, "rows": rows, "page": page, "writes": policies.writes(who)}
    return render(request, "interactions/partner.html", context)


def _acts(request: HttpRequest, page: queries.ContactPage, which: str) -> Runs:
    """What may be done with a contact: correct it; say that it left, or did not; say who took over."""
    who, at, on = actor(request), clock.now(), clock.today()
    card = page.card
    others = [(one.public_id, one.name) for one in page.colleagues]
    corrected = forms.CorrectContact(
        acting.sent(request, "correct"),
        on=on,
        initial={
            "nom": card.name,
            "fonction": card.function,
            "courriel": card.email,
            "telephone": card.phone,
            "publics": list(card.group_codes),
        },
    )

    def correct(typed: dict[str, Any]) -> tuple[str, str]:
        operations.correct_contact(which, corrected.draft(), at=at, actor=who)
        return _("La correction est enregistrée."), ""

    def leave(typed: dict[str, Any]) -> tuple[str, str]:
        new = typed["nouveau_nom"]
        newcomer = ContactDraft(
            name=new, function=typed["nouveau_fonction"], company=page.company, organization=page.partner
        )
        operations.leave(
            which,
            typed["parti"],
            successor=typed["successeur"],
            replaced_by=newcomer if new else None,
            at=at,
            actor=who,
        )
        return _("Le départ est noté. Ce qui a été dit et ce qui est prévu restent."), ""

    def successor(typed: dict[str, Any]) -> tuple[str, str]:
        operations.name_successor(which, typed["successeur"], at=at, actor=who)
        return _("Qui prend la suite est noté."), ""

    def back(typed: dict[str, Any]) -> tuple[str, str]:
        operations.come_back(which, at=at, actor=who)
        return _("Le départ est annulé."), reverse("interactions:contact", args=[which])

    runs: Runs = {"correct": (corrected, correct)}
    if card.left_on is None:
        runs["leave"] = (forms.Leave(acting.sent(request, "leave"), on=on, choices=others), leave)
        return runs
    runs["successor"] = (
        forms.NameSuccessor(acting.sent(request, "successor"), on=on, choices=others),
        successor,
    )
    runs["back"] = (forms.ComeBack(acting.sent(request, "back"), on=on), back)
    return runs
