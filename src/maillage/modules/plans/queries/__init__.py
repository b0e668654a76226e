"""Reads of commitments, of their yearly follow-up and of improvement actions."""

from maillage.modules.plans.queries.asking import asking
from maillage.modules.plans.queries.campaigns import campaign, campaigns
from maillage.modules.plans.queries.commitments import Filters, commitment, commitments, of_mission, plans
from maillage.modules.plans.queries.improving import action, actions
from maillage.modules.plans.queries.report import report
from maillage.modules.plans.queries.shapes import (
    ActionPage,
    ActionRow,
    Asking,
    CampaignPage,
    CampaignRow,
    CommitmentList,
    CommitmentPage,
    CommitmentRow,
    Line,
    Report,
)
from maillage.modules.plans.queries.standing import due_to_lock, locked, open_prerequisites, standing

__all__ = [
    "ActionPage",
    "ActionRow",
    "Asking",
    "CampaignPage",
    "CampaignRow",
    "CommitmentList",
    "CommitmentPage",
    "CommitmentRow",
    "Filters",
    "Line",
    "Report",
    "action",
    "actions",
    "asking",
    "campaign",
    "campaigns",
    "commitment",
    "commitments",
    "due_to_lock",
    "locked",
    "of_mission",
    "open_prerequisites",
    "plans",
    "report",
    "standing",
]
