"""Aids that companies received, for programs: the list that is open by right to the network (H-097)."""

import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from maillage.kit import clock
from maillage.kit.api import needs, paging
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible
from maillage.modules.crm import helping
from maillage.modules.crm.queries import exported, narrowing
from maillage.shared.accounts.scopes import Scope
from maillage.shared.territories import queries as territories

router = Router(tags=["Entreprises"])


class AidsAsked(paging.Asked):
    """What is kept of the list; an empty value keeps everything. Years are included."""

    unit: Annotated[str, Field(max_length=80)] = ""
    giver: Annotated[str, Field(max_length=80)] = ""
    industry: Annotated[str, Field(max_length=160)] = ""
    activity: Annotated[str, Field(max_length=10)] = ""
    territory: Annotated[str, Field(max_length=500)] = ""
    first_year: Annotated[int | None, Field(ge=1950, le=2200)] = None
    last_year: Annotated[int | None, Field(ge=1950, le=2200)] = None


class AidOut(Schema):
    """One aid. ``amount`` null: « non chiffré », which is not zero; ``company_id`` empty: its page is not for this program."""

    id: str
    company_id: str
    company: str
    siren: str
    commune: str
    naf: str
    label: str
    scheme: str
    giver: str
    unit: str
    industry: str
    year: int | None
    decided_on: datetime.date | None
    paid_on: datetime.date | None
    amount: Decimal | None
    state: str


@router.get(
    "/aids-received",
    response=paging.Page[AidOut],
    summary="Les aides reçues par les entreprises",
    **needs(Scope.COMPANIES_READ),
)
def list_aids_received(
    request: HttpRequest, response: HttpResponse, asked: Query[AidsAsked]
) -> dict[str, Any]:
    """In the order in which they were noted. Sole traders, and companies that a register does not publish, are not named."""
    who, on = entitled(request), clock.today()
    if not helping.reads_helped(who):
        raise NotVisible("crm.aids")
    filters = narrowing.HelpedFilters(
        unit=asked.unit,
        giver=asked.giver,
        industry=asked.industry,
        activity=asked.activity,
        territory=str(territories.understood(asked.territory, on, field="territory"))
        if asked.territory
        else "",
        first_year=asked.first_year,
        last_year=asked.last_year,
    )
    after = paging.following(request, asked.cursor)
    rows = exported.following(filters, after=after, most=asked.limit + 1, actor=who, on=on)
    return paging.paged(request, response, rows, limit=asked.limit, key=_key, show=_shown)


def _key(row: exported.AidTold) -> str:
    return row.public_id


def _shown(row: exported.AidTold) -> AidOut:
    return AidOut(
        id=row.public_id,
        company_id=row.company_id,
        company=row.company,
        siren=row.siren,
        commune=row.commune,
        naf=row.naf,
        label=row.label,
        scheme=row.scheme,
        giver=row.giver,
        unit=row.unit,
        industry=row.industry,
        year=row.year,
        decided_on=row.decided_on,
        paid_on=row.paid_on,
        amount=row.amount,
        state=row.state,
    )
