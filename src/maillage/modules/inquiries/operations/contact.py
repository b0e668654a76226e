"""How the company is reached: corrected by an officer, marked in default when a mail comes back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.inquiries.enums import Act, EventKind
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.operations.opening import Which, opened, record


@operation("inquiries.correct_contact")
def correct_contact(
    inquiry: Which, *, name: str, email: str, phone: str, at: datetime, actor: Actor
) -> Inquiry:
    """Correct how the company is reached; a new address is tried again. Refused when it is not an address."""
    found = opened(inquiry, Act.AMEND, at=at, actor=actor)
    email = typed(email)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Refused(
                "email",
                _("« %(address)s » n'est pas une adresse électronique.") % {"address": email},
                way_out=_("Vérifiez-la : elle ressemble à nom@domaine.fr."),
                field="email",
            ) from None
    if email != found.contact_email:
        found.contact_fault = ""
    found.contact_name, found.contact_email = typed(name)[:120], email
    found.contact_phone = typed(phone)[:40]
    found.save(update_fields=["contact_name", "contact_email", "contact_phone", "contact_fault"])
    record(found, EventKind.CONTACT_CORRECTED, at=at, actor=actor)
    return found


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
