"""Mails sent to the application: believed when a member sent them, put with the company that they name, else kept for a person."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.crm import policies as crm
from maillage.modules.crm.enums import ValueOrigin
from maillage.modules.crm.models import Company
from maillage.modules.interactions import policies
from maillage.modules.interactions.drafts import InteractionDraft
from maillage.modules.interactions.enums import Direction, InteractionKind, Reach, ReceivedMailState
from maillage.modules.interactions.mailing import Mail
from maillage.modules.interactions.models import Contact, Interaction, ReceivedMail
from maillage.modules.interactions.operations import opening
from maillage.modules.interactions.operations.recording import kept
from maillage.modules.interactions.queries.mails import (
    NO_RIGHT,
    NOBODY,
    SEVERAL,
    STRANGER,
    UNPROVEN,
    settles,
)
from maillage.shared.access.models import RoleAssignment
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.audit import capturing
from maillage.shared.directory.models import Organization, Person

OF_EVERYONE = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "live.com",
        "yahoo.fr", "yahoo.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "bbox.fr", "icloud.com",
        "protonmail.com", "proton.me", "gmx.fr",
    }
)  # fmt: skip
"""Domains that say nothing of a company: anybody has an address there."""


OLDEST = timedelta(days=7)
"""A mail is not longer on its way: of one that says it is older, the day of its reception is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Of whom a mail is. ``because``: why a person must say it."""

    company: Company | None = None
    partner: Organization | None = None
    because: str = ""


def address(tag: str = "") -> str:
    """The address where the application takes mails; ``tag``: a SIREN, or the public identifier of a company."""
    local, _at, domain = settings.MAILS_TO_COMPANIES.partition("@")
    return f"{local}+{tag}@{domain}" if tag else f"{local}@{domain}"


def is_ours(recipient: str) -> bool:
    """Whether a mail to this address is for the application."""
    local, _at, domain = recipient.lower().partition("@")
    ours, _at, home = settings.MAILS_TO_COMPANIES.lower().partition("@")
    return domain == home and local.partition("+")[0] == ours


@operation("interactions.receive_mail")
def receive_mail(mail: Mail, *, at: datetime, actor: Actor) -> ReceivedMail:
    """Keep a mail: a note of its company when a member who opens that company sent it, else a mail that waits for a person. The
    same mail received twice is kept once. Only who is a member by the envelope and by the mail, and for whom the trusted relay
    vouches, is believed; whoever else bears the address of a member, the mail waits for its holder to say that it is its own. An
    account that never held a role is a stranger's."""
    before = ReceivedMail.objects.filter(digest=mail.digest).first()
    if before is not None:
        return before
    members = User.objects.filter(pk__in=RoleAssignment.objects.order_by().values("user"))
    user = members.filter(email__iexact=mail.sender or mail.envelope).first()
    author = _believed(user, mail, at) if user else None
    whose = _whose(mail, author, at) if author else Whose(because=UNPROVEN if user else STRANGER)
    because = whose.because or ("" if mail.vouched else UNPROVEN)
    row = ReceivedMail(
        public_id=opening.key(),
        digest=mail.digest,
        sender=mail.sender or mail.envelope,
        written_by=mail.forwarded,
        recipient=mail.recipient,
        title=mail.title,
        body=mail.body,
        attachments=list(mail.attachments),
        sent_at=mail.sent_at,
        received_at=at,
        author=Person.objects.filter(user=user).order_by("pk").first() if user else None,
        company=whose.company or next(iter(_tagged(_tag(mail.recipient))), None),
        because=because,
    )
    if author is not None and not because:
        with translation.override("fr"):
            row.interaction = _note(row, whose, at=at, actor=author)
        row.state = ReceivedMailState.FILED
    row.save(force_insert=True)
    return row


@operation("interactions.attach_mail")
def attach_mail(which: str, company: str, *, at: datetime, actor: Actor) -> Interaction:
    """Say of which company a mail that waits is: a SIREN, the address of its page, its public identifier or its exact name. It
    becomes a note by whoever says so. Raises NotVisible, or Refused for a company that is not found."""
    row = _waiting(which, actor, at)
    found = _named(company.strip(), actor, at)
    row.interaction, row.company = _note(row, Whose(company=found), at=at, actor=actor), found
    row.state, row.settled_by_id, row.settled_at = ReceivedMailState.FILED, actor.person, at
    row.save(update_fields=["interaction", "company", "state", "settled_by", "settled_at"])
    return row.interaction


@operation("interactions.discard_mail")
def discard_mail(which: str, because: str, *, at: datetime, actor: Actor) -> ReceivedMail:
    """Say that a mail is of no company, and why."""
    row = _waiting(which, actor, at)
    said = opening.fits(ReceivedMail, "discarded_because", because, field="pourquoi")
    if not said:
        raise Refused(
            "no_reason",
            _("Dites pourquoi ce courriel est écarté."),
            way_out=_("Quelques mots suffisent."),
            field="pourquoi",
        )
    row.discarded_because, row.state = said, ReceivedMailState.DISCARDED
    row.settled_by_id, row.settled_at = actor.person, at
    row.save(update_fields=["discarded_because", "state", "settled_by", "settled_at"])
    return row


def forget_companies(roots: Sequence[Model], *, at: datetime, actor: Actor) -> None:
    """Take the SIREN of the companies about to be erased out of the address to which mails of them were sent."""
    numbers = [row.siren for row in roots if isinstance(row, Company) and row.siren]
    for number in numbers:
        for row in ReceivedMail.objects.filter(recipient__icontains=f"+{number}@"):
            # Neither `save` nor the audited `update`: both would copy the number into the journal.
            QuerySet(ReceivedMail).filter(pk=row.pk).update(recipient=address())
            capturing.hush(row, "recipient", address())


def _waiting(which: str, actor: Actor, at: datetime) -> ReceivedMail:
    opening.writing(actor)
    row = ReceivedMail.objects.select_for_update().filter(public_id=which).first()
    if row is None or not settles(row, actor, day_of(at)):
        raise NotVisible(which)
    if row.state != ReceivedMailState.WAITING:
        raise Refused(
            "settled",
            _("Ce courriel est déjà réglé."),
            way_out=_("Rechargez la page : un collègue l'a peut-être fait."),
        )
    return row


def _believed(user: User, mail: Mail, at: datetime) -> Actor | None:
    """The member who sent a mail that bears its address: by the envelope too, and who may note an exchange."""
    if not mail.sender or mail.sender != mail.envelope or not user.is_active:
        return None
    found = actor_of(user, on=day_of(at))
    return found if policies.writes(found) and not found.reads_only else None


def _whose(mail: Mail, author: Actor, at: datetime) -> Whose:
    """The company named by the address, else the company or the partner of a known contact, else of its domain. What the author does
    not open counts for nothing: neither that it is there, nor that it answers too."""
    on = day_of(at)
    if tag := _tag(mail.recipient):
        rows = [one for one in _tagged(tag) if crm.sees_company(author, one, on)]
        if len(rows) == 1:
            return Whose(company=rows[0])
        return Whose(because=NO_RIGHT if _tagged(tag) and not rows else SEVERAL if rows else NOBODY)
    if not mail.others:
        return Whose(because=NOBODY)
    domains = {one.rpartition("@")[2] for one in mail.others} - OF_EVERYONE
    near = Q(pk__in=())
    for domain in domains:
        near |= Q(email__iendswith=f"@{domain}")
    exact = _told(Contact.objects.filter(email__in=mail.others), author, on)
    found = exact or _told(Contact.objects.filter(near).exclude(email=""), author, on)
    if len(found) != 1:
        return Whose(because=SEVERAL if found else NOBODY)
    company, partner = next(iter(found))
    if company is None:
        return Whose(partner=Organization.objects.get(pk=partner))
    return Whose(company=Company.objects.get(pk=company))


def _told(rows: QuerySet[Any], author: Actor, on: date) -> set[tuple[int | None, int | None]]:
    """The companies and partners of contacts, but for the companies that the author does not open."""
    found = set(rows.order_by().values_list("company", "organization"))
    read = crm.answered(author, {company for company, _partner in found if company is not None}, on)
    return {(company, partner) for company, partner in found if company is None or company in read}


def _tag(recipient: str) -> str:
    return recipient.partition("@")[0].partition("+")[2]


def _tagged(tag: str) -> list[Company]:
    """The companies of a SIREN, the register's first, or of a public identifier; none without a tag."""
    if not tag:
        return []
    if tag.isdecimal() and len(tag) == 9:
        rows = list(Company.objects.filter(siren=tag).order_by("pk"))
        return [one for one in rows if one.origin == ValueOrigin.REGISTER] or rows
    return list(Company.objects.filter(public_id__iexact=tag))


def _named(text: str, actor: Actor, at: datetime) -> Company:
    """The company that a person names. Raises Refused."""
    on = day_of(at)
    number = "".join(text.split())
    ref = text.rstrip("/").rpartition("/")[2]
    if number.isdecimal() and len(number) == 9:
        rows = _tagged(number)
    else:
        rows = list(Company.objects.filter(public_id=ref))
    seen = [one for one in rows if crm.sees_company(actor, one, on)]
    if not seen and text:
        # By its name, only what a search by name answers: the name of a sole trader is a person's.
        seen = list(
            Company.objects.filter(crm.opened_by_name(actor, on), name__iexact=text).order_by("pk")[:2]
        )
    if len(seen) != 1:
        raise Refused(
            "unknown_company",
            _("Plusieurs entreprises répondent à ce nom.")
            if seen
            else _("Aucune entreprise que vous puissiez ouvrir n'y répond."),
            way_out=_(
                "Cherchez-la dans « Entreprises », puis collez ici son SIREN ou l'adresse de sa fiche."
            ),
            field="entreprise",
        )
    return seen[0]


def _note(row: ReceivedMail, whose: Whose, *, at: datetime, actor: Actor) -> Interaction:
    """The note that a mail becomes: opened to the organisation of who sent it, who may widen it."""
    theirs = row.author_id is None or bool(row.written_by)
    named = _("Courriel sans objet")
    attached = _("Pièces jointes, non gardées : %(names)s.") % {"names": ", ".join(row.attachments)}
    body = f"{row.body}\n\n{attached}".strip() if row.attachments else row.body
    believed = row.sent_at is not None and row.received_at - OLDEST <= row.sent_at <= row.received_at
    moment = row.sent_at if believed else row.received_at
    draft = InteractionDraft(
        submission_key=f"mail-{secrets.token_urlsafe(12)}",
        kind=InteractionKind.MAIL,
        direction=Direction.RECEIVED if theirs else Direction.MADE,
        at=moment,
        done=True,
        purpose=(row.title or named)[:200],
        situation=body[:20_000],
        reach=Reach.ORGANIZATION,
        company=whose.company.public_id if whose.company else "",
        organization=whose.partner.slug if whose.partner else "",
    )
    return kept(draft, warns=False, at=at, actor=actor)
