"""What exchanges show on the page of a company, and on the morning page: its story with the way to add to it, who speaks for it,
what is planned today."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillage.kit import clock
from maillage.kit.errors import Refused
from maillage.kit.http import actor
from maillage.modules.crm.queries.opened import company_row
from maillage.modules.interactions import policies, queries
from maillage.shared.timeline import panels as timeline


def story_of_company(request: HttpRequest, subject: str) -> SafeString:
    """The last ten lines of the story of a company, with « Noter un échange »."""
    who, write = actor(request), mark_safe("")
    company = company_row(subject, actor=who, on=clock.today())
    if policies.writes(who):
        address = f"{reverse('interactions:new')}?entreprise={subject}"
        write = render_to_string("interactions/write.html", {"address": address}, request)
    return timeline.last_of("crm.company", company.pk, subject, request, write=write)


def contacts_of_company(request: HttpRequest, subject: str) -> SafeString:
    """Who speaks for a company."""
    people = queries.contacts_of_company(subject, actor(request), clock.today())
    address = f"{reverse('interactions:contact_new')}?entreprise={subject}"
    return render_to_string("interactions/contacts.html", {"people": people, "address": address}, request)


def group_of_file(request: HttpRequest, kept: str) -> SafeString:
    """Before the list of helped companies is taken in a file (``kept``: its address): how many others asked lately."""
    who = actor(request)
    if not policies.writes(who):
        return mark_safe("")
    try:
        found = queries.group(kept, None, actor=who, at=clock.now())
    except Refused as refused:
        if refused.code != "too_many":
            return mark_safe("")
        found = None
    address = f"{reverse('interactions:together')}?{kept}{'&' if kept else ''}toutes=1"
    return render_to_string("interactions/group_panel.html", {"group": found, "address": address}, request)


def group_chosen(request: HttpRequest, _subject: str) -> SafeString:
    """Beside the acts on helped companies that are ticked: to contact them."""
    if not policies.writes(actor(request)):
        return mark_safe("")
    return render_to_string("interactions/group_button.html", {}, request)


def today(request: HttpRequest, _subject: str) -> SafeString:
    """What the reader has planned this day."""
    at = clock.now()
    rows = queries.today(actor(request), at=at)
    return render_to_string("interactions/today.html", {"rows": rows, "at": at}, request)


def with_partner(request: HttpRequest, subject: str) -> SafeString:
    """On the public page of an organisation, for who works with partners: the way to what was said with it."""
    who = actor(request)
    if not policies.reads_partners(who):
        return mark_safe("")
    return render_to_string(
        "interactions/partner_link.html", {"slug": subject, "writes": policies.writes(who)}, request
    )
