"""What the company does from its page, or an officer for it: write, withdraw, mark a step, ask for a new link (H-061).

The page passes ``actor=PUBLIC`` whoever is signed in: the link is the right.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.kit import clock, fields
from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.jobs import enqueue, job
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.inquiries import mails
from maillage.modules.inquiries.days import dates, day_of, goes_on
from maillage.modules.inquiries.enums import OPEN, Act, EventKind, State, StepState
from maillage.modules.inquiries.models import Inquiry, InquiryEvent, Message, Step
from maillage.modules.inquiries.operations import messages
from maillage.modules.inquiries.operations.answering import start_again
from maillage.modules.inquiries.operations.opening import (
    Which,
    author,
    fits,
    locked,
    move,
    opened,
    record,
    settle_when_over,
    still_time,
)

MOST_LINKS = 3
"""Links asked for by mail for one request in 24 hours: whoever knows an address does not fill its box."""


@operation("inquiries.reply_as_company")
def reply_as_company(
    inquiry: Which,
    body: str,
    *,
    key: str,
    files: Sequence[UploadedFile] = (),
    at: datetime,
    actor: Actor,
) -> Message:
    """The company writes. A question is answered: the officer has at least the days of an answer again.

    Within 60 days of the answer, the same request starts again by a new date; later, Refused: a new request is clearer.
    """
    found, mark, said = messages.begun(inquiry, Act.REPLY, body, key=key, files=files, at=at, actor=actor)
    if said:
        return said
    message = messages.add(found, body, mark=mark, files=files, at=at, actor=actor)
    if found.state in OPEN:
        if found.state == State.WAITING:
            found.due_on = max(found.due_on, dates(found, day_of(at)).due_on)
            found.risen_on = None
        move(found, Act.REPLY, at=at)
        found.save(update_fields=["state", "taken_at", "due_on", "risen_on"])
        record(found, EventKind.REPLIED, told_company=True, at=at, actor=actor)
    else:
        still_time(found, at)
        record(found, EventKind.REPLIED, told_company=True, at=at, actor=actor)
        record(found, EventKind.REOPENED, told_company=True, at=at, actor=actor)
        start_again(found, Act.REPLY, at=at)
    about = f"replied:{message.pk}"
    mails.to_person(found.lead_id, "replied", found, key=about, at=at, actor=actor, body=message.body)
    mails.to_company("message_received", found, key=about, at=at, actor=actor, body=message.body)
    return message


@operation("inquiries.withdraw")
def withdraw(inquiry: Which, reason: str = "", *, at: datetime, actor: Actor) -> Inquiry:
    """The company takes its request back, or the lead does for it. It may be reopened."""
    found = opened(inquiry, Act.WITHDRAW, at=at, actor=actor)
    reason = fits(InquiryEvent, "note", reason, field="reason")
    move(found, Act.WITHDRAW, at=at)
    found.save(update_fields=["state"])
    record(found, EventKind.WITHDRAWN, note=reason, told_company=True, at=at, actor=actor)
    settle_when_over(found, at=at, actor=actor)
    about = f"withdrawn:{found.events.count()}"
    mails.to_company("withdrawn", found, key=about, at=at, actor=actor)
    mails.to_person(found.lead_id, "withdrawn", found, key=about, at=at, actor=actor, reason=reason)
    return found


@operation("inquiries.mark_step")
def mark_step(inquiry: Which, step: int, state: str, *, at: datetime, actor: Actor) -> Step:
    """The company says where it is in a step of its pathway (H-006). Refused: a withdrawn request, an unknown state."""
    found = opened(inquiry, Act.REPLY, at=at, actor=actor)
    row = Step.objects.filter(inquiry=found, pk=step).first()
    if row is None:
        raise NotVisible(str(step))
    if state not in StepState.values:
        raise Refused(
            "step_state",
            _("Cet état n'existe pas."),
            way_out=_("Choisissez-en un dans la liste."),
            field="state",
        )
    if row.state == state:
        return row
    row.state, row.changed_at, row.changed_by = state, at, author(actor)
    row.save(update_fields=["state", "changed_at", "changed_by"])
    with translation.override("fr"):
        told = f"{row.title} ({row.get_state_display()})"
    record(found, EventKind.STEP_MARKED, note=told, told_company=True, at=at, actor=actor)
    return row


@operation("inquiries.renew_link")
def renew_link(email: str, *, at: datetime, actor: Actor) -> None:
    """Send again the link of each request of an address that still goes on. Nothing tells whether there was any.

    No link stops for that: anybody may type somebody's address. Three times a day for a request at most, and never to an
    address that refuses our mails.
    """
    mine = Inquiry.objects.filter(contact_email__iexact=typed(email), contact_fault="").order_by("pk")
    for reference in list(mine.values_list("reference", flat=True)):
        found = locked(reference)
        asked = InquiryEvent.objects.filter(
            inquiry=found, kind=EventKind.LINK_RENEWED, at__gt=at - timedelta(days=1)
        )
        if not goes_on(found, at) or asked.count() >= MOST_LINKS:
            continue
        record(found, EventKind.LINK_RENEWED, at=at, actor=actor)
        mails.to_company("link", found, key=f"link:{found.events.count()}", at=at, actor=actor)


@operation("inquiries.ask_link")
def ask_link(email: str, *, at: datetime, actor: Actor) -> None:
    """What the page of the portal asks: the links leave later, so that its answer takes as long for any address.

    Refused when it is not an address.
    """
    asked = fields.email(email, field="email")
    # The queue keeps no address: one request of this person names it, none is number 0.
    one = (
        Inquiry.objects.filter(contact_email__iexact=asked)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )
    enqueue(send_links, one or 0)


@job("inquiries.send_links")
def send_links(inquiry: int) -> None:
    """Renew the links of the address of a request, in the background; nothing for number 0."""
    if one := Inquiry.objects.filter(pk=inquiry).first():
        renew_link(one.contact_email, at=clock.now(), actor=SCHEDULE)
