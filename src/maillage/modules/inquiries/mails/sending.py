"""Mails about requests are written here, each once: a key names what it tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import formats, translation

from maillage.kit.actor import Actor
from maillage.kit.text import long_date
from maillage.modules.inquiries import links
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.mails import letters
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person
from maillage.shared.notices import operations as notices

TEMPLATE = "inquiries/mail/letter"
TO_COMPANIES = "inquiries.company"
EVENTS = {
    "new": "inquiries.received",
    "lead_given": "inquiries.received",
    "lead_taken": "inquiries.lead_taken",
    "hand_over_proposed": "inquiries.hand_over",
    "hand_over_refused": "inquiries.hand_over",
    "hand_over_risen": "inquiries.risen",
    "refused_twice": "inquiries.risen",
    "replied": "inquiries.replied",
    "withdrawn": "inquiries.replied",
    "part_asked": "inquiries.part",
    "risen": "inquiries.risen",
    "untaken": "inquiries.risen",
}
"""The event (notices.events) of each letter to a person of the network."""
_held_back: ContextVar[bool] = ContextVar("mails_held_back", default=False)


@contextmanager
def held_back() -> Iterator[None]:
    """No mail is written inside: past requests of the demonstration concern nobody's mailbox."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def to_company(what: str, inquiry: Inquiry, *, key: str, at: datetime, actor: Actor, **said: str) -> None:
    """Tell the company. Nothing without an address, or to one that refused. The mail bears the link of the request."""
    if _held_back.get() or not inquiry.contact_email or inquiry.contact_fault:
        return
    lead = directory.person(inquiry.lead_id, day_of(at))
    with translation.override(inquiry.language):
        letter = letters.for_company(what, inquiry, lead, _in_words(inquiry.due_on, inquiry.language), said)
        context = _context(letter, inquiry, lead)
        context |= {
            "greeting": translation.gettext("Bonjour,"),
            "signature": f"{lead.short}, {lead.organization_name}" if lead.organization_name else lead.short,
            "action_url": links.address(links.issue(inquiry, at=at)),
        }
    notices.write(
        TEMPLATE,
        to=inquiry.contact_email,
        key=f"inquiry:{inquiry.pk}:{key}",
        event=TO_COMPANIES,
        context=context,
        language=inquiry.language,
        about=f"inquiry:{inquiry.pk}",
        at=at,
        actor=actor,
    )


def to_person(
    person: int, what: str, inquiry: Inquiry, *, key: str, at: datetime, actor: Actor, **said: str
) -> None:
    """Tell a person of the network, who does not tell itself. Nothing for a person without an account."""
    if _held_back.get() or person == actor.person:
        return
    held = Person.objects.filter(pk=person, user__isnull=False).values_list("user", "user__email").first()
    if held is None:
        return
    account, address = held
    lead = directory.person(inquiry.lead_id, day_of(at))
    with translation.override("fr"):
        letter = letters.for_officer(what, inquiry, lead, long_date(inquiry.due_on), said)
        context = _context(letter, inquiry, lead) | {
            "greeting": translation.gettext("Bonjour,"),
            "signature": settings.NETWORK_NAME,
            "action_url": f"{settings.SITE_ADDRESS}/bureau/demandes/{inquiry.reference}/",
        }
    notices.write(
        TEMPLATE,
        to=address,
        key=f"inquiry:{inquiry.pk}:{key}:{person}",
        event=EVENTS[what],
        user=account,
        context=context,
        about=f"inquiry-officer:{inquiry.pk}",
        at=at,
        actor=actor,
    )


def _context(letter: letters.Letter, inquiry: Inquiry, lead: directory.PersonCard) -> dict[str, object]:
    return {
        "subject": letter.subject,
        "paragraphs": letter.paragraphs,
        "quote": letter.quote,
        "quote_lines": letter.quote.splitlines(),
        "action_label": letter.action,
        "is_demo": inquiry.is_demo or inquiry.company.is_fictional or lead.is_fictional,
    }


def _in_words(day: date, language: str) -> str:
    return long_date(day) if language == "fr" else formats.date_format(day, "j F Y")
