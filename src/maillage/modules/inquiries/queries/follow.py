"""What the company reads from its link: a state in words, one name, a date, the thread without internal notes."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.errors import NotVisible
from maillage.modules.inquiries import links, machine
from maillage.modules.inquiries.days import day_of, goes_on
from maillage.modules.inquiries.enums import OPEN, Act, State, Visibility
from maillage.modules.inquiries.models import Attachment, FollowLink, Inquiry, LeadChange
from maillage.modules.inquiries.queries.file import steps, thread
from maillage.modules.inquiries.queries.shapes import FollowPage, LinkExpired, Permission
from maillage.modules.portfolios import queries as portfolios
from maillage.shared.directory import queries as directory
from maillage.shared.directory.queries import PersonCard
from maillage.shared.files.models import StoredFile


def by_token(token: str, at: datetime) -> FollowPage:
    """The page of the request that a token opens. Raises LinkExpired, or NotVisible when it opens nothing."""
    link = _link(token, at)
    inquiry, on = link.inquiry, day_of(at)
    since = LeadChange.objects.filter(inquiry=inquiry).values_list("at", flat=True).last()
    late = not goes_on(inquiry, at)
    return FollowPage(
        reference=inquiry.reference,
        company_name=inquiry.company.name,
        subject_label=inquiry.subject.label,
        need=inquiry.need,
        received_at=inquiry.received_at,
        state=inquiry.state,
        sentence=state_sentence(inquiry.state),
        contact=directory.person(inquiry.lead_id, on),
        contact_since=since or inquiry.received_at,
        referent=_referent(inquiry, on),
        due_on=inquiry.due_on,
        expects_answer=inquiry.state in OPEN,
        answered=inquiry.answered_at is not None,
        thread=thread(Q(inquiry=inquiry, visibility=Visibility.SHARED), on),
        steps=steps(inquiry),
        can_reply=_may(inquiry, Act.REPLY, late=late),
        can_withdraw=_may(inquiry, Act.WITHDRAW),
        can_reopen=_may(inquiry, Act.REOPEN, late=late),
        language=inquiry.language,
        expires_at=link.expires_at,
        contact_fault=inquiry.contact_fault,
    )


def _referent(inquiry: Inquiry, on: date) -> PersonCard | None:
    """The referent of the company (H-063), which may be somebody else than who answers this request."""
    found = portfolios.referent(inquiry.company_id, on)
    return found.card if found is not None else None


def inquiry_of(token: str, at: datetime) -> str:
    """The reference of the request that a token opens, for the verbs of the company. Raises as ``by_token``."""
    return _link(token, at).inquiry.reference


def file_of(token: str, public_id: str, at: datetime) -> StoredFile:
    """A file of the thread that the company may read: internal notes keep theirs. Raises as ``by_token``."""
    rows = Attachment.objects.filter(
        message__inquiry=_link(token, at).inquiry,
        message__visibility=Visibility.SHARED,
        file__public_id=public_id,
    )
    found = rows.select_related("file").first()
    if found is None:
        raise NotVisible(public_id)
    return found.file


def state_sentence(state: str) -> str:
    """A state in words for the company."""
    return {
        State.RECEIVED: _("Votre demande est reçue ; votre contact va la prendre en charge."),
        State.TAKEN: _("Votre contact s'occupe de votre demande."),
        State.WAITING: _("Votre contact attend une réponse de votre part."),
        State.ANSWERED: _("Votre demande a reçu une réponse."),
        State.UNCOVERED: _("Aucune aide connue ne répond à ce besoin ; votre contact vous dit pourquoi."),
        State.CLOSED: _("Votre demande est close."),
        State.WITHDRAWN: _("Vous avez retiré votre demande."),
    }[State(state)]


def _link(token: str, at: datetime) -> FollowLink:
    rows = FollowLink.objects.select_related("inquiry__company", "inquiry__subject")
    found = rows.filter(digest=links.digest(token)).first()
    if found is None:
        raise NotVisible("follow")
    if found.revoked_at is not None or found.expires_at <= at:
        raise LinkExpired(
            "link_expired",
            _("Ce lien ne marche plus : il a expiré, ou l'adresse du contact a changé."),
            way_out=_("Demandez un nouveau lien avec l'adresse électronique de la demande."),
        )
    return found


def _may(inquiry: Inquiry, act: Act, *, late: bool = False) -> Permission:
    """``late``: whether the request ended too long ago to go on with it."""
    refused = machine.why_not(act, inquiry.state)
    if not refused and late:
        refused = str(machine.too_late())
    return Permission(ok=not refused, why_not=refused)
