"""Companies, for programs: searched, read with what the program may read of each, declared."""

import datetime
from dataclasses import replace
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from maillage.kit import clock
from maillage.kit.api import needs
from maillage.kit.api.callers import entitled
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.http import reads
from maillage.modules.crm import operations, policies, queries
from maillage.modules.crm.queries import consents
from maillage.shared.accounts.scopes import Scope

router = Router(tags=["Entreprises"])
SHOWN = 50


class CompanyLine(Schema):
    """A company that answers a search; ``match`` says by what."""

    public_id: str
    name: str
    siren: str
    siret: str
    commune: str
    naf: str
    is_fictional: bool
    match: str


class Found(Schema):
    """The first companies that answer, and how many others do."""

    items: list[CompanyLine]
    others: int


class EstablishmentOut(Schema):
    """A place of work; empty texts are not known."""

    siret: str
    is_head_office: bool
    is_open: bool
    commune: str
    naf: str
    bracket: str
    origin: str
    as_of: datetime.date


class ValueOut(Schema):
    """One thing known of a company, in words, with where it comes from."""

    field: str
    label: str
    value: str
    origin: str
    as_of: datetime.date
    current: bool


class CompanyOut(Schema):
    """A company with what this program may read of it. ``withheld``: why what it declared is not in it, empty when it is."""

    public_id: str
    name: str
    trade_name: str
    identity: str
    siren: str
    country: str
    foreign_number: str
    is_fictional: bool
    origin: str
    establishments: list[EstablishmentOut]
    values: list[ValueOut]
    withheld: str


class CompanyIn(Schema):
    """A company that says who it is, or that somebody declares for it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)] = ""
    trade_name: Annotated[str, Field(max_length=200)] = ""
    siren: Annotated[str, Field(max_length=20)] = ""
    siret: Annotated[str, Field(max_length=20)] = ""
    country: Annotated[str, Field(max_length=2)] = "FR"
    foreign_number: Annotated[str, Field(max_length=60)] = ""


class Declared(Schema):
    """The company, as it is known from now on."""

    public_id: str


@router.get("", response=Found, summary="Chercher une entreprise", **needs(Scope.COMPANIES_READ))
def find_companies(
    request: HttpRequest, text: Query[Annotated[str, Field(min_length=1, max_length=200)]]
) -> Found:
    """Companies by name, SIREN or SIRET, as the page finds them. Those that the register does not name to everyone are told to a
    program that follows one of their requests, or that they agree with (docs/adr/0037)."""
    who, on = entitled(request), clock.today()
    found = queries.look_for(text, on, SHOWN, actor=who)
    told = consents.told_to(who, [one.public_id for one in found.companies], on)
    return Found(
        items=[
            CompanyLine(
                public_id=one.public_id,
                name=one.name,
                siren=one.siren,
                siret=one.siret,
                commune=one.commune,
                naf=one.naf,
                is_fictional=one.is_fictional,
                match=one.match,
            )
            for one in found.companies
            if one.public_id in told
        ],
        others=found.others,
    )


@router.get("/{public_id}", response=CompanyOut, summary="Une entreprise", **needs(Scope.COMPANIES_READ))
def get_company(request: HttpRequest, public_id: str) -> CompanyOut:
    """One company; the reading log keeps that it was read."""
    who, on = entitled(request), clock.today()
    released = consents.released(who, [public_id], on)
    # What the company declared stays here: the program reads what the register says, as anyone does.
    card = queries.get(public_id, on, actor=who if released else replace(who, grants=()))
    reads(request, "crm.company", public_id)
    return CompanyOut(
        public_id=card.public_id,
        name=card.name,
        trade_name=card.trade_name,
        identity=card.identity,
        siren=card.siren,
        country=card.country,
        foreign_number=card.foreign_number,
        is_fictional=card.is_fictional,
        origin=card.origin,
        establishments=[
            EstablishmentOut(
                siret=one.siret,
                is_head_office=one.is_head_office,
                is_open=one.is_open,
                commune=one.commune,
                naf=one.naf,
                bracket=one.bracket,
                origin=one.origin,
                as_of=one.as_of,
            )
            for one in card.establishments
        ],
        values=[
            ValueOut(
                field=one.field,
                label=str(one.label),
                value=one.shown,
                origin=one.origin,
                as_of=one.as_of,
                current=one.current,
            )
            for one in card.values
        ],
        withheld=""
        if released
        else _(
            "L'entreprise n'a pas donné son accord pour que votre organisme lise par ses logiciels ce qu'elle a dit."
        ),
    )


@router.post("", response={201: Declared}, summary="Déclarer une entreprise", **needs(Scope.COMPANIES_WRITE))
def declare_company(request: HttpRequest, asked: CompanyIn) -> Status:
    """Create a company, or complete the one that its SIREN or its name already tells."""
    who = entitled(request)
    if not policies.reads_companies(who):
        raise NotVisible("crm.company")
    foreign, numbered = asked.country.upper() != "FR", bool(asked.siren or asked.siret)
    if not numbered and not asked.name.strip():
        raise Refused(
            "unnamed",
            _("L'entreprise n'a ni nom ni numéro."),
            way_out=_("Donnez l'un ou l'autre."),
            field="name",
        )
    row = operations.declare(
        name=asked.name,
        trade_name=asked.trade_name,
        identity="foreign" if foreign else "registered" if numbered else "none_yet",
        siren=asked.siren,
        siret=asked.siret,
        country=asked.country.upper(),
        foreign_number=asked.foreign_number,
        at=clock.now(),
        actor=who,
    )
    return Status(201, Declared(public_id=row.public_id))
