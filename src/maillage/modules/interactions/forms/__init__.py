"""The forms of exchanges, contacts, received mails."""

from maillage.modules.interactions.forms.acts import (
    Attach,
    Cancel,
    ContactTogether,
    Discard,
    Invite,
    OpenTo,
    Postpone,
    RemoveAttendee,
    Restore,
    SetWindow,
    Withdraw,
)
from maillage.modules.interactions.forms.contacts import (
    AddContact,
    ComeBack,
    CorrectContact,
    Leave,
    NameSuccessor,
)
from maillage.modules.interactions.forms.exchange import Correct, Note, Report

__all__ = [
    "AddContact",
    "Attach",
    "Cancel",
    "ContactTogether",
    "ComeBack",
    "Correct",
    "CorrectContact",
    "Discard",
    "Invite",
    "Leave",
    "NameSuccessor",
    "Note",
    "OpenTo",
    "Postpone",
    "RemoveAttendee",
    "Report",
    "Restore",
    "SetWindow",
    "Withdraw",
]
