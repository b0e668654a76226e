"""Helpers of the lead: each has a named part and a date; the company keeps one name (H-076)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.inquiries import mails
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import Act, EventKind
from maillage.modules.inquiries.models import Inquiry, Participant
from maillage.modules.inquiries.operations.opening import Which, fits, opened, record
from maillage.modules.inquiries.operations.opposing import demand_unopposed
from maillage.modules.inquiries.queries.people import require_answering
from maillage.shared.directory import queries as directory


@operation("inquiries.invite")
def invite(
    inquiry: Which, person: int, part: str, due_on: date, *, at: datetime, actor: Actor
) -> Participant:
    """Ask a colleague for a part, by a day. Refused: no part named, a past day, the lead, a person not in service, one
    whose part is still to be done, or one of a body that the company objects to."""
    found = opened(inquiry, Act.INVITE, at=at, actor=actor)
    on = day_of(at)
    part = fits(Participant, "part", part)
    if not part:
        raise Refused("part", _("La part manque."), way_out=_("Dites ce que vous demandez."), field="part")
    if due_on < on:
        raise Refused(
            "past",
            _("Le %(day)s est passé.") % {"day": long_date(due_on)},
            way_out=_("Choisissez aujourd'hui ou un jour à venir."),
            field="due_on",
        )
    require_answering(person, on)
    card = directory.cards([person], on).get(person)
    if card is None or not card.in_service:
        raise Refused(
            "not_in_service",
            _("Cette personne n'est pas en poste."),
            way_out=_("Choisissez un collègue en poste."),
            field="person",
        )
    if person == found.lead_id:
        raise Refused(
            "same_person",
            _("%(name)s répond déjà de la demande.") % {"name": card.name},
            way_out=_("Choisissez quelqu'un d'autre."),
            field="person",
        )
    if found.participants.filter(person=person, removed_at__isnull=True, done_at__isnull=True).exists():
        raise Refused(
            "already_helps",
            _("%(name)s a déjà une part à faire.") % {"name": card.name},
            way_out=_("Retirez-la d'abord, ou attendez qu'elle soit faite."),
            field="person",
        )
    if card.organization != found.unit.organization_id:
        demand_unopposed(found, card.organization, card.organization_name, at=at)
    row = ask_part(found, person, part, due_on, at=at, actor=actor)
    note = f"{card.short} : {row.part}"
    record(found, EventKind.INVITED, note=note, at=at, actor=actor)
    return row


@operation("inquiries.finish_part")
def finish_part(inquiry: Which, part: int, *, at: datetime, actor: Actor) -> Participant:
    """The helper says that its part is done."""
    found = opened(inquiry, Act.FINISH_PART, at=at, actor=actor)
    row = _part(found, part)
    if actor.person is not None and row.person_id != actor.person:
        raise Refused(
            "not_yours",
            _("Cette part est demandée à quelqu'un d'autre."),
            way_out=_("Laissez une note."),
        )
    if row.done_at is None:
        row.done_at = at
        row.save(update_fields=["done_at"])
        record(found, EventKind.PART_DONE, note=row.part, at=at, actor=actor)
    return row


@operation("inquiries.remove_part")
def remove_part(inquiry: Which, part: int, *, at: datetime, actor: Actor) -> Participant:
    """The lead needs this part no more."""
    found = opened(inquiry, Act.INVITE, at=at, actor=actor)
    row = _part(found, part)
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    record(found, EventKind.PART_REMOVED, note=row.part, at=at, actor=actor)
    return row


def ask_part(
    inquiry: Inquiry, person: int, part: str, due_on: date, *, at: datetime, actor: Actor
) -> Participant:
    """Write a part and tell its helper, inside a verb."""
    row = Participant.objects.create(inquiry=inquiry, person_id=person, part=part, due_on=due_on, asked_at=at)
    mails.to_person(
        person,
        "part_asked",
        inquiry,
        key=f"part:{row.pk}",
        at=at,
        actor=actor,
        by=actor.label,
        part=part,
        part_day=long_date(due_on),
    )
    return row


def _part(inquiry: Inquiry, pk: int) -> Participant:
    row = Participant.objects.filter(inquiry=inquiry, pk=pk, removed_at__isnull=True).first()
    if row is None:
        raise NotVisible(str(pk))
    return row
