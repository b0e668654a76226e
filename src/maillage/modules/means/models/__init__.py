"""The tables of means: tools, people, delegations, studies, results, master plans."""

from maillage.modules.means.models.facts import MeansFact, OfPlan
from maillage.modules.means.models.people import ManagementDelegation, PartialAssignment, PooledSkill
from maillage.modules.means.models.results import MasterPlan, MasterPlanItem, ResultStatement
from maillage.modules.means.models.software import Deployment, Hosting, Tool, ToolMode, Usage, YearlyCost
from maillage.modules.means.models.studies import OptionStudy, StudyCandidate, StudyDecision, StudyOption

__all__ = [
    "Deployment",
    "Hosting",
    "ManagementDelegation",
    "MasterPlan",
    "MasterPlanItem",
    "MeansFact",
    "OfPlan",
    "OptionStudy",
    "PartialAssignment",
    "PooledSkill",
    "ResultStatement",
    "StudyCandidate",
    "StudyDecision",
    "StudyOption",
    "Tool",
    "ToolMode",
    "Usage",
    "YearlyCost",
]
