"""A company asks: the request gets a reference, exactly one lead, dates, and a link (H-048, H-054)."""

import hashlib
import json
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.kit.actor import PUBLIC, SCHEDULE, Actor
from maillage.kit.clock import workdays
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.crm import operations as crm
from maillage.modules.crm.enums import FIELDS, ValueOrigin
from maillage.modules.crm.models import Company
from maillage.modules.inquiries import links, mails, routing
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import Act, Channel, EventKind, LeadReason, Maturity, Profile
from maillage.modules.inquiries.models import Inquiry, LeadChange, Step
from maillage.modules.inquiries.operations import messages
from maillage.modules.inquiries.operations.company import reply_as_company
from maillage.modules.inquiries.operations.contact import Contact, reach, read
from maillage.modules.inquiries.operations.drafts import InquiryDraft, Submitted
from maillage.modules.inquiries.operations.opening import author, fits, locked, record
from maillage.modules.inquiries.queries.leads import Chosen, lead_for
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Subject

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What nobody confuses on the phone: no 0 and O, no 1, I and L, no U and V."""

SHOWN_AGAIN = timedelta(minutes=15)
"""How long the same words sent from a form that was shown again are one request: browsers go back."""


@operation("inquiries.submit")
def submit(draft: InquiryDraft, *, at: datetime, actor: Actor) -> Submitted:
    """Receive a request. The same form sent twice is the same request; what was corrected meanwhile in the contact, the
    words or the files is corrected or added there. Another subject, place or company makes another request. So is a form
    shown again and sent as it was within ``SHOWN_AGAIN``: its key is new, nothing else.

    Refused, with the field: no subject, no way to be answered (portal), a wrong address, a company that cannot be, files
    or words in excess.
    """
    subject, contact = _checked(draft)
    mark = _mark(draft)
    if alike := _sent_lately(draft, contact, at):
        return Submitted(inquiry=alike, token=links.issue(alike, at=at), again=True)
    known = _known(mark)
    if known is None:
        try:
            with transaction.atomic():
                return _received(draft, subject, contact, mark, at=at, actor=actor)
        except IntegrityError:
            # Another worker received the same form meanwhile: nothing of this second one is kept.
            known = _known(mark)
            if known is None:
                raise
    return _again(locked(known), draft, contact, at=at, actor=actor)


def _again(
    inquiry: Inquiry, draft: InquiryDraft, contact: Contact, *, at: datetime, actor: Actor
) -> Submitted:
    reach(inquiry, contact, at=at, actor=actor)
    if typed(draft.need) or draft.attachments:
        reply_as_company(
            inquiry, draft.need, key=draft.submission_key, files=draft.attachments, at=at, actor=PUBLIC
        )
    return Submitted(inquiry=inquiry, token=links.issue(inquiry, at=at), again=True)


def _received(
    draft: InquiryDraft, subject: Subject, contact: Contact, mark: str, *, at: datetime, actor: Actor
) -> Submitted:
    on = day_of(at)
    company = _company(draft, at=at, actor=actor)
    routed = routing.route(draft.subject, draft.profile, draft.situation, draft.commune, on)
    kept = draft.keep and draft.entered_by is not None
    chosen = _kept(draft, on) if kept else lead_for(routed.unit.pk, draft.commune, on)
    reason = LeadReason.ENTERED if kept else LeadReason.ENTRY_DOOR if routed.unserved else LeadReason.ROUTED
    because = chosen.because if kept else f"{routed.because} {chosen.because}"
    row = Inquiry(
        reference=_reference(draft.submission_key, on.year),
        submission_key=mark,
        company=company,
        subject=subject,
        need=typed(draft.need),
        profile=draft.profile,
        maturity=draft.maturity,
        situation=dict(draft.situation),
        commune=fits(Inquiry, "commune", draft.commune),
        channel=draft.channel,
        entered_by_id=draft.entered_by,
        language=draft.language,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        lead_id=chosen.person,
        unit_id=chosen.unit,
        routing_rule=None if kept else routed.rule,
        routed_because=because.strip()[:400],
        unserved_place=routed.unserved,
        received_at=at,
        take_by=workdays.after(on, routed.take_days),
        due_on=workdays.after(on, routed.answer_days),
        is_demo=draft.is_demo,
    )
    row.save()
    LeadChange.objects.create(
        inquiry=row,
        person_id=chosen.person,
        unit_id=chosen.unit,
        at=at,
        reason=reason,
        note=row.routed_because[:300],
        by=author(actor),
    )
    with translation.override("fr"):
        channel = str(row.get_channel_display())
    record(row, EventKind.RECEIVED, note=channel, told_company=True, at=at, actor=actor)
    if row.need or draft.attachments:
        first = messages.mark_of(
            row, Act.REPLY, row.need, key=draft.submission_key, files=draft.attachments, actor=PUBLIC
        )
        messages.add(row, row.need, mark=first, files=draft.attachments, at=at, actor=actor)
    _steps(row, draft, at=at)
    mails.to_company("received", row, key="received", at=at, actor=actor)
    mails.to_person(row.lead_id, "new", row, key="new", at=at, actor=actor)
    return Submitted(inquiry=row, token=links.issue(row, at=at))


def _known(mark: str) -> Inquiry | None:
    return Inquiry.objects.filter(submission_key=mark).first()


def _sent_lately(draft: InquiryDraft, contact: Contact, at: datetime) -> Inquiry | None:
    """The request that this company sent from the portal a moment ago, when this one says nothing else and adds no file."""
    if draft.channel != Channel.PORTAL or draft.attachments:
        return None
    alike = Inquiry.objects.filter(
        received_at__gt=at - SHOWN_AGAIN,
        received_at__lte=at,
        channel=Channel.PORTAL,
        subject__code=draft.subject,
        need=typed(draft.need),
        profile=draft.profile,
        maturity=draft.maturity,
        commune=draft.commune,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
    )
    who = draft.company
    same = Q(company__public_id=who.public_id) if who.public_id else Q(company__name=typed(who.name))
    said = json.loads(json.dumps(dict(draft.situation)))
    return next((one for one in alike.filter(same) if one.situation == said), None)


def _mark(draft: InquiryDraft) -> str:
    """What makes two sendings of one form the same request: all but what is said of the contact, the words and the files."""
    who, said = draft.company, draft.situation
    return messages.digest(
        draft.submission_key,
        draft.subject,
        draft.profile,
        draft.maturity,
        draft.commune,
        draft.channel,
        *(who.public_id, who.name, who.identity, who.siren, who.siret, who.country, who.foreign_number),
        *(f"{name}={said[name]}" for name in sorted(said)),
    )


def _checked(draft: InquiryDraft) -> tuple[Subject, Contact]:
    """The subject and the contact of a draft that can be received. Raises Refused."""
    if not draft.submission_key:
        raise ValueError("a submission key")
    if draft.channel not in Channel.values or draft.language not in ("fr", "en"):
        raise ValueError(f"{draft.channel}, {draft.language}")
    if draft.profile not in ("", *Profile.values) or draft.maturity not in ("", *Maturity.values):
        raise ValueError(f"{draft.profile}, {draft.maturity}")
    subject = Subject.objects.filter(code=draft.subject).first()
    if subject is None:
        raise Refused(
            "subject", _("Le sujet manque."), way_out=_("Choisissez-en un dans la liste."), field="subject"
        )
    contact = read(draft.contact_name, draft.contact_email, draft.contact_phone, prefix="contact_")
    if draft.channel == Channel.PORTAL and not (contact.email or contact.phone):
        raise Refused(
            "contact",
            _("Nous n'avons aucun moyen de vous répondre."),
            way_out=_("Donnez une adresse électronique ou un numéro de téléphone."),
            field="contact_email",
        )
    fits(Company, "name", draft.company.name)
    messages.check(typed(draft.need), draft.attachments, empty=True)
    return subject, contact


def _company(draft: InquiryDraft, *, at: datetime, actor: Actor) -> Company:
    said = draft.company
    known = crm.of_reference(said.public_id, at=at, actor=actor) if said.public_id else None
    # Of a company already known, only what was said now is a declaration: the place may come from its register.
    values = said.values if known else {"commune": draft.commune, **said.values}
    return crm.declare(
        known,
        name=said.name,
        identity=said.identity,
        siren=said.siren,
        siret=said.siret,
        country=said.country,
        foreign_number=said.foreign_number,
        values={field: value for field, value in values.items() if field in FIELDS},
        origin=ValueOrigin.OFFICER if draft.entered_by is not None else ValueOrigin.DECLARATION,
        at=at,
        actor=actor,
    )


def _kept(draft: InquiryDraft, on: date) -> Chosen:
    """The person who entered the request keeps it. Refused when that person is not there."""
    card = directory.cards([draft.entered_by], on).get(draft.entered_by) if draft.entered_by else None
    if card is None or card.unit is None or not directory.available(card.pk, on):
        raise Refused(
            "away",
            _("Vous n'êtes pas en poste aujourd'hui : vous ne pouvez pas garder cette demande."),
            way_out=_("Laissez les règles choisir qui répond."),
            field="keep",
        )
    because = _("%(name)s a saisi la demande et la garde.") % {"name": card.name}
    return Chosen(person=card.pk, unit=card.unit, because=because)


def _steps(row: Inquiry, draft: InquiryDraft, *, at: datetime) -> None:
    """The pathway that was proposed to the company: by no person."""
    slugs = {step.scheme_slug for step in draft.steps if step.scheme_slug}
    schemes = dict(Scheme.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    Step.objects.bulk_create(
        Step(
            inquiry=row,
            rank=rank,
            stage=step.stage,
            title=step.title[:200],
            organization_id=step.organization_pk,
            unit_id=step.unit_pk,
            scheme_id=schemes.get(step.scheme_slug),
            changed_at=at,
            changed_by=author(SCHEDULE),
        )
        for rank, step in enumerate(draft.steps, start=1)
    )


def _reference(key: str, year: int) -> str:
    """A reference that can be said on the phone: « 2026-K7QWM ». Drawn from the key, so that a second click finds it."""
    for attempt in range(1000):
        number = int.from_bytes(hashlib.sha256(f"{key}/{attempt}".encode()).digest()[:8], "big")
        letters = ""
        for _rank in range(5):
            number, rest = divmod(number, len(LETTERS))
            letters += LETTERS[rest]
        if not Inquiry.objects.filter(reference=f"{year}-{letters}").exists():
            return f"{year}-{letters}"
    raise RuntimeError("no free reference")
