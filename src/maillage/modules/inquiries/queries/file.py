"""Everything about one request for an officer: who, what, when, why here, and what may be done now."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import queries as crm
from maillage.modules.crm.enums import FIELDS
from maillage.modules.inquiries import policies
from maillage.modules.inquiries.enums import (
    Act,
    Author,
    HandOverState,
    LeadReason,
    Maturity,
    Motive,
    Profile,
    Stage,
    StepState,
    Visibility,
)
from maillage.modules.inquiries.models import Attachment, Inquiry, LeadChange, Message, Step
from maillage.modules.inquiries.queries.leads import load
from maillage.modules.inquiries.queries.rows import hand_over_lines, part_lines, rows
from maillage.modules.inquiries.queries.shapes import (
    Allowed,
    AttachmentLine,
    InquiryFile,
    LeadLine,
    MessageLine,
    PartLine,
    Permission,
    PersonLine,
    SaidLine,
    StepLine,
)
from maillage.modules.inquiries.queries.story import line
from maillage.shared.audit import queries as audit
from maillage.shared.directory import queries as directory
from maillage.shared.directory.queries import PersonCard
from maillage.shared.files.models import StoredFile

ACTS = tuple(act for act in Act if act != Act.REPLY)


def get(reference: str, actor: Actor, on: date) -> InquiryFile:
    """The file of a request. Raises NotVisible outside one's rights."""
    inquiry = _seen(reference, actor, on)
    tied = policies.ties(inquiry, actor, on)
    changes = list(LeadChange.objects.filter(inquiry=inquiry).select_related("unit"))
    people = {inquiry.lead_id, *(one.person_id for one in changes)}
    cards = directory.cards([*people, *filter(None, [inquiry.entered_by_id])], on)
    helpers = part_lines(Q(inquiry=inquiry), actor.person, on)
    hand_overs = hand_over_lines(Q(inquiry=inquiry), actor.person, on)
    beside = person_lines([cards[inquiry.lead_id], *_helping(helpers)], on)
    rule = inquiry.routing_rule
    return InquiryFile(
        row=rows([inquiry], actor.person, on)[0],
        need=inquiry.need,
        erased_on=_erased_on(inquiry),
        profile_label=str(Profile(inquiry.profile).label) if inquiry.profile else "",
        maturity_label=str(Maturity(inquiry.maturity).label) if inquiry.maturity else "",
        situation=inquiry.situation,
        said=said(inquiry.situation),
        language=inquiry.language,
        contact_name=inquiry.contact_name,
        contact_email=inquiry.contact_email,
        contact_phone=inquiry.contact_phone,
        contact_fault=inquiry.contact_fault,
        entered_by=cards.get(inquiry.entered_by_id or 0),
        rule=rule.label if rule else "",
        rule_table=rule.table.number if rule else None,
        because=inquiry.routed_because,
        unserved_place=inquiry.unserved_place,
        take_by=inquiry.take_by,
        taken_at=inquiry.taken_at,
        answered_at=inquiry.answered_at,
        closed_at=inquiry.closed_at,
        uncovered_motive=inquiry.uncovered_motive,
        uncovered_motive_label=str(Motive(inquiry.uncovered_motive).label)
        if inquiry.uncovered_motive
        else "",
        uncovered_note=inquiry.uncovered_note,
        risen_on=inquiry.risen_on,
        thread=thread(Q(inquiry=inquiry), on),
        steps=steps(inquiry),
        lead=beside[0],
        helpers=helpers,
        people=beside,
        support=_support(inquiry, {one.card.pk for one in beside}, on),
        leads=_leads(changes, cards),
        hand_over=next((one for one in hand_overs if one.state == HandOverState.PROPOSED), None),
        past_hand_overs=tuple(one for one in hand_overs if one.state != HandOverState.PROPOSED),
        story=tuple(line(event) for event in inquiry.events.all()),
        why=policies.why_seen(tied),
        allowed=_allowed(inquiry, actor, tied, cards[inquiry.lead_id].short, on),
    )


def allowed(inquiry: Inquiry | str, actor: Actor, on: date) -> Allowed:
    """What the actor may do with a request now, and why not otherwise. Raises NotVisible."""
    found = _seen(inquiry if isinstance(inquiry, str) else inquiry.reference, actor, on)
    lead = directory.person(found.lead_id, on).short
    return _allowed(found, actor, policies.ties(found, actor, on), lead, on)


def attachment(reference: str, public_id: str, actor: Actor, on: date) -> StoredFile:
    """A file of the thread, for whoever may open the request. Raises NotVisible."""
    inquiry = _seen(reference, actor, on)
    row = Attachment.objects.filter(message__inquiry=inquiry, file__public_id=public_id)
    found = row.select_related("file").first()
    if found is None:
        raise NotVisible(public_id)
    return found.file


def thread(wanted: Q, on: date) -> tuple[MessageLine, ...]:
    """Messages in the order they were written, with their authors and files, in a constant number of reads."""
    listed = list(Message.objects.filter(wanted).prefetch_related("attachments__file"))
    cards = directory.cards([one.person_id for one in listed if one.person_id is not None], on)
    return tuple(
        MessageLine(
            pk=one.pk,
            by_company=one.author == Author.COMPANY,
            is_internal=one.visibility == Visibility.INTERNAL,
            person=cards.get(one.person_id or 0),
            body=one.body,
            at=one.at,
            attachments=tuple(
                AttachmentLine(
                    public_id=row.file.public_id,
                    name=row.file.name,
                    media_type=row.file.media_type,
                    size=row.file.size,
                )
                for row in one.attachments.all()
            ),
        )
        for one in listed
    )


def steps(inquiry: Inquiry) -> tuple[StepLine, ...]:
    """The pathway of a request, in order."""
    listed = Step.objects.filter(inquiry=inquiry).select_related("organization", "unit", "scheme")
    return tuple(
        StepLine(
            pk=one.pk,
            rank=one.rank,
            stage=one.stage,
            stage_label=str(Stage(one.stage).label),
            title=one.title,
            organization=one.organization_id,
            organization_name=one.organization.name,
            unit=one.unit_id,
            unit_name=one.unit.name if one.unit else "",
            scheme_slug=one.scheme.slug if one.scheme else "",
            scheme_title=one.scheme.title if one.scheme else "",
            state=one.state,
            state_label=str(StepState(one.state).label),
            note=one.note,
            changed_at=one.changed_at,
            changed_by=one.changed_by,
        )
        for one in listed
    )


def person_lines(cards: Iterable[PersonCard], on: date) -> tuple[PersonLine, ...]:
    """People with their time and their load, two figures (H-076), in their order, each once."""
    listed = list({card.pk: card for card in cards}.values())
    loads = load(card.pk for card in listed)
    away = directory.away(on, loads)
    return tuple(
        PersonLine(
            card=card,
            side_label=card.side_label,
            share=card.share,
            load=loads[card.pk],
            is_away=card.pk in away,
        )
        for card in listed
    )


def _erased_on(inquiry: Inquiry) -> date | None:
    """Asked only of a request that says nothing: the others were not erased."""
    if inquiry.need or inquiry.contact_name:
        return None
    return audit.forgotten_on(f"{inquiry._meta.label_lower}:{inquiry.pk}")


def said(situation: Mapping[str, object]) -> tuple[SaidLine, ...]:
    """What the company said of itself, in words; what it did not say is not there."""
    told = crm.in_words(situation)
    return tuple(
        SaidLine(field=field, label=str(label), value=told[field])
        for field, label in FIELDS.items()
        if field in told
    )


def _seen(reference: str, actor: Actor, on: date) -> Inquiry:
    rows = Inquiry.objects.filter(policies.visible(actor, on), reference=reference)
    found = rows.select_related("company", "subject", "unit", "routing_rule__table").first()
    if found is None:
        raise NotVisible(reference)
    return found


def _allowed(inquiry: Inquiry, actor: Actor, tied: policies.Ties, lead: str, on: date) -> Allowed:
    every = policies.abilities(inquiry, actor, on, tied=tied, lead=lead)
    return Allowed(
        **{act.value: Permission(ok=every[act].allowed, why_not=every[act].reason) for act in ACTS}
    )


def _leads(changes: list[LeadChange], cards: Mapping[int, PersonCard]) -> tuple[LeadLine, ...]:
    ends = [*(one.at for one in changes[1:]), None]
    return tuple(
        LeadLine(
            person=cards[one.person_id],
            unit_name=one.unit.name,
            at=one.at,
            until=until,
            reason=one.reason,
            reason_label=str(LeadReason(one.reason).label),
            note=one.note,
            by=one.by,
        )
        for one, until in zip(changes, ends, strict=True)
    )


def _helping(helpers: tuple[PartLine, ...]) -> list[PersonCard]:
    return [one.person for one in helpers if one.done_at is None]


def _support(inquiry: Inquiry, beside: set[int], on: date) -> tuple[PersonLine, ...]:
    return person_lines(
        [card for card in directory.support(inquiry.unit_id, on) if card.pk not in beside], on
    )
