"""Commitments and their yearly report, for programs: what the pages show, without the people named."""

import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from maillage.kit import clock
from maillage.kit.api import needs
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible
from maillage.modules.plans import queries
from maillage.shared.accounts.scopes import Scope

router = Router(tags=["Engagements"])
READS = needs(Scope.MISSIONS_READ)


class CommitmentOut(Schema):
    """A commitment; empty texts are not known: an owner to designate, a target that is « non chiffré »."""

    id: int
    words: str
    kind: str
    mission_code: str
    mission: str
    owner: str
    due_on: datetime.date
    indicator: str
    target: str
    state: str
    year: int | None
    overdue: bool


class CommitmentsOut(Schema):
    """A page of commitments, and how many there are."""

    items: list[CommitmentOut]
    total: int


class Wanted(Schema):
    """What the list is narrowed to; ``state``: a state of the yearly follow-up."""

    model_config = ConfigDict(extra="forbid")

    state: Annotated[str, Field(max_length=12)] = ""
    page: Annotated[int, Field(ge=1, le=9999)] = 1


class LineOut(Schema):
    """Where a commitment stands in a year."""

    commitment: CommitmentOut
    state: str
    words: str
    measured: str
    despite: str
    evidence: str


class ReportOut(Schema):
    """The yearly report; ``definitive`` once it is locked; ``assembly_on``: the general assembly that reads it, null when not known."""

    plan: str
    year: int
    bureau_on: datetime.date
    assembly_on: datetime.date | None
    definitive: bool
    lines: list[LineOut]
    uncounted: int
    unmeasured: int


@router.get("/plans/{slug}/commitments", response=CommitmentsOut, summary="Engagements d'un schéma", **READS)
def list_commitments(request: HttpRequest, slug: str, asked: Query[Wanted]) -> Any:
    who = entitled(request)
    if slug not in dict(queries.plans(who)):
        raise NotVisible(slug)
    filters = queries.Filters(plan=slug, state=asked.state, page=asked.page)
    found = queries.commitments(filters, actor=who, on=clock.today())
    return CommitmentsOut(items=[_out(row) for row in found.rows], total=found.total)


@router.get(
    "/plans/{slug}/follow-ups/{year}", response=ReportOut, summary="Rapport annuel des engagements", **READS
)
def get_follow_up(request: HttpRequest, slug: str, year: int) -> Any:
    who, on = entitled(request), clock.today()
    pk = next((one.pk for one in queries.campaigns(actor=who, on=on, plan=slug) if one.year == year), None)
    if pk is None:
        raise NotVisible(f"{slug} {year}")
    found = queries.report(pk, actor=who, on=on)
    return ReportOut(
        plan=slug,
        year=year,
        bureau_on=found.campaign.bureau_on,
        assembly_on=found.campaign.assembly_on,
        definitive=found.campaign.locked,
        lines=[
            LineOut(
                commitment=_out(line.commitment),
                state=line.state,
                words=line.words,
                measured=line.measured,
                despite=line.despite,
                evidence=line.cite.evidence,
            )
            for section in found.sections
            for line in section.lines
        ],
        uncounted=found.uncounted,
        unmeasured=found.unmeasured,
    )


def _out(row: queries.CommitmentRow) -> CommitmentOut:
    return CommitmentOut(
        id=row.pk,
        words=row.words,
        kind=row.kind,
        mission_code=row.mission.code if row.mission else "",
        mission=row.mission.label if row.mission else "",
        owner=row.owner,
        due_on=row.due_on,
        indicator=row.indicator,
        target=row.target,
        state=row.state,
        year=row.year,
        overdue=row.overdue,
    )
