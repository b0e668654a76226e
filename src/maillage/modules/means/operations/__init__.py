"""Writes about means: a file per verb; a fact is ended or withdrawn, never edited."""

from maillage.modules.means.operations.assigning import assign, delegate, pool_skill
from maillage.modules.means.operations.claiming import add_item, claim, open_master_plan, tie_item
from maillage.modules.means.operations.ending import end, withdraw
from maillage.modules.means.operations.equipping import (
    add_tool,
    add_usage,
    deploy,
    host,
    say_cost,
    say_tool_mode,
)
from maillage.modules.means.operations.studying import add_candidate, add_option, decide_study, open_study

__all__ = [
    "add_candidate",
    "add_item",
    "add_option",
    "add_tool",
    "add_usage",
    "assign",
    "claim",
    "decide_study",
    "delegate",
    "deploy",
    "end",
    "host",
    "open_master_plan",
    "open_study",
    "pool_skill",
    "say_cost",
    "say_tool_mode",
    "tie_item",
    "withdraw",
]
