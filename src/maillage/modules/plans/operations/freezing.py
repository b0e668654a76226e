"""What a locked follow-up says was promised: copied on its lines, so that a commitment changed later leaves its report (S-142)."""

from datetime import date, datetime

from django.db.models import QuerySet

from maillage.modules.plans.models import Commitment, FollowUp
from maillage.modules.plans.queries.naming import mission_names

COLUMNS = (
    "frozen_at",
    "promised",
    "promised_mission",
    "promised_function",
    "promised_kind",
    "promised_owner",
    "promised_on",
    "promised_indicator",
    "promised_target",
    "promised_evidence",
    "promised_cited",
)


def freeze(lines: QuerySet[FollowUp], *, at: datetime) -> None:
    """Copy on the lines that are not frozen yet what their commitments promise now. A campaign opened again keeps what was
    promised at its Bureau: only states are said anew."""
    rows = list(lines.filter(frozen_at__isnull=True).select_related("commitment__owner"))
    names = mission_names(row.commitment.mission_id for row in rows)
    for row in rows:
        promise = row.commitment
        mission = names.get(promise.mission_id)
        row.frozen_at = at
        row.promised, row.promised_kind, row.promised_on = promise.words, promise.kind, promise.due_on
        row.promised_mission = mission.label if mission else ""
        row.promised_function = mission.function if mission else ""
        row.promised_owner = promise.owner.name if promise.owner else ""
        row.promised_indicator, row.promised_target = promise.indicator, promise.target
        row.promised_evidence, row.promised_cited_id = promise.evidence, promise.cited_id
    FollowUp.objects.bulk_update(rows, COLUMNS)


def freeze_before_change(commitment: Commitment, *, on: date, at: datetime) -> None:
    """Before a commitment changes: its lines in campaigns that are locked on the day, should the night not have marked them."""
    if commitment.pk is not None:
        freeze(FollowUp.objects.filter(commitment=commitment, campaign__locks_on__lte=on), at=at)
