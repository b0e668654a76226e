"""What the clock does without a human act: absent, gone and silent leads are replaced, what is late rises (H-048, H-074).

Each request moves in its own transaction: one that cannot move does not hold the others back.
"""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.inquiries import mails
from maillage.modules.inquiries.days import dates, day_of
from maillage.modules.inquiries.enums import OPEN, EventKind, HandOverState, LeadReason, State
from maillage.modules.inquiries.models import HandOver, Inquiry
from maillage.modules.inquiries.operations.leading import change_lead
from maillage.modules.inquiries.operations.opening import locked, record
from maillage.modules.inquiries.queries.leads import Chosen, stand_in
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person

logger = logging.getLogger(__name__)


def move_absent_leads(*, at: datetime, actor: Actor) -> int:
    """Replace, in open requests, each lead who is not there today; in all requests, each who has left. How many moved."""
    on = day_of(at)
    rows = list(Inquiry.objects.order_by("pk").values_list("reference", "lead", "state"))
    leads = {lead for _reference, lead, _state in rows}
    there, serving = directory.available_among(leads, on), _in_service(leads, on)
    moving = [
        reference
        for reference, lead, state in rows
        if lead not in serving or (lead not in there and state in OPEN)
    ]
    return _each(moving, at=at, actor=actor)


def move_absent_lead(person: int, *, at: datetime, actor: Actor) -> int:
    """The same for the open requests of one person, at the moment when an absence that holds today is declared."""
    mine = Inquiry.objects.filter(lead=person, state__in=OPEN).order_by("pk")
    return _each(mine.values_list("reference", flat=True), at=at, actor=actor)


def move_silent_leads(*, at: datetime, actor: Actor) -> int:
    """Replace each lead who did not take a request by its day. How many moved."""
    silent = Inquiry.objects.filter(state=State.RECEIVED, take_by__lt=day_of(at)).order_by("pk")
    moved = 0
    for reference in list(silent.values_list("reference", flat=True)):
        moved += _replace_silent(reference, at=at, actor=actor)
    return moved


def rise(*, at: datetime, actor: Actor) -> int:
    """Tell managers, once for a due date, of open requests past it, and of hand-overs nobody answered. How many."""
    on = day_of(at)
    late = Inquiry.objects.filter(state__in=OPEN, due_on__lt=on, risen_on__isnull=True).order_by("pk")
    told = 0
    for reference in list(late.values_list("reference", flat=True)):
        told += _rise_one(reference, at=at, actor=actor)
    pending = HandOver.objects.filter(
        state=HandOverState.PROPOSED, answer_by__lt=on, risen_on__isnull=True
    ).order_by("pk")
    for pk in list(pending.values_list("pk", flat=True)):
        told += _rise_hand_over(pk, at=at, actor=actor)
    return told


@operation("inquiries.replace_absent")
def replace_absent(reference: str, *, at: datetime, actor: Actor) -> bool:
    """Give a request another lead when its own is not there today; whether it moved."""
    inquiry = locked(reference)
    on = day_of(at)
    person = inquiry.lead_id
    if directory.available(person, on):
        return False
    gone = person not in _in_service([person], on)
    if not gone and inquiry.state not in OPEN:
        return False
    reason = LeadReason.DEPARTURE if gone else LeadReason.ABSENCE
    chosen = stand_in(person, inquiry.unit_id, inquiry.commune, on)
    return _give(inquiry, chosen, reason, at=at, actor=actor)


@operation("inquiries.replace_silent")
def _replace_silent(reference: str, *, at: datetime, actor: Actor) -> bool:
    inquiry = locked(reference)
    on = day_of(at)
    if inquiry.state != State.RECEIVED or inquiry.take_by >= on:
        return False
    before = frozenset(inquiry.lead_changes.values_list("person", flat=True))
    chosen = stand_in(inquiry.lead_id, inquiry.unit_id, inquiry.commune, on, avoid=before)
    inquiry.take_by = dates(inquiry, on).take_by
    inquiry.save(update_fields=["take_by"])
    return _give(inquiry, chosen, LeadReason.SILENCE, at=at, actor=actor)


@operation("inquiries.rise")
def _rise_one(reference: str, *, at: datetime, actor: Actor) -> bool:
    inquiry = locked(reference)
    on = day_of(at)
    if inquiry.state not in OPEN or inquiry.due_on >= on or inquiry.risen_on is not None:
        return False
    inquiry.risen_on = on
    inquiry.save(update_fields=["risen_on"])
    note = _("réponse attendue avant le %(day)s") % {"day": long_date(inquiry.due_on)}
    record(inquiry, EventKind.RISEN, note=note, at=at, actor=actor)
    for manager in directory.managers(inquiry.unit_id, on):
        key = f"risen:{inquiry.due_on.isoformat()}"
        mails.to_person(manager, "risen", inquiry, key=key, at=at, actor=actor)
    return True


@operation("inquiries.rise_hand_over")
def _rise_hand_over(pk: int, *, at: datetime, actor: Actor) -> bool:
    on = day_of(at)
    row = HandOver.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.state != HandOverState.PROPOSED or row.risen_on is not None:
        return False
    row.risen_on = on
    row.save(update_fields=["risen_on"])
    inquiry = locked(Inquiry.objects.values_list("reference", flat=True).get(pk=row.inquiry_id))
    note = _("passage de relais sans réponse depuis le %(day)s") % {"day": long_date(row.answer_by)}
    record(inquiry, EventKind.RISEN, note=note, at=at, actor=actor)
    managers = {*directory.managers(inquiry.unit_id, on), *directory.managers(row.to_unit_id, on)}
    for manager in sorted(managers):
        mails.to_person(
            manager,
            "hand_over_risen",
            inquiry,
            key=f"hand_over_risen:{row.pk}",
            at=at,
            actor=actor,
            answer_by=long_date(row.answer_by),
        )
    return True


def _in_service(people: Iterable[int], on: date) -> set[int]:
    rows = Person.objects.filter(directory.in_service(on), pk__in=set(people))
    return set(rows.values_list("pk", flat=True))


def _each(references: Iterable[str], *, at: datetime, actor: Actor) -> int:
    moved = 0
    for reference in list(references):
        try:
            moved += replace_absent(reference, at=at, actor=actor)
        except Refused as refused:
            logger.error("request %s keeps its lead: %s", reference, refused)
    return moved


def _give(inquiry: Inquiry, chosen: Chosen, reason: LeadReason, *, at: datetime, actor: Actor) -> bool:
    """Give the request to the person chosen; when nobody else is there, say it once a day and keep the name."""
    if chosen.person == inquiry.lead_id:
        on = day_of(at)
        last = inquiry.events.filter(kind=EventKind.NOBODY).values_list("at", flat=True).last()
        if last is None or day_of(last) != on:
            record(inquiry, EventKind.NOBODY, note=str(reason.label), at=at, actor=actor)
        return False
    change_lead(inquiry, chosen.person, chosen.unit, reason, note=chosen.because, at=at, actor=actor)
    return True
