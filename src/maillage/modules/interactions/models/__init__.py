"""Contacts, exchanges with them, the mails received, and the confirmations that somebody was asked again."""

from maillage.modules.interactions.models.contacts import Contact, ContactGroup
from maillage.modules.interactions.models.exchanges import (
    Attendee,
    ContactMet,
    Interaction,
    InteractionGroup,
)
from maillage.modules.interactions.models.mails import ReceivedMail
from maillage.modules.interactions.models.soliciting import SolicitationConfirmed, SolicitationWindow

__all__ = [
    "Attendee",
    "Contact",
    "ContactGroup",
    "ContactMet",
    "Interaction",
    "InteractionGroup",
    "ReceivedMail",
    "SolicitationConfirmed",
    "SolicitationWindow",
]
