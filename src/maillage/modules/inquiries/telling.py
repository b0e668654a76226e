"""What requests tell in the story of a company: what happened to those that the reader may open, in the words of their own story."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.modules.inquiries import policies
from maillage.modules.inquiries.models import Inquiry, InquiryEvent
from maillage.modules.inquiries.queries import story
from maillage.shared.timeline.telling import Asked, Entry


def of_company(asked: Asked) -> Iterator[Entry]:
    """The events of the requests of a company: one query, whatever their number."""
    seen = Inquiry.objects.filter(policies.visible(asked.actor, asked.on), company=asked.pk).order_by()
    events = (
        InquiryEvent.objects.filter(inquiry__in=seen.values("pk"))
        .select_related("inquiry__subject", "inquiry__unit")
        .order_by("-at", "-pk")
    )
    label = _("demande")
    for event in events:
        yield Entry(
            at=event.at,
            kind="inquiries.inquiry",
            label=label,
            sentence="",
            anchor=f"demande-{event.inquiry.reference}-{event.pk}",
            place=event.inquiry.unit.name,
            origin=event.inquiry.reference,
            complete=partial(_complete, event),
        )


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
