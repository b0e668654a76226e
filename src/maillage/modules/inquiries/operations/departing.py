"""Somebody leaves: in the same transaction, everything that person held for companies is held by somebody else (H-048)."""

from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.kit.text import thousands
from maillage.modules.crm.queries import masking
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import OPEN, EventKind, HandOverState, LeadReason
from maillage.modules.inquiries.models import HandOver, Inquiry, Participant
from maillage.modules.inquiries.operations.leading import change_lead
from maillage.modules.inquiries.operations.opening import locked, record, settle_pending
from maillage.modules.inquiries.operations.parts import ask_part
from maillage.modules.inquiries.operations.watching import move_absent_lead
from maillage.modules.inquiries.queries.leads import lead_for, stand_in
from maillage.shared.directory import queries as directory


@operation("inquiries.depart")
def depart(person: int, on: date, *, at: datetime, actor: Actor) -> int:
    """Give every request of a person who has left to somebody who is there, closed ones included: the company always sees a
    name. Hand-overs and parts follow. How many requests moved; a second call moves nothing."""
    mine = Inquiry.objects.filter(lead=person).order_by("pk").values_list("reference", flat=True)
    moved = 0
    for reference in list(mine):
        inquiry = locked(reference)
        chosen = stand_in(person, inquiry.unit_id, inquiry.commune, on)
        if chosen.person == person:
            record(inquiry, EventKind.NOBODY, note=str(LeadReason.DEPARTURE.label), at=at, actor=actor)
            continue
        change_lead(
            inquiry,
            chosen.person,
            chosen.unit,
            LeadReason.DEPARTURE,
            note=chosen.because,
            at=at,
            actor=actor,
        )
        moved += 1
    _hand_overs(person, on, at=at, actor=actor)
    _parts(person, on, at=at, actor=actor)
    return moved


def when_left(person: int, on: date, actor: Actor, at: datetime) -> None:
    """What the directory calls when somebody leaves."""
    with transaction.atomic():
        depart(person, on, at=at, actor=actor)


def when_away(person: int, first_day: date, last_day: date, actor: Actor, at: datetime) -> None:
    """What the directory calls when an absence is declared: one that holds today moves the requests at once."""
    if first_day <= day_of(at) <= last_day:
        move_absent_lead(person, at=at, actor=actor)


def foretell(person: int, on: date, actor: Actor, today: date) -> tuple[str, ...]:
    """What a departure would move and to whom, in sentences, before it is decided: who would answer each open request as
    things stand, loads and absences included. Those that the actor may not open ``today`` are counted."""
    rows = Inquiry.objects.filter(lead=person).select_related("company")
    opened = list(rows.filter(state__in=OPEN).order_by("due_on", "pk"))
    others = rows.exclude(state__in=OPEN).count()
    parts = Participant.objects.filter(person=person, done_at=None, removed_at=None).count()
    said = []
    if opened:
        moved = ngettext(
            "%(count)s demande ouverte change d'interlocuteur ; l'entreprise l'apprend.",
            "%(count)s demandes ouvertes changent d'interlocuteur ; chaque entreprise l'apprend.",
            len(opened),
        )
        said = [moved % {"count": thousands(len(opened))}, *_heirs(person, opened, on, actor, today)]
    if others:
        closed = ngettext(
            "%(count)s demande déjà répondue ou close reçoit un autre nom.",
            "%(count)s demandes déjà répondues ou closes reçoivent un autre nom.",
            others,
        )
        said.append(closed % {"count": thousands(others)})
    if parts:
        promised = ngettext(
            "%(count)s part promise à des collègues passe à quelqu'un d'autre.",
            "%(count)s parts promises à des collègues passent à quelqu'un d'autre.",
            parts,
        )
        said.append(promised % {"count": thousands(parts)})
    return tuple(said)


def _heirs(person: int, opened: list[Inquiry], on: date, actor: Actor, today: date) -> list[str]:
    """Who would answer which of these requests, a sentence for each person: by name when the actor opens them, else how many."""
    keys = [inquiry.pk for inquiry in opened]
    rows = Inquiry.objects.filter(policies.visible(actor, today), pk__in=keys)
    read = set(rows.values_list("pk", flat=True))
    called = masking.shown([one.company for one in opened if one.pk in read], actor, today)
    mine: dict[int, list[str]] = {}
    hidden: Counter[int] = Counter()
    for inquiry in opened:
        chosen = stand_in(person, inquiry.unit_id, inquiry.commune, on).person
        told = mine.setdefault(chosen, [])
        if inquiry.pk in read:
            told.append(f"{called[inquiry.company_id].name} ({inquiry.reference})")
        else:
            hidden[chosen] += 1
    heirs = {heir: [*told, *_unread(hidden[heir])] for heir, told in mine.items()}
    names = directory.cards(heirs, on)
    return [
        _("Personne n'est là pour répondre à : %(inquiries)s.") % {"inquiries": ", ".join(inquiries)}
        if heir == person
        else _("%(name)s répondra à : %(inquiries)s.")
        % {"name": names[heir].name, "inquiries": ", ".join(inquiries)}
        for heir, inquiries in heirs.items()
    ]


def _unread(count: int) -> list[str]:
    """Requests that the reader may not open, in words."""
    if not count:
        return []
    said = ngettext(
        "%(count)s demande que vous ne lisez pas", "%(count)s demandes que vous ne lisez pas", count
    )
    return [said % {"count": thousands(count)}]


def _hand_overs(person: int, on: date, *, at: datetime, actor: Actor) -> None:
    """A hand-over proposed to who left waits for the unit; when nobody is there, it is cancelled."""
    pending = HandOver.objects.filter(to_person=person, state=HandOverState.PROPOSED).order_by("pk")
    for row in pending.select_related("inquiry"):
        others = {card.pk for card in directory.members(row.to_unit_id, on)} - {row.inquiry.lead_id, person}
        if others:
            row.to_person = None
            row.save(update_fields=["to_person"])
        else:
            settle_pending(row.inquiry, _("la personne est partie"), at=at, actor=actor)


def _parts(person: int, on: date, *, at: datetime, actor: Actor) -> None:
    """A part still to be done goes to the deputy or a colleague; to nobody when the lead itself would get it."""
    mine = Participant.objects.filter(person=person, done_at__isnull=True, removed_at__isnull=True)
    for row in mine.select_related("inquiry").order_by("pk"):
        inquiry = locked(row.inquiry.reference)
        row.removed_at = at
        row.save(update_fields=["removed_at"])
        record(inquiry, EventKind.PART_REMOVED, note=row.part, at=at, actor=actor)
        last_unit = directory.person(person, on).unit
        other = (
            stand_in(person, last_unit, inquiry.commune, on)
            if last_unit is not None
            else lead_for(inquiry.unit_id, inquiry.commune, on)
        )
        if other.person not in (inquiry.lead_id, person):
            new = ask_part(inquiry, other.person, row.part, max(row.due_on, on), at=at, actor=actor)
            name = directory.person(new.person_id, on).short
            record(inquiry, EventKind.INVITED, note=f"{name} : {row.part}", at=at, actor=actor)
