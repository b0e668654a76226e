"""Requests as rows of lists, in a number of reads that does not depend on how many there are."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from maillage.kit.clock import workdays
from maillage.kit.db.once import once
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import OPEN, Channel, HandOverState, State, came
from maillage.modules.inquiries.models import HandOver, Inquiry, Participant
from maillage.modules.inquiries.policies import addressed_to
from maillage.modules.inquiries.queries.shapes import HandOverLine, InquiryRow, PartLine
from maillage.shared.directory import queries as directory
from maillage.shared.directory.queries import PersonCard
from maillage.shared.territories.models import Territory


@once
def every_of(public_id: str) -> tuple[Inquiry, ...]:
    """Every request of a company, whoever may open it, the oldest first: asked once for every part of its page."""
    found = Inquiry.objects.filter(company__public_id=public_id).order_by("received_at", "pk")
    return tuple(found.select_related("company", "subject", "unit"))


def rows(
    found: QuerySet[Inquiry] | Iterable[Inquiry], person: int | None, on: date
) -> tuple[InquiryRow, ...]:
    """These requests as rows, in their order. ``person``: who reads, for ``is_mine``."""
    listed = (
        list(found.select_related("company", "subject", "unit"))
        if isinstance(found, QuerySet)
        else list(found)
    )
    cards = directory.cards([one.lead_id for one in listed], on)
    names = commune_names({one.commune for one in listed})
    proposed = HandOver.objects.filter(inquiry__in=[one.pk for one in listed], state=HandOverState.PROPOSED)
    pending = set(proposed.values_list("inquiry", flat=True))
    return tuple(
        row(one, cards[one.lead_id], names.get(one.commune, ""), person, on, pending=one.pk in pending)
        for one in listed
    )


def row(
    one: Inquiry, lead: PersonCard, commune_name: str, person: int | None, on: date, *, pending: bool
) -> InquiryRow:
    """One request as a row."""
    is_open, answered = one.state in OPEN, one.answered_at is not None
    return InquiryRow(
        reference=one.reference,
        company_id=one.company.public_id,
        company_name=one.company.name,
        is_fictional=one.company.is_fictional,
        commune=one.commune,
        commune_name=commune_name,
        subject=one.subject.code,
        subject_label=one.subject.label,
        need=one.need,
        channel=one.channel,
        channel_label=str(Channel(one.channel).label),
        came=came(one.channel),
        state=one.state,
        state_label=str(State(one.state).label),
        is_open=is_open,
        answered=answered,
        lead=lead,
        unit=one.unit_id,
        unit_name=one.unit.name,
        received_at=one.received_at,
        due_on=one.due_on,
        days_left=days_left(on, one.due_on) if is_open else None,
        unanswered_days=max((on - day_of(one.received_at)).days, 0) if is_open else None,
        is_mine=person is not None and one.lead_id == person,
        hand_over_pending=pending,
        contact_fault=one.contact_fault,
    )


def commune_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of communes and municipal arrondissements by code; unknown codes are absent."""
    wanted = {code for code in codes if code}
    found = Territory.objects.filter(kind__in=("com", "arm"), code__in=wanted)
    return dict(found.order_by("-kind").values_list("code", "name"))


def hand_over_lines(found: Q, person: int | None, on: date) -> tuple[HandOverLine, ...]:
    """The hand-overs of a filter, oldest first, in a constant number of reads."""
    listed = list(
        HandOver.objects.filter(found).select_related("inquiry__company", "inquiry__subject", "to_unit")
    )
    people = {
        pk for one in listed for pk in (one.giver_id, one.to_person_id, one.settled_by_id) if pk is not None
    }
    cards = directory.cards(people, on)
    mine: set[int] = set()
    if person is not None and listed:
        asked = HandOver.objects.filter(addressed_to(person, on), pk__in=[one.pk for one in listed])
        mine = set(asked.filter(state=HandOverState.PROPOSED).values_list("pk", flat=True))
    return tuple(
        HandOverLine(
            pk=one.pk,
            reference=one.inquiry.reference,
            company_name=one.inquiry.company.name,
            subject_label=one.inquiry.subject.label,
            giver=cards[one.giver_id],
            to_unit=one.to_unit_id,
            to_unit_name=one.to_unit.name,
            to_person=cards.get(one.to_person_id or 0),
            reason=one.reason,
            state=one.state,
            state_label=str(HandOverState(one.state).label),
            proposed_at=one.proposed_at,
            answer_by=one.answer_by,
            days_left=days_left(on, one.answer_by) if one.state == HandOverState.PROPOSED else None,
            settled_at=one.settled_at,
            settled_by=cards.get(one.settled_by_id or 0),
            settled_reason=one.settled_reason,
            for_me=one.pk in mine,
        )
        for one in listed
    )


def part_lines(found: Q, person: int | None, on: date) -> tuple[PartLine, ...]:
    """The parts of a filter that were not removed, by date."""
    kept = Participant.objects.filter(found, removed_at__isnull=True).order_by("due_on", "pk")
    listed = list(kept.select_related("inquiry__company"))
    cards = directory.cards([one.person_id for one in listed], on)
    return tuple(
        PartLine(
            pk=one.pk,
            reference=one.inquiry.reference,
            company_name=one.inquiry.company.name,
            person=cards[one.person_id],
            part=one.part,
            due_on=one.due_on,
            days_left=days_left(on, one.due_on) if one.done_at is None else None,
            done_at=one.done_at,
            is_mine=person is not None and one.person_id == person,
        )
        for one in listed
    )


def days_left(on: date, due: date) -> int:
    """Working days from a day to a due date; a date that is over is late by one at least, even on the Sunday after it."""
    left = workdays.between(on, due)
    return min(left, -1) if due < on else left
