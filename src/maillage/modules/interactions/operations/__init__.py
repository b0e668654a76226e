"""Writes: exchanges, contacts, mails received, the window of double solicitation."""

from maillage.modules.interactions.operations.changing import (
    add_attendee,
    cancel,
    finish,
    open_to,
    postpone,
    remove_attendee,
    restore,
    withdraw,
)
from maillage.modules.interactions.operations.contacts import (
    add_contact,
    come_back,
    correct_contact,
    leave,
    name_successor,
)
from maillage.modules.interactions.operations.correcting import correct
from maillage.modules.interactions.operations.deciding import confirm_list, decide_window
from maillage.modules.interactions.operations.departing import foretell, when_left
from maillage.modules.interactions.operations.recording import record

__all__ = [
    "add_attendee",
    "add_contact",
    "cancel",
    "come_back",
    "confirm_list",
    "correct",
    "correct_contact",
    "decide_window",
    "finish",
    "foretell",
    "leave",
    "name_successor",
    "open_to",
    "postpone",
    "record",
    "remove_attendee",
    "restore",
    "when_left",
    "withdraw",
]
