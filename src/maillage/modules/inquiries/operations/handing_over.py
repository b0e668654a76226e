"""Hand-overs (H-050): proposed, then accepted, refused with a reason, or cancelled. Until it is accepted, nothing moves."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import workdays
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.inquiries import mails
from maillage.modules.inquiries.days import HAND_OVER_DAYS, day_of
from maillage.modules.inquiries.enums import Act, EventKind, HandOverState, LeadReason, State
from maillage.modules.inquiries.models import HandOver, Inquiry
from maillage.modules.inquiries.operations.leading import change_lead
from maillage.modules.inquiries.operations.opening import (
    Which,
    acting_person,
    allow,
    fits,
    move,
    opened,
    record,
    seen,
)
from maillage.modules.inquiries.queries.leads import heads_to_tell
from maillage.modules.inquiries.queries.people import require_answering
from maillage.shared.directory import queries as directory


@operation("inquiries.propose_hand_over")
def propose_hand_over(
    inquiry: Which,
    *,
    to_unit: int | None = None,
    to_person: int | None = None,
    reason: str,
    at: datetime,
    actor: Actor,
) -> HandOver:
    """Propose the request to a unit (whoever accepts there) or to a person; an answer is expected in two working days.

    Refused: no reason, nobody chosen, oneself, the present lead, a unit without anybody, a person who is not there.
    """
    found, tied = seen(inquiry, at=at, actor=actor)
    on = day_of(at)
    reason = fits(HandOver, "reason", reason)
    if same := _proposed(found, to_unit, to_person, reason, actor):
        return same
    allow(Act.HAND_OVER, found, tied, at=at)
    if not reason:
        raise Refused(
            "reason",
            _("Le motif manque."),
            way_out=_("Dites pourquoi vous passez le relais : la personne décidera mieux."),
            field="reason",
        )
    person = to_person
    unit = _person_asked(found, person, on) if person is not None else to_unit
    if unit is None:
        raise Refused(
            "nobody_chosen",
            _("À qui passer le relais ?"),
            way_out=_("Choisissez une unité ou une personne."),
            field="unit",
        )
    card = directory.unit(unit, on)
    if not directory.holds(None, card.until, on):
        raise Refused(
            "ended_unit",
            _("L'unité « %(unit)s » n'existe plus.") % {"unit": card.name},
            way_out=_("Choisissez une autre unité, ou la porte d'entrée du réseau."),
            field="unit",
        )
    there = {member.pk for member in directory.members(unit, on)} - {found.lead_id}
    if person is None and not there:
        raise Refused(
            "empty_unit",
            _("Personne n'est en poste dans l'unité « %(unit)s ».") % {"unit": card.name},
            way_out=_("Choisissez une autre unité, ou la porte d'entrée du réseau."),
            field="unit",
        )
    answer_by = workdays.after(on, HAND_OVER_DAYS)
    row = HandOver.objects.create(
        inquiry=found,
        giver_id=acting_person(actor, found),
        to_unit_id=unit,
        to_person_id=person,
        reason=reason,
        proposed_at=at,
        answer_by=answer_by,
    )
    name = directory.person(person, on).short if person is not None else card.name
    record(found, EventKind.HAND_OVER_PROPOSED, note=f"{name} : {reason}", at=at, actor=actor)
    for addressee in [person] if person is not None else sorted(there):
        mails.to_person(
            addressee,
            "hand_over_proposed",
            found,
            key=f"hand_over:{row.pk}",
            at=at,
            actor=actor,
            by=actor.label,
            reason=reason,
            answer_by=long_date(answer_by),
        )
    return row


@operation("inquiries.accept_hand_over")
def accept_hand_over(inquiry: Which, *, at: datetime, actor: Actor) -> Inquiry:
    """The person asked, or anyone of the unit asked, becomes the lead; who gave keeps seeing the request."""
    found = opened(inquiry, Act.SETTLE, at=at, actor=actor)
    row = _pending(found)
    person = acting_person(actor, found)
    if actor.person is None and row.to_person_id is not None:
        person = row.to_person_id
    if not directory.available(person, day_of(at)):
        raise Refused(
            "away",
            _("Vous êtes noté absent ou absente aujourd'hui."),
            way_out=_("Mettez fin à votre absence d'abord, ou refusez."),
        )
    _settle(row, HandOverState.ACCEPTED, person, "", at=at)
    if found.state == State.RECEIVED:
        move(found, Act.TAKE, at=at)
        found.save(update_fields=["state", "taken_at"])
    record(found, EventKind.HAND_OVER_ACCEPTED, at=at, actor=actor)
    change_lead(found, person, row.to_unit_id, LeadReason.HANDED_OVER, note=row.reason, at=at, actor=actor)
    return found


@operation("inquiries.refuse_hand_over")
def refuse_hand_over(inquiry: Which, reason: str, *, at: datetime, actor: Actor) -> Inquiry:
    """The request stays where it is; the lead reads why. After a second refusal the manager is told too."""
    found = opened(inquiry, Act.SETTLE, at=at, actor=actor)
    reason = fits(HandOver, "settled_reason", reason, field="reason")
    if not reason:
        raise Refused(
            "reason",
            _("Un refus dit pourquoi."),
            way_out=_("Écrivez quelques mots : ils aideront à trouver la bonne personne."),
            field="reason",
        )
    row = _pending(found)
    _settle(row, HandOverState.REFUSED, acting_person(actor, found), reason, at=at)
    record(found, EventKind.HAND_OVER_REFUSED, note=reason, at=at, actor=actor)
    told = {"by": actor.label, "reason": reason, "at": at, "actor": actor}
    mails.to_person(found.lead_id, "hand_over_refused", found, key=f"refused:{row.pk}", **told)
    if refused_times(found) >= 2:
        note = _("deux refus : la porte d'entrée du réseau peut la prendre")
        record(found, EventKind.RISEN, note=note, at=at, actor=actor)
        for manager in heads_to_tell(found.unit_id, day_of(at), but=found.lead_id):
            mails.to_person(manager, "refused_twice", found, key=f"refused_twice:{row.pk}", **told)
    return found


@operation("inquiries.cancel_hand_over")
def cancel_hand_over(inquiry: Which, *, at: datetime, actor: Actor) -> Inquiry:
    """The lead takes its proposal back."""
    found = opened(inquiry, Act.NOTE, at=at, actor=actor)
    if actor.person is not None and actor.person != found.lead_id:
        raise Refused(
            "not_allowed",
            _("Seule la personne qui répond peut annuler le passage de relais."),
            way_out=_("Demandez-le-lui, ou laissez une note."),
        )
    row = _pending(found)
    _settle(row, HandOverState.CANCELLED, acting_person(actor, found), "", at=at)
    record(found, EventKind.HAND_OVER_CANCELLED, at=at, actor=actor)
    return found


def refused_times(inquiry: Inquiry) -> int:
    """How many hand-overs of this request were refused since its lead last changed."""
    since = inquiry.lead_changes.order_by("at", "pk").values_list("at", flat=True).last()
    rows = inquiry.hand_overs.filter(state=HandOverState.REFUSED)
    return rows.filter(settled_at__gte=since).count() if since else rows.count()


def _person_asked(inquiry: Inquiry, person: int, on: date) -> int | None:
    """The unit of the person asked; Refused when that person cannot take over."""
    require_answering(person, on)
    card = directory.cards([person], on).get(person)
    if person == inquiry.lead_id:
        raise Refused(
            "same_person",
            _("C'est déjà la personne qui répond."),
            way_out=_("Choisissez quelqu'un d'autre, ou une unité."),
            field="person",
        )
    if card is None or not directory.available(person, on):
        raise Refused(
            "away",
            _("%(name)s n'est pas là aujourd'hui.") % {"name": card.name if card else _("Cette personne")},
            way_out=_("Choisissez une autre personne, ou son unité."),
            field="person",
        )
    return card.unit


def _proposed(
    inquiry: Inquiry, to_unit: int | None, to_person: int | None, reason: str, actor: Actor
) -> HandOver | None:
    """The proposal that a first click already wrote."""
    mine = inquiry.hand_overs.filter(
        state=HandOverState.PROPOSED, giver=acting_person(actor, inquiry), reason=reason
    )
    return (
        mine.filter(to_person=to_person).first()
        if to_person
        else mine.filter(to_unit=to_unit, to_person=None).first()
    )


def _pending(inquiry: Inquiry) -> HandOver:
    row = inquiry.hand_overs.filter(state=HandOverState.PROPOSED).first()
    if row is None:
        raise Refused(
            "nothing_pending",
            _("Aucun passage de relais n'attend de réponse."),
            way_out=_("Rechargez la page : il a peut-être été annulé."),
        )
    return row


def _settle(row: HandOver, state: HandOverState, person: int, reason: str, *, at: datetime) -> None:
    row.state, row.settled_at, row.settled_by_id, row.settled_reason = state, at, person, reason
    row.save(update_fields=["state", "settled_at", "settled_by", "settled_reason"])
