"""What the clock does without a human act: absent, gone and silent leads are replaced, what is late rises (H-048, H-074).

Each request moves in its own transaction: one that cannot move does not hold the others back.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.inquiries import mails
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import OPEN, EventKind, HandOverState, LeadReason, State
from maillage.modules.inquiries.models import HandOver, Inquiry, LeadChange
from maillage.modules.inquiries.operations.leading import change_lead
from maillage.modules.inquiries.operations.opening import locked, record
from maillage.modules.inquiries.queries.leads import Chosen, heads_to_tell, stand_in
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
    return _each(replace_absent, moving, at=at, actor=actor)


def move_absent_lead(person: int, *, at: datetime, actor: Actor) -> int:
    """The same for the open requests of one person, at the moment when an absence that holds today is declared."""
    mine = Inquiry.objects.filter(lead=person, state__in=OPEN).order_by("pk")
    return _each(replace_absent, mine.values_list("reference", flat=True), at=at, actor=actor)


def move_silent_leads(*, at: datetime, actor: Actor) -> int:
    """Replace each lead who did not take a request by its day, once in the life of a request: then it rises. How many."""
    silent = Inquiry.objects.filter(_silent(day_of(at))).order_by("pk")
    return _each(_replace_silent, silent.values_list("reference", flat=True), at=at, actor=actor)


def rise(*, at: datetime, actor: Actor) -> int:
    """Tell managers, once for a due date, of requests past it or that nobody takes, and of hand-overs nobody answered.

    What waits for the company does not rise. When no manager can be told, it is tried again the next day. How many.
    """
    on = day_of(at)
    late = Inquiry.objects.filter(_late(on)).order_by("pk")
    told = _each(_rise_one, late.values_list("reference", flat=True), at=at, actor=actor)
    pending = HandOver.objects.filter(_unanswered(on)).order_by("pk")
    return told + _each(_rise_hand_over, pending.values_list("pk", flat=True), at=at, actor=actor)


@operation("inquiries.replace_absent")
def replace_absent(reference: str, *, at: datetime, actor: Actor) -> bool:
    """Give a request another lead when its own is not there today; whether it moved."""
    return replace_when_away(locked(reference), at=at, actor=actor)


def replace_when_away(inquiry: Inquiry, *, at: datetime, actor: Actor) -> bool:
    """The same, inside a verb."""
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
    if not Inquiry.objects.filter(_silent(on), pk=inquiry.pk).exists():
        return False
    before = frozenset(inquiry.lead_changes.values_list("person", flat=True))
    chosen = stand_in(inquiry.lead_id, inquiry.unit_id, inquiry.commune, on, avoid=before)
    return _give(inquiry, chosen, LeadReason.SILENCE, at=at, actor=actor)


@operation("inquiries.rise")
def _rise_one(reference: str, *, at: datetime, actor: Actor) -> bool:
    inquiry = locked(reference)
    on = day_of(at)
    if not Inquiry.objects.filter(_late(on), pk=inquiry.pk).exists():
        return False
    managers = heads_to_tell(inquiry.unit_id, on, but=inquiry.lead_id)
    if not managers:
        return False
    inquiry.risen_on = on
    inquiry.save(update_fields=["risen_on"])
    if inquiry.due_on < on:
        what, note = "risen", _("réponse attendue avant le %(day)s") % {"day": long_date(inquiry.due_on)}
    else:
        what, note = "untaken", _("personne ne l'a prise en charge")
    record(inquiry, EventKind.RISEN, note=note, at=at, actor=actor)
    for manager in managers:
        key = f"{what}:{inquiry.due_on.isoformat()}"
        mails.to_person(manager, what, inquiry, key=key, at=at, actor=actor)
    return True


@operation("inquiries.rise_hand_over")
def _rise_hand_over(pk: int, *, at: datetime, actor: Actor) -> bool:
    on = day_of(at)
    # The request before its hand-over, as everywhere: two verbs never wait for each other.
    inquiry = locked(HandOver.objects.values_list("inquiry__reference", flat=True).get(pk=pk))
    row = HandOver.objects.filter(_unanswered(on), pk=pk).first()
    if row is None:
        return False
    managers = {
        manager
        for unit in (inquiry.unit_id, row.to_unit_id)
        for manager in heads_to_tell(unit, on, but=inquiry.lead_id)
    }
    if not managers:
        return False
    row.risen_on = on
    row.save(update_fields=["risen_on"])
    note = _("passage de relais sans réponse depuis le %(day)s") % {"day": long_date(row.answer_by)}
    record(inquiry, EventKind.RISEN, note=note, at=at, actor=actor)
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


def _silent(on: date) -> Q:
    """Not taken by its day, and neither moved for it nor told to a manager."""
    moved = LeadChange.objects.filter(reason=LeadReason.SILENCE).values("inquiry")
    untaken = Q(state=State.RECEIVED, take_by__lt=on, risen_on__isnull=True)
    return untaken & ~Q(pk__in=moved)


def _late(on: date) -> Q:
    """The network owes an act, past its day, and no manager was told. After ``_silent``: what nobody would take."""
    untaken = Q(state=State.RECEIVED, take_by__lt=on)
    unanswered = Q(state__in=(State.RECEIVED, State.TAKEN), due_on__lt=on)
    return (untaken | unanswered) & Q(risen_on__isnull=True)


def _unanswered(on: date) -> Q:
    """The hand-overs whose answer is late, and no manager was told."""
    return Q(state=HandOverState.PROPOSED, answer_by__lt=on, risen_on__isnull=True)


def _in_service(people: Iterable[int], on: date) -> set[int]:
    rows = Person.objects.filter(directory.in_service(on), pk__in=set(people))
    return set(rows.values_list("pk", flat=True))


def _each(function: Callable[..., bool], which: Iterable[object], *, at: datetime, actor: Actor) -> int:
    """How many of these moved. One that is refused is logged; a fault is raised once all have had their turn, so that the
    schedule tries again."""
    moved, faults = 0, []
    for one in list(which):
        try:
            moved += function(one, at=at, actor=actor)
        except Refused as refused:
            logger.error("%s of %s: %s", function.__name__, one, refused)
        except Exception as fault:
            logger.exception("%s of %s failed", function.__name__, one)
            faults.append(fault)
    if faults:
        raise faults[0]
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
