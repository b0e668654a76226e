"""The verbs of requests. The first argument is a request or its reference; ``at`` is the moment, ``actor`` who acts."""

from maillage.modules.inquiries.operations.answering import (
    answer,
    ask,
    close,
    note,
    nothing_to_answer,
    reopen,
    uncover,
)
from maillage.modules.inquiries.operations.company import (
    ask_link,
    mark_step,
    renew_link,
    reply_as_company,
    withdraw,
)
from maillage.modules.inquiries.operations.contact import bounced, correct_contact
from maillage.modules.inquiries.operations.departing import depart, foretell
from maillage.modules.inquiries.operations.drafts import CompanyDraft, InquiryDraft, Submitted
from maillage.modules.inquiries.operations.handing_over import (
    accept_hand_over,
    cancel_hand_over,
    propose_hand_over,
    refuse_hand_over,
)
from maillage.modules.inquiries.operations.leading import reassign, take
from maillage.modules.inquiries.operations.messages import LONGEST, MOST_FILES
from maillage.modules.inquiries.operations.parts import finish_part, invite, remove_part
from maillage.modules.inquiries.operations.steps import add_step, amend_step, move_step, remove_step
from maillage.modules.inquiries.operations.submitting import submit
from maillage.modules.inquiries.operations.watching import move_absent_leads, move_silent_leads, rise

__all__ = [
    "LONGEST",
    "MOST_FILES",
    "CompanyDraft",
    "InquiryDraft",
    "Submitted",
    "accept_hand_over",
    "add_step",
    "amend_step",
    "answer",
    "ask",
    "ask_link",
    "bounced",
    "cancel_hand_over",
    "close",
    "correct_contact",
    "depart",
    "finish_part",
    "foretell",
    "invite",
    "mark_step",
    "move_absent_leads",
    "move_silent_leads",
    "move_step",
    "note",
    "nothing_to_answer",
    "propose_hand_over",
    "reassign",
    "refuse_hand_over",
    "remove_part",
    "remove_step",
    "renew_link",
    "reopen",
    "reply_as_company",
    "rise",
    "submit",
    "take",
    "uncover",
    "withdraw",
]
