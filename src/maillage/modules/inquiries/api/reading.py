"""The list of requests, one request, and a request entered for a company."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field

from maillage.kit import clock
from maillage.kit.api import Asked, Page, acting, following, needs, paged
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import reads
from maillage.modules.inquiries import abilities, operations, pathways, queries
from maillage.modules.inquiries.api.shapes import Acted, InquiryIn, InquiryLine, InquiryOut, line, whole
from maillage.modules.inquiries.api.targets import acted, known_subject
from maillage.modules.inquiries.enums import Channel, State
from maillage.modules.schemes import queries as schemes
from maillage.shared.accounts.scopes import Scope
from maillage.shared.directory import queries as directory
from maillage.shared.territories import queries as territories

router = Router()


class Filters(Asked):
    """What is asked of the list; an empty filter keeps everything. ``lead``: a person; ``territory``: an expression."""

    state: State | None = None
    subject: Annotated[str, Field(max_length=80)] = ""
    channel: Channel | None = None
    territory: Annotated[str, Field(max_length=200)] = ""
    answered: Literal["yes", "no", ""] = ""
    lead: Annotated[str, Field(max_length=80)] = ""
    text: Annotated[str, Field(max_length=100)] = ""


@router.get("", response=Page[InquiryLine], summary="Demandes", **needs(Scope.INQUIRIES_READ))
def list_inquiries(request: HttpRequest, response: HttpResponse, asked: Query[Filters]) -> dict[str, object]:
    """The requests that the program may open, in the order in which they came; each one told is a reading, as in a file taken."""
    on = clock.today()
    after = following(request, asked.cursor)
    rows = queries.following(_filters(asked, on), entitled(request), on, after=after, most=asked.limit + 1)
    for row in rows[: asked.limit]:
        reads(request, "inquiries.inquiry", row.reference)
    return paged(request, response, rows, limit=asked.limit, key=lambda row: row.reference, show=line)


@router.get("/{reference}", response=InquiryOut, summary="Une demande", **needs(Scope.INQUIRIES_READ))
def get_inquiry(request: HttpRequest, reference: str) -> InquiryOut:
    """One request with its thread, its pathway and its story; the reading log keeps that it was read."""
    file = queries.get(reference, entitled(request), clock.today())
    reads(request, "inquiries.inquiry", reference)
    return whole(file)


@router.post("", response={201: Acted}, summary="Saisir une demande", **needs(Scope.INQUIRIES_WRITE))
def submit_inquiry(request: HttpRequest, asked: InquiryIn) -> Status:
    """A request entered for a company, by the person acting; the rules say who answers, unless ``keep``."""
    who, at, on = acting(request), clock.now(), clock.today()
    if not abilities.enters_requests(who):
        raise NotVisible("inquiries.new")
    sent = operations.submit(_draft(asked, who.person or 0, on), at=at, actor=who)
    return Status(201, acted(sent.inquiry))


def _filters(asked: Filters, on: datetime.date) -> queries.InquiryFilters:
    lead = None
    if asked.lead:
        try:
            lead = directory.person(asked.lead, on).pk
        except NotVisible:
            lead = -1
    return queries.InquiryFilters(
        tab="all",
        state=asked.state or "",
        subject=asked.subject,
        channel=asked.channel or "",
        territory=asked.territory,
        answered=asked.answered,
        lead=lead,
        text=asked.text,
    )


def _draft(asked: InquiryIn, person: int, on: datetime.date) -> operations.InquiryDraft:
    """The same draft as the page of officers makes. Raises Refused: a subject or a commune that does not exist."""
    company = asked.company
    subject = known_subject(asked.subject, on)
    if asked.commune:
        territories.place(asked.commune, on=on, district_detail=False)
    if not company.public_id and not company.name.strip():
        raise Refused(
            "missing",
            _("Le nom de l'entreprise ou du projet manque."),
            way_out=_("Donnez son nom, ou son identifiant public."),
            field="company.name",
        )
    said = {
        "commune": asked.commune,
        "naf": company.naf.strip(),
        "headcount": "" if company.headcount is None else str(company.headcount),
    }
    values: dict[str, object] = {name: value for name, value in said.items() if value}
    foreign = company.country.upper() != "FR"
    numbered = bool(company.siren or company.siret)
    return operations.InquiryDraft(
        submission_key=asked.key,
        company=operations.CompanyDraft(
            public_id=company.public_id,
            name=company.name,
            identity="foreign" if foreign else "registered" if numbered else "none_yet",
            siren=company.siren,
            siret=company.siret,
            country=company.country.upper(),
            foreign_number=company.foreign_number,
            values=values,
        ),
        subject=subject,
        need=asked.need,
        profile=asked.profile,
        maturity=asked.maturity,
        situation=values,
        commune=asked.commune,
        channel=asked.channel,
        contact_name=asked.contact_name,
        contact_email=asked.contact_email,
        contact_phone=asked.contact_phone,
        language=asked.language,
        steps=_steps(asked, values, on),
        entered_by=person,
        keep=asked.keep,
    )


def _steps(
    asked: InquiryIn, values: Mapping[str, object], on: datetime.date
) -> tuple[pathways.ProposedStep, ...]:
    """The pathway that the portal would have shown; without its aids when the situation says something wrong."""
    known = {one.name for one in dataclasses.fields(schemes.Situation)}
    said = {name: str(value) for name, value in values.items() if name in known}
    try:
        diagnosis = schemes.diagnose(schemes.Situation(**said), on=on, today=on)  # type: ignore[arg-type]
    except Refused:
        diagnosis = None
    return pathways.propose(
        subject=asked.subject,
        profile=asked.profile,
        maturity=asked.maturity,
        situation=values,
        commune=asked.commune,
        diagnosis=diagnosis,
        on=on,
    ).steps
