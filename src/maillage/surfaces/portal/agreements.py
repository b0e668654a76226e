"""Who reads what a company said, and why; what it agrees to; what it takes back: by its link (docs/adr/0037).

A link opens one request. It shows, and changes, the agreements that were asked or given while this request was there: whoever asks
something later in the name of a company learns nothing of what it agreed to before.
"""

import datetime
from dataclasses import dataclass

from django.http import QueryDict

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible
from maillage.modules.crm import operations
from maillage.modules.crm.enums import ConsentPurpose
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import consents, reading
from maillage.modules.inquiries import queries as inquiries
from maillage.modules.inquiries.models import Inquiry
from maillage.modules.inquiries.operations.opposing import part_opposed
from maillage.modules.inquiries.queries.sharing import SharedRequest, shared_of
from maillage.shared.directory.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperLine:
    """A body that takes a part of the request; ``parts``: which, in words."""

    slug: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsPage:
    """What the company reads: who answers, who helps, what it agrees to, who read."""

    reference: str
    lead: str
    helpers: tuple[HelperLine, ...]
    asked: tuple[consents.ConsentLine, ...]
    given: tuple[consents.ConsentLine, ...]
    ended: tuple[consents.ConsentLine, ...]
    readers: tuple[reading.ReaderLine, ...]


def page(token: str, *, at: datetime.datetime) -> AgreementsPage:
    """What a link shows. Raises LinkExpired, NotVisible."""
    shared = shared_of(token, at)
    lines = _lines(shared)
    public_id = Company.objects.values_list("public_id", flat=True).get(pk=shared.company)
    bodies = Organization.objects.in_bulk([body for body, _parts in shared.helpers])
    return AgreementsPage(
        reference=shared.reference,
        lead=shared.lead,
        helpers=tuple(
            HelperLine(slug=bodies[body].slug, name=bodies[body].name, parts=parts)
            for body, parts in shared.helpers
        ),
        asked=tuple(one for one in lines if one.state == "asked"),
        given=tuple(one for one in lines if one.state == "given"),
        ended=tuple(one for one in lines if one.ended_at is not None),
        readers=reading.readers_of(
            public_id, also=(("inquiries.inquiry", shared.reference),), since=shared.received_at
        ),
    )


def waiting(reference: str) -> int:
    """How many questions about its agreement wait for the company of a request. Two queries."""
    of_request = Inquiry.objects.filter(reference=reference).values_list("company", "received_at")
    return sum(consents.waiting(company, since) for company, since in of_request)


def act(token: str, sent: QueryDict, *, at: datetime.datetime) -> None:
    """What the company chose: say yes or no to a question, take an agreement back, give it again, or object to a body that helps.
    Raises LinkExpired, NotVisible, Refused."""
    shared = shared_of(token, at)
    if slug := sent.get("contre", ""):
        body = Organization.objects.filter(slug=slug).first()
        if body is None or body.pk not in dict(shared.helpers):
            raise NotVisible(slug)
        company = Company.objects.get(pk=shared.company)
        operations.oppose_sharing(company, body, ConsentPurpose.ANSWERING, at=at, actor=PUBLIC)
        part_opposed(inquiries.inquiry_of(token, at), body.pk, at=at, actor=PUBLIC)
        return
    if sent.get("accord", "") not in {one.public_id for one in _lines(shared)}:
        raise NotVisible("consent")
    row = consents.row_of_company(sent["accord"], shared.company)
    if sent.get("reponse") == "oui":
        operations.give_consent(row.company, row.organization, row.purpose, at=at, actor=PUBLIC)
    else:
        operations.revoke_consent(row, at=at, actor=PUBLIC)


def _lines(shared: SharedRequest) -> tuple[consents.ConsentLine, ...]:
    """The agreements that were asked, given or refused while the request was there."""
    return tuple(
        one
        for one in consents.lines(shared.company)
        if max(moment for moment in (one.asked_at, one.given_at, one.ended_at) if moment)
        >= shared.received_at
    )
