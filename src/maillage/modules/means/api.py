"""The means of a plan, for programs: its applications, delegations, results and studies, on a day, as known at an instant."""

import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict

from maillage.kit import clock
from maillage.kit.api import Day, needs
from maillage.kit.api.callers import entitled
from maillage.modules.means.queries import registers
from maillage.modules.missions.api.shapes import Instant
from maillage.shared.accounts.scopes import Scope

router = Router(tags=["Moyens"])
READS = needs(Scope.MISSIONS_READ)


class Then(Schema):
    """What one looks at. ``day``: none, today; ``known_at``: none, as it is known now."""

    model_config = ConfigDict(extra="forbid")

    day: Day | None = None
    known_at: Instant | None = None


class FactOut(Schema):
    """When it is true and who says so. ``dates``: in words; empty texts and null are not known; an empty source is to confirm."""

    since: datetime.date | None
    until: datetime.date | None
    dates: str
    source: str
    evidence: str


class DeploymentOut(Schema):
    """Where an organisation stands with a tool on the day; ``state``: planned, under_way, deployed, stopped or unknown."""

    organization_slug: str
    state: str
    users: int | None
    since: datetime.date | None


class CostOut(Schema):
    """What a tool costs in a year, in euros."""

    year: int
    amount: Decimal


class ToolOut(FactOut):
    """An application: what it serves (``missions``: their codes), its own mode, where it is hosted (local, regional or cloud)."""

    name: str
    usages: list[str]
    missions: list[str]
    databases: list[str]
    mode: str
    hosting: str
    hosting_organization_slug: str
    deployments: list[DeploymentOut]
    costs: list[CostOut]


class DelegationOut(FactOut):
    """Who gave whom the management of what; ``act``: the decision, empty when not known; ``end_reason``: what put an end to it."""

    delegator_slug: str
    delegate_slug: str
    subject: str
    mission: str
    act: str
    end_reason: str


class ClaimOut(FactOut):
    """A result that is claimed; ``figure`` null: no figure was given."""

    claim: str
    figure: Decimal | None
    unit: str
    missions: list[str]
    tools: list[str]
    cause: str
    proof: str


class OptionOut(Schema):
    """A way that a study weighs; ``fate``: open, chosen or rejected; ``gain_amount``: euros a year, null: not figured."""

    label: str
    mode: str
    fate: str
    gain: str
    gain_amount: Decimal | None


class StudyOut(FactOut):
    """A study of options, or of an outsourcing; ``due``: for when, in words; ``outcome`` empty: not decided."""

    kind: str
    question: str
    missions: list[str]
    activities: list[str]
    duration: str
    due_on: datetime.date | None
    due: str
    options: list[OptionOut]
    candidates: list[str]
    outcome: str
    decided_by: str


@router.get("/plans/{slug}/tools", response=list[ToolOut], summary="Outils d'un schéma", **READS)
def list_tools(request: HttpRequest, slug: str, asked: Query[Then]) -> Any:
    return list(registers.tools(slug, **_asked(request, asked)))


@router.get(
    "/plans/{slug}/delegations",
    response=list[DelegationOut],
    summary="Délégations de gestion d'un schéma",
    **READS,
)
def list_delegations(request: HttpRequest, slug: str, asked: Query[Then]) -> Any:
    return list(registers.delegations(slug, **_asked(request, asked)))


@router.get(
    "/plans/{slug}/results", response=list[ClaimOut], summary="Résultats énoncés pour un schéma", **READS
)
def list_results(request: HttpRequest, slug: str, asked: Query[Then]) -> Any:
    return list(registers.results(slug, **_asked(request, asked)))


@router.get("/plans/{slug}/studies", response=list[StudyOut], summary="Études d'options d'un schéma", **READS)
def list_studies(request: HttpRequest, slug: str, asked: Query[Then]) -> Any:
    return list(registers.studies(slug, **_asked(request, asked)))


def _asked(request: HttpRequest, asked: Then) -> dict[str, Any]:
    return {"on": asked.day or clock.today(), "known_at": asked.known_at, "actor": entitled(request)}
