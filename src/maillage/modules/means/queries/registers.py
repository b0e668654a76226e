"""Tools, delegations, results and studies of a plan, fact by fact, for programs: on a day, as known at an instant. No person."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from maillage.kit.actor import Actor
from maillage.modules.means.queries.kinds import Kind
from maillage.modules.means.queries.people import DELEGATIONS
from maillage.modules.means.queries.reading import Reading, plan_row, reading, when
from maillage.modules.means.queries.results import RESULTS
from maillage.modules.means.queries.software import TOOLS, current, latest
from maillage.modules.means.queries.studies import STUDIES, candidate, decided_by, decision, due, fate


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact says of itself. ``dates``: in words, those of the source first; empty texts and None are not known."""

    since: date | None
    until: date | None
    dates: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentFact:
    organization_slug: str
    state: str
    users: int | None
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCost:
    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFact(Fact):
    """A tool; ``mode``, ``hosting`` and ``deployments`` are those of the day."""

    name: str
    usages: tuple[str, ...]
    missions: tuple[str, ...]
    databases: tuple[str, ...]
    mode: str
    hosting: str
    hosting_organization_slug: str
    deployments: tuple[DeploymentFact, ...]
    costs: tuple[YearCost, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationFact(Fact):
    delegator_slug: str
    delegate_slug: str
    subject: str
    mission: str
    act: str
    end_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFact(Fact):
    """``figure`` None: « non chiffré » (S-042)."""

    claim: str
    figure: Decimal | None
    unit: str
    missions: tuple[str, ...]
    tools: tuple[str, ...]
    cause: str
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFact:
    """``fate``: open, chosen or rejected."""

    label: str
    mode: str
    fate: str
    gain: str
    gain_amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFact(Fact):
    kind: str
    question: str
    missions: tuple[str, ...]
    activities: tuple[str, ...]
    duration: str
    due_on: date | None
    due: str
    options: tuple[OptionFact, ...]
    candidates: tuple[str, ...]
    outcome: str
    decided_by: str


def tools(slug: str, *, on: date, actor: Actor, known_at: datetime | None = None) -> tuple[ToolFact, ...]:
    """The register of applications (S-034, S-065, S-088). NotVisible."""
    read, rows = _held(slug, TOOLS, on, actor, known_at)
    return tuple(_tool(row, read) for row in rows)


def delegations(
    slug: str, *, on: date, actor: Actor, known_at: datetime | None = None
) -> tuple[DelegationFact, ...]:
    """Who gave whom the management of what (S-076), those that ended included. NotVisible."""
    read, rows = _held(slug, DELEGATIONS, on, actor, known_at)
    return tuple(
        DelegationFact(
            **_fact(row),
            delegator_slug=row.delegator.slug,
            delegate_slug=row.delegate.slug,
            subject=row.subject,
            mission=read.codes.get(row.mission_id, ""),
            act=row.act,
            end_reason=row.end_reason,
        )
        for row in rows
    )


def results(slug: str, *, on: date, actor: Actor, known_at: datetime | None = None) -> tuple[ResultFact, ...]:
    """What is claimed to have been gained, with its cause and its evidence (S-030, S-042). NotVisible."""
    read, rows = _held(slug, RESULTS, on, actor, known_at)
    return tuple(
        ResultFact(
            **_fact(row),
            claim=row.claim,
            figure=row.figure,
            unit=row.unit,
            missions=_codes(row.causes.all(), read),
            tools=tuple(one.name for one in row.tools.all()),
            cause=row.cause_text,
            proof=row.proof,
        )
        for row in rows
    )


def studies(slug: str, *, on: date, actor: Actor, known_at: datetime | None = None) -> tuple[StudyFact, ...]:
    """The studies of options, with those rejected (S-028, S-099). NotVisible."""
    read, rows = _held(slug, STUDIES, on, actor, known_at)
    return tuple(_study(row, read) for row in rows)


def _held(
    slug: str, kind: Kind, on: date, actor: Actor, known_at: datetime | None
) -> tuple[Reading, list[Any]]:
    """The facts of a kind that are held for true, then."""
    read = reading(plan_row(slug, actor), on=on, actor=actor, known_at=known_at)
    return read, [row for row in read.known(kind.rows(read.plan)) if row.withdrawn_at is None]


def _fact(row: Any) -> dict[str, Any]:
    return {
        "since": row.since,
        "until": row.until,
        "dates": when(row),
        "source": row.cited.title if row.cited else "",
        "evidence": row.evidence,
    }


def _codes(rows: Any, read: Reading) -> tuple[str, ...]:
    return tuple(sorted(read.codes.get(one.pk, "") for one in rows))


def _tool(row: Any, read: Reading) -> ToolFact:
    mode = latest(read.known(row.modes.all()), read.on)
    hosting = latest(read.known(row.hostings.all()), read.on)
    costs = [one for one in read.known(row.costs.all()) if one.withdrawn_at is None]
    return ToolFact(
        **_fact(row),
        name=row.name,
        usages=tuple(one.label for one in row.usages.all()),
        missions=_codes(row.functions.all(), read),
        databases=tuple(row.databases),
        mode=mode.mode if mode else "",
        hosting=hosting.kind if hosting else "",
        hosting_organization_slug=hosting.organization.slug if hosting and hosting.organization else "",
        deployments=tuple(
            DeploymentFact(
                organization_slug=one.organization.slug, state=one.state, users=one.users, since=one.since
            )
            for one in current(row, read)
        ),
        costs=tuple(
            YearCost(year=one.year, amount=one.amount) for one in sorted(costs, key=lambda one: one.year)
        ),
    )


def _study(row: Any, read: Reading) -> StudyFact:
    decided = decision(row, read.known_at)
    options = [one for one in read.known(row.options.all()) if one.withdrawn_at is None]
    named = [one for one in read.known(row.candidates.all()) if one.withdrawn_at is None]
    return StudyFact(
        **_fact(row),
        kind=row.kind,
        question=row.question,
        missions=_codes(row.missions.all(), read),
        activities=tuple(row.activities),
        duration=row.duration,
        due_on=row.due_on,
        due=due(row),
        options=tuple(
            OptionFact(
                label=one.label,
                mode=one.mode,
                fate=fate(one, decided).value,
                gain=one.gain,
                gain_amount=one.gain_amount,
            )
            for one in options
        ),
        candidates=tuple(candidate(one) for one in named),
        outcome=decided.outcome if decided else "",
        decided_by=decided_by(decided),
    )
