"""What exchanges show on the page of a company, and on the morning page: its story with the way to add to it, who speaks for it,
what is planned today."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from maillage.kit import clock
from maillage.kit.http import actor
from maillage.modules.interactions import policies, queries
from maillage.shared.timeline import panels as timeline


def story_of_company(request: HttpRequest, subject: str) -> SafeString:
    """The last ten lines of the story of a company, with « Noter un échange »."""
    write = mark_safe("")
    if policies.writes(actor(request)):
        address = f"{reverse('interactions:new')}?entreprise={subject}"
        write = render_to_string("interactions/write.html", {"address": address}, request)
    return timeline.last_of("crm.company", request, subject, write=write)


def contacts_of_company(request: HttpRequest, subject: str) -> SafeString:
    """Who speaks for a company."""
    people = queries.contacts_of_company(subject, actor(request), clock.today())
    address = f"{reverse('interactions:contact_new')}?entreprise={subject}"
    return render_to_string("interactions/contacts.html", {"people": people, "address": address}, request)


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
