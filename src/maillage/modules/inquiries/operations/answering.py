"""What the lead does: ask, answer, note, say that no scheme covers the need, close, reopen (H-074, H-056)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from maillage.kit.actor import SCHEDULE, Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.inquiries import mails
from maillage.modules.inquiries.days import dates, day_of
from maillage.modules.inquiries.enums import Act, EventKind, Motive
from maillage.modules.inquiries.models import Inquiry, InquiryEvent, Message
from maillage.modules.inquiries.operations import messages
from maillage.modules.inquiries.operations.opening import (
    Which,
    acting_person,
    fits,
    move,
    opened,
    record,
    settle_when_over,
    still_time,
)
from maillage.modules.inquiries.operations.watching import replace_when_away

Files = Sequence[UploadedFile]


@operation("inquiries.ask")
def ask(inquiry: Which, body: str, *, key: str, files: Files = (), at: datetime, actor: Actor) -> Message:
    """Ask the company something: the request waits for it; the due date stays. The same ``key`` twice is one question."""
    found, mark, said = messages.begun(inquiry, Act.ASK, body, key=key, files=files, at=at, actor=actor)
    if said:
        return said
    message = messages.add(
        found, body, mark=mark, files=files, person=acting_person(actor, found), at=at, actor=actor
    )
    move(found, Act.ASK, at=at)
    found.save(update_fields=["state", "taken_at"])
    record(found, EventKind.ASKED, told_company=True, at=at, actor=actor)
    mails.to_company("asked", found, key=f"asked:{message.pk}", at=at, actor=actor, body=message.body)
    return message


@operation("inquiries.answer")
def answer(inquiry: Which, body: str, *, key: str, files: Files = (), at: datetime, actor: Actor) -> Message:
    """Answer the company: the request counts as answered from now on. It may be answered again."""
    found, mark, said = messages.begun(inquiry, Act.ANSWER, body, key=key, files=files, at=at, actor=actor)
    if said:
        return said
    message = messages.add(
        found, body, mark=mark, files=files, person=acting_person(actor, found), at=at, actor=actor
    )
    move(found, Act.ANSWER, at=at)
    found.answered_at = found.answered_at or at
    found.uncovered_motive = found.uncovered_note = ""
    found.save(update_fields=["state", "taken_at", "answered_at", "uncovered_motive", "uncovered_note"])
    record(found, EventKind.ANSWERED, told_company=True, at=at, actor=actor)
    settle_when_over(found, at=at, actor=actor)
    mails.to_company("answered", found, key=f"answered:{message.pk}", at=at, actor=actor, body=message.body)
    return message


@operation("inquiries.note")
def note(inquiry: Which, body: str, *, key: str, files: Files = (), at: datetime, actor: Actor) -> Message:
    """Write an internal note, that the company never reads: the lead, a helper, the manager."""
    found, mark, said = messages.begun(inquiry, Act.NOTE, body, key=key, files=files, at=at, actor=actor)
    if said:
        return said
    message = messages.add(
        found,
        body,
        mark=mark,
        files=files,
        person=acting_person(actor, found),
        internal=True,
        at=at,
        actor=actor,
    )
    record(found, EventKind.NOTED, at=at, actor=actor)
    return message


@operation("inquiries.uncover")
def uncover(
    inquiry: Which,
    motive: str,
    note: str,
    body: str,
    *,
    key: str,
    files: Files = (),
    at: datetime,
    actor: Actor,
) -> Message:
    """Say that no scheme covers the need (H-056): the motive is counted, ``body`` tells it to the company, in words.

    Refused: an unknown motive; « autre motif » without a note.
    """
    found, mark, said = messages.begun(
        inquiry, Act.UNCOVER, body, motive, note, key=key, files=files, at=at, actor=actor
    )
    if said:
        return said
    if motive not in Motive.values:
        raise Refused(
            "motive", _("Le motif manque."), way_out=_("Choisissez-en un dans la liste."), field="motive"
        )
    if motive == Motive.OTHER and not typed(note):
        raise Refused(
            "motive_note",
            _("« Autre motif » ne dit rien seul."),
            way_out=_("Précisez-le en une phrase."),
            field="note",
        )
    message = messages.add(
        found, body, mark=mark, files=files, person=acting_person(actor, found), at=at, actor=actor
    )
    move(found, Act.UNCOVER, at=at)
    found.answered_at = found.answered_at or at
    found.uncovered_motive, found.uncovered_note = motive, typed(note)
    found.save(update_fields=["state", "taken_at", "answered_at", "uncovered_motive", "uncovered_note"])
    record(found, EventKind.UNCOVERED, note=str(Motive(motive).label), told_company=True, at=at, actor=actor)
    settle_when_over(found, at=at, actor=actor)
    mails.to_company("answered", found, key=f"answered:{message.pk}", at=at, actor=actor, body=message.body)
    return message


@operation("inquiries.close")
def close(inquiry: Which, *, at: datetime, actor: Actor) -> Inquiry:
    """Close an answered request. Refused while the company still expects an answer."""
    found = opened(inquiry, Act.CLOSE, at=at, actor=actor)
    move(found, Act.CLOSE, at=at)
    found.closed_at = at
    found.save(update_fields=["state", "closed_at"])
    record(found, EventKind.CLOSED, told_company=True, at=at, actor=actor)
    return found


@operation("inquiries.reopen")
def reopen(inquiry: Which, reason: str = "", *, at: datetime, actor: Actor) -> Inquiry:
    """Open again a request that was answered, closed or withdrawn: it expects an answer, by a new date.

    The lead does it, or the company (``PUBLIC``) within 60 days. An answer given before stays in the thread and the story.
    """
    found = opened(inquiry, Act.REOPEN, at=at, actor=actor)
    if actor.kind is ActorKind.PUBLIC:
        still_time(found, at)
    reason = fits(InquiryEvent, "note", reason, field="reason")
    record(found, EventKind.REOPENED, note=reason, told_company=True, at=at, actor=actor)
    start_again(found, Act.REOPEN, at=at)
    if actor.kind is ActorKind.PUBLIC:
        number = found.events.count()
        mails.to_person(
            found.lead_id, "replied", found, key=f"reopened:{number}", at=at, actor=actor, body=reason
        )
    return found


@operation("inquiries.nothing_to_answer")
def nothing_to_answer(inquiry: Which, *, at: datetime, actor: Actor) -> Inquiry:
    """The lead says that what the company wrote last (« merci ») asks for nothing: the request is answered, as it was.

    Refused before any answer.
    """
    found = opened(inquiry, Act.NOTHING, at=at, actor=actor)
    move(found, Act.NOTHING, at=at)
    found.answered_at = found.events.filter(kind=EventKind.ANSWERED).latest("at").at
    found.save(update_fields=["state", "answered_at"])
    record(found, EventKind.SETTLED, at=at, actor=actor)
    settle_when_over(found, at=at, actor=actor)
    return found


def start_again(inquiry: Inquiry, act: Act, *, at: datetime) -> None:
    """Make the request expect an answer by new dates, of somebody who is there, inside a verb."""
    move(inquiry, act, at=at)
    new = dates(inquiry, day_of(at))
    inquiry.take_by, inquiry.due_on = new.take_by, new.due_on
    inquiry.answered_at = inquiry.closed_at = inquiry.risen_on = None
    inquiry.uncovered_motive = inquiry.uncovered_note = ""
    inquiry.save()
    replace_when_away(inquiry, at=at, actor=SCHEDULE)
