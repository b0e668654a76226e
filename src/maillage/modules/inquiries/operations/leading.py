"""Who answers: taking a request, changing its lead, a manager's decision. Exactly one lead at every moment (H-048)."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import of
from maillage.modules.inquiries import mails
from maillage.modules.inquiries.days import dates, day_of
from maillage.modules.inquiries.enums import OPEN, Act, EventKind, HandOverState, LeadReason, State
from maillage.modules.inquiries.models import HandOver, Inquiry, LeadChange
from maillage.modules.inquiries.operations.opening import (
    Which,
    allow,
    author,
    fits,
    move,
    opened,
    record,
    seen,
    settle_pending,
)
from maillage.modules.inquiries.queries.people import require_answering
from maillage.shared.directory import queries as directory


@operation("inquiries.take")
def take(inquiry: Which, *, at: datetime, actor: Actor) -> Inquiry:
    """The lead says that it answers; twice is once. Refused when it is answered already, or to another than the lead."""
    found, tied = seen(inquiry, at=at, actor=actor)
    if found.state == State.TAKEN and found.lead_id == actor.person:
        return found
    allow(Act.TAKE, found, tied, at=at)
    move(found, Act.TAKE, at=at)
    found.save(update_fields=["state", "taken_at"])
    record(found, EventKind.TAKEN, told_company=True, at=at, actor=actor)
    return found


@operation("inquiries.reassign")
def reassign(inquiry: Which, person: int, reason: str, *, at: datetime, actor: Actor) -> Inquiry:
    """The manager of the unit gives the request to another person, of any unit, with a reason.

    Refused: a person who is not there that day, the present lead, no reason.
    """
    found = opened(inquiry, Act.REASSIGN, at=at, actor=actor)
    on = day_of(at)
    card = _there(found, person, on)
    reason = fits(LeadChange, "note", reason, field="reason")
    if not reason:
        raise Refused(
            "reason",
            _("Le motif manque."),
            way_out=_("Dites en quelques mots pourquoi : les deux personnes le liront."),
            field="reason",
        )
    change_lead(
        found, person, card.unit or found.unit_id, LeadReason.MANAGER, note=reason, at=at, actor=actor
    )
    return found


def change_lead(
    inquiry: Inquiry,
    person: int,
    unit: int,
    reason: LeadReason,
    *,
    note: str = "",
    at: datetime,
    actor: Actor,
) -> None:
    """Make a person the lead, inside a verb: one row, one event; both people and the company are told.

    What nobody has taken yet may be taken within the days of a new request: silence is counted from the new name.
    """
    on = day_of(at)
    before = inquiry.lead_id
    inquiry.lead_id, inquiry.unit_id = person, unit
    if inquiry.state == State.RECEIVED:
        inquiry.take_by = dates(inquiry, on).take_by
    inquiry.save(update_fields=["lead", "unit", "take_by"])
    LeadChange.objects.create(
        inquiry=inquiry,
        person_id=person,
        unit_id=unit,
        at=at,
        reason=reason,
        note=note[:300],
        by=author(actor),
    )
    cards = directory.cards([before, person], on)
    with translation.override("fr"):
        why = f"{reason.label} : {note.rstrip(' .')}" if note else str(reason.label)
        told = _("%(new)s prend la suite %(of_old)s (%(why)s)") % {
            "new": cards[person].short,
            "of_old": of(cards[before].short),
            "why": why,
        }
    record(inquiry, EventKind.LEAD_CHANGED, note=told, told_company=True, at=at, actor=actor)
    if HandOver.objects.filter(inquiry=inquiry, state=HandOverState.PROPOSED, to_person=person).exists():
        settle_pending(inquiry, _("la personne répond déjà de la demande"), at=at, actor=actor)
    number = inquiry.lead_changes.count()
    if inquiry.state in OPEN:
        mails.to_company("lead_changed", inquiry, key=f"lead:{number}", at=at, actor=actor)
    mails.to_person(person, "lead_given", inquiry, key=f"lead_given:{number}", at=at, actor=actor, reason=why)
    mails.to_person(before, "lead_taken", inquiry, key=f"lead_taken:{number}", at=at, actor=actor, reason=why)


def _there(inquiry: Inquiry, person: int, on: date) -> directory.PersonCard:
    if person == inquiry.lead_id:
        raise Refused(
            "same_person",
            _("Cette personne répond déjà de la demande."),
            way_out=_("Choisissez quelqu'un d'autre."),
            field="person",
        )
    require_answering(person, on)
    card = directory.cards([person], on).get(person)
    if card is None or not directory.available(person, on):
        raise Refused(
            "away",
            _("%(name)s n'est pas là aujourd'hui.") % {"name": card.name if card else _("Cette personne")},
            way_out=_("Choisissez une personne en poste et présente."),
            field="person",
        )
    return card
