"""The tables of commitments: what was promised, what became of it each year, what is improved beside."""

from maillage.modules.plans.models.campaigns import CampaignReopening, FollowUp, FollowUpCampaign
from maillage.modules.plans.models.commitments import Commitment
from maillage.modules.plans.models.improving import ActionIndicator, ImprovementAction

__all__ = [
    "ActionIndicator",
    "CampaignReopening",
    "Commitment",
    "FollowUp",
    "FollowUpCampaign",
    "ImprovementAction",
]
