"""A line of a follow-up, in words."""

from dataclasses import replace
from datetime import date

from maillage.kit.actor import Actor
from maillage.modules.plans import policies
from maillage.modules.plans.enums import CommitmentKind, FollowUpState
from maillage.modules.plans.models import Commitment, FollowUp, ImprovementAction
from maillage.modules.plans.queries.shapes import Cite, CommitmentRow, Line
from maillage.modules.plans.queries.standing import locked
from maillage.shared.sources.enums import SourceKind

CLOSED = (FollowUpState.HELD, FollowUpState.GIVEN_UP)
"""States after which nothing is late."""


def line_of(
    row: FollowUp, commitment: CommitmentRow, people: dict[int, str], actor: Actor, on: date, *, commits: str
) -> Line:
    """A line; ``people``: the names of who filled lines, by account; ``commits``: why the reader commits nothing on the plan."""
    may = policies.fills(actor, row.commitment, on, commits=commits)
    return Line(
        campaign=row.campaign_id,
        year=row.campaign.year,
        commitment=commitment if row.frozen_at is None else _as_promised(row, commitment, on),
        state=row.state,
        state_label=str(FollowUpState(row.state).label),
        words=row.words,
        measured=row.measured,
        despite=row.despite,
        cite=cite_of(row),
        commitment_cite=cite_of(row.commitment) if row.frozen_at is None else _promised_cite(row),
        filled_at=row.filled_at,
        filled_by=people.get(row.filled_by_id or 0, ""),
        seen=seen_of(row),
        locked=locked(row.campaign, on),
        may_fill=may.allowed,
        reason=may.reason,
    )


def _as_promised(row: FollowUp, commitment: CommitmentRow, on: date) -> CommitmentRow:
    """The commitment as it read when the follow-up was locked: its words, its owner, its day, its target."""
    mission, promised_on = commitment.mission, row.promised_on or commitment.due_on
    if mission is not None and row.promised_mission:
        mission = replace(mission, label=row.promised_mission, function=row.promised_function)
    return replace(
        commitment,
        words=row.promised,
        mission=mission,
        kind=row.promised_kind,
        kind_label=str(CommitmentKind(row.promised_kind).label),
        owner=row.promised_owner,
        owner_slug=commitment.owner_slug if row.promised_owner == commitment.owner else "",
        due_on=promised_on,
        indicator=row.promised_indicator,
        target=row.promised_target,
        overdue=promised_on < on and row.state not in CLOSED,
        uncounted=not (row.promised_indicator and row.promised_target),
    )


def _promised_cite(row: FollowUp) -> Cite:
    source = row.promised_cited
    return Cite(
        title=source.title if source else "", evidence=row.promised_evidence, pk=source.pk if source else None
    )


def seen_of(row: FollowUp) -> str:
    """What marks a line as it is now: it changes at each filling."""
    return f"{row.state}:{row.filled_at.isoformat() if row.filled_at else ''}"


def cite_of(row: Commitment | FollowUp | ImprovementAction) -> Cite:
    """What a row rests on."""
    source = row.cited
    return Cite(
        title=source.title if source else "",
        evidence=getattr(row, "evidence", ""),
        pk=source.pk if source else None,
        kind=source.kind if source and source.kind != SourceKind.UNKNOWN else "",
        dated_on=source.dated_on if source else None,
    )
