"""Between which bodies a request is shared: what its company reads of it, and may object to (docs/adr/0037)."""

from dataclasses import dataclass
from datetime import datetime

from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.models import Inquiry, Participant
from maillage.modules.inquiries.queries.follow import inquiry_of
from maillage.shared.directory import queries as directory


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRequest:
    """Between which bodies a request is shared, as its company reads it. ``company``: primary key; ``helpers``: the other bodies
    (primary key) that take a part of it, with these parts in words."""

    reference: str
    company: int
    received_at: datetime
    lead: str
    lead_body: int | None
    helpers: tuple[tuple[int, tuple[str, ...]], ...]
    language: str


def shared_of(token: str, at: datetime) -> SharedRequest:
    """Between whom the request that a token opens is shared: its lead's body, and those of its helpers. Raises LinkExpired,
    NotVisible."""
    inquiry, on = _opened(token, at), day_of(at)
    parts = list(Participant.objects.filter(inquiry=inquiry, removed_at__isnull=True).order_by("pk"))
    cards = directory.cards({inquiry.lead_id, *(one.person_id for one in parts)}, on)
    lead = cards[inquiry.lead_id]
    helping: dict[int, list[str]] = {}
    for one in parts:
        body = cards[one.person_id].organization
        if body is not None and body != lead.organization:
            helping.setdefault(body, []).append(one.part)
    return SharedRequest(
        reference=inquiry.reference,
        company=inquiry.company_id,
        received_at=inquiry.received_at,
        lead=lead.organization_name,
        lead_body=lead.organization,
        helpers=tuple((body, tuple(dict.fromkeys(asked))) for body, asked in helping.items()),
        language=inquiry.language,
    )


def _opened(token: str, at: datetime) -> Inquiry:
    return Inquiry.objects.get(reference=inquiry_of(token, at))
