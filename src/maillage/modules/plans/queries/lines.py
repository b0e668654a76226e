"""A line of a follow-up, in words."""

from datetime import date

from maillage.kit.actor import Actor
from maillage.modules.plans import policies
from maillage.modules.plans.enums import FollowUpState
from maillage.modules.plans.models import Commitment, FollowUp, ImprovementAction
from maillage.modules.plans.queries.shapes import Cite, CommitmentRow, Line
from maillage.modules.plans.queries.standing import locked
from maillage.shared.sources.enums import SourceKind


def line_of(row: FollowUp, commitment: CommitmentRow, people: dict[int, str], actor: Actor, on: date) -> Line:
    """A line; ``people``: the names of who filled lines, by account."""
    may = policies.fills(actor, row.commitment)
    return Line(
        campaign=row.campaign_id,
        year=row.campaign.year,
        commitment=commitment,
        state=row.state,
        state_label=str(FollowUpState(row.state).label),
        words=row.words,
        measured=row.measured,
        despite=row.despite,
        cite=cite_of(row),
        commitment_cite=cite_of(row.commitment),
        filled_at=row.filled_at,
        filled_by=people.get(row.filled_by_id or 0, ""),
        seen=seen_of(row),
        locked=locked(row.campaign, on),
        may_fill=may.allowed,
        reason=may.reason,
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
