"""What requests tell in the story of a company: what happened to those that the reader may open, in the words of their own story;
and, to the company by its link, the exchanges that were shared with it."""

from dataclasses import replace
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.models import Inquiry, InquiryEvent
from maillage.modules.inquiries.queries import story
from maillage.modules.interactions import queries as exchanges
from maillage.shared.timeline.telling import Asked, Entry, Told


def of_company(asked: Asked) -> Told:
    """The events of the requests of a company: three queries, whatever their number."""
    events, count = asked.read(
        InquiryEvent.objects.filter(inquiry__in=policies.visible_of(asked.actor, asked.pk, asked.on))
        .select_related("inquiry__subject", "inquiry__unit")
        .order_by("-at", "-pk")
    )
    label = _("demande")
    entries = [
        Entry(
            at=event.at,
            kind="inquiries.inquiry",
            label=label,
            sentence="",
            anchor=f"demande-{event.inquiry.reference}-{event.pk}",
            rank=event.pk,
            place=event.inquiry.unit.name,
            origin=event.inquiry.reference,
            complete=partial(_complete, event),
        )
        for event in events
    ]
    return Told(entries=entries, count=count)


def _complete(event: InquiryEvent, entry: Entry) -> Entry:
    line = story.line(event)
    named = {"sentence": line.sentence, "subject": event.inquiry.subject.label}
    return replace(
        entry,
        sentence=_("%(sentence)s (%(subject)s)") % named,
        url=reverse("inquiries:file", args=[event.inquiry.reference]),
        more=f"«\u00a0{line.note}\u00a0»" if line.note else "",
        complete=None,
    )


def shared_exchanges(request: HttpRequest, reference: str) -> SafeString:
    """On the page of a request that its link opened: what was shared with the company, for who speaks for it."""
    company, email = Inquiry.objects.values_list("company", "contact_email").get(reference=reference)
    rows = exchanges.shared_with(company, email, clock.today())
    return render_to_string("inquiries/shared_exchanges.html", {"rows": rows}, request)
