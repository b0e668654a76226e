"""What partners' programs may be told of requests: that one came, changed hands, was answered or closed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import EventKind
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.accounts.scopes import Scope
from maillage.shared.programs import webhooks

EVENTS = {
    EventKind.RECEIVED: ("inquiry.received", _("une demande est reçue")),
    EventKind.LEAD_CHANGED: ("inquiry.lead_changed", _("une demande change d'interlocuteur")),
    EventKind.ANSWERED: ("inquiry.answered", _("une demande reçoit une réponse")),
    EventKind.UNCOVERED: ("inquiry.uncovered", _("aucune aide ne couvre le besoin d'une demande")),
    EventKind.CLOSED: ("inquiry.closed", _("une demande est close")),
}


def declare() -> None:
    """Make these events known. For ``wiring``."""
    for name, label in EVENTS.values():
        webhooks.declare(name, label, scope=Scope.INQUIRIES_READ)


def announce(inquiry: Inquiry, kind: EventKind, *, at: datetime) -> None:
    """Tell an event of a request to the programs that may open it, inside the verb that makes it happen."""
    if kind in EVENTS:
        on = day_of(at)

        def visible(actor: Actor) -> bool:
            return Inquiry.objects.filter(policies.visible(actor, on), pk=inquiry.pk).exists()

        webhooks.tell(
            EVENTS[kind][0],
            inquiry.reference,
            f"/api/v1/inquiries/{inquiry.reference}",
            at=at,
            visible=visible,
        )
