"""Writes about commitments, one verb each."""

from maillage.modules.plans.operations.campaigns import (
    lock_due,
    open_campaign,
    remind,
    reopen,
    say_assembly,
)
from maillage.modules.plans.operations.committing import amend, open_commitment, open_projected, withdraw
from maillage.modules.plans.operations.following import fill
from maillage.modules.plans.operations.improving import add_indicator, close_action, measure, open_action
from maillage.modules.plans.operations.loading import load_commitments
from maillage.modules.plans.operations.prerequisites import add_prerequisite, meet

__all__ = [
    "add_indicator",
    "add_prerequisite",
    "amend",
    "close_action",
    "fill",
    "load_commitments",
    "lock_due",
    "measure",
    "meet",
    "open_action",
    "open_campaign",
    "open_commitment",
    "open_projected",
    "remind",
    "reopen",
    "say_assembly",
    "withdraw",
]
