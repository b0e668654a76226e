"""How the company is reached: corrected by an officer, marked in default when a mail comes back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.operation import operation
from maillage.modules.inquiries import links, mails
from maillage.modules.inquiries.enums import Act, EventKind
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.operations.opening import Which, fits, opened, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How a company is reached, as it can be kept."""

    name: str
    email: str
    phone: str


def read(name: str, email: str, phone: str, *, prefix: str = "") -> Contact:
    """What was typed, checked. ``prefix``: what comes before the name of a field in a refusal. Raises Refused."""
    return Contact(
        name=fits(Inquiry, "contact_name", name, field=f"{prefix}name"),
        email=fields.email(email, field=f"{prefix}email"),
        phone=fits(Inquiry, "contact_phone", phone, field=f"{prefix}phone"),
    )


@operation("inquiries.correct_contact")
def correct_contact(
    inquiry: Which, *, name: str, email: str, phone: str, at: datetime, actor: Actor
) -> Inquiry:
    """Correct how the company is reached. Refused when it is not an address, or does not fit."""
    found = opened(inquiry, Act.AMEND, at=at, actor=actor)
    reach(found, read(name, email, phone), at=at, actor=actor)
    return found


def reach(inquiry: Inquiry, contact: Contact, *, at: datetime, actor: Actor) -> None:
    """Change how the company is reached, inside a verb. A new address is told so, with the link; the links that the former
    one received stop, since it may be somebody else's."""
    former = Contact(name=inquiry.contact_name, email=inquiry.contact_email, phone=inquiry.contact_phone)
    if contact == former:
        return
    inquiry.contact_name, inquiry.contact_email = contact.name, contact.email
    inquiry.contact_phone = contact.phone
    moved = contact.email != former.email
    if moved:
        inquiry.contact_fault = ""
    inquiry.save(update_fields=["contact_name", "contact_email", "contact_phone", "contact_fault"])
    record(inquiry, EventKind.CONTACT_CORRECTED, at=at, actor=actor)
    if moved and contact.email:
        links.revoke(inquiry, at=at)
        mails.to_company("contact", inquiry, key=f"contact:{inquiry.events.count()}", at=at, actor=actor)


@operation("inquiries.bounced")
def bounced(inquiry: int, address: str, fault: str, *, at: datetime, actor: Actor) -> None:
    """Note that an address refuses our mails, unless it was corrected meanwhile. Twice is like once."""
    found = Inquiry.objects.select_for_update(of=("self",)).filter(pk=inquiry, contact_email=address).first()
    if found is None or found.contact_fault:
        return
    found.contact_fault = fault[:200] or _("adresse refusée")
    found.save(update_fields=["contact_fault"])
    record(found, EventKind.BOUNCED, note=f"{address} : {fault}", at=at, actor=actor)


def when_bounced(about: str, address: str, fault: str, at: datetime) -> None:
    """What the notices call when a server refuses an address for good."""
    kind, _separator, number = about.partition(":")
    if kind == "inquiry" and number.isdigit():
        bounced(int(number), address, fault, at=at, actor=SCHEDULE)
