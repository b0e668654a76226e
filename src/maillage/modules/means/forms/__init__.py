"""What is typed about means: for each kind, the form that adds one and the acts on one."""

from maillage.modules.means.forms.people import Assign, Delegate, PoolSkill
from maillage.modules.means.forms.results import AddItem, Claim, End, OpenMasterPlan, TieItem, Withdraw
from maillage.modules.means.forms.software import AddTool, AddUsage, Deploy, Host, SayCost, SayToolMode
from maillage.modules.means.forms.studies import AddCandidate, AddOption, Decide, OpenStudy
from maillage.modules.means.forms.typing import OnPlan

ADD: dict[str, type[OnPlan]] = {
    "outils": AddTool,
    "usages": AddUsage,
    "competences": PoolSkill,
    "affectations": Assign,
    "delegations": Delegate,
    "etudes": OpenStudy,
    "resultats": Claim,
    "schemas-directeurs": OpenMasterPlan,
}
"""The form that adds a thing, by section."""

ACTS: dict[str, tuple[type[OnPlan], ...]] = {
    "outils": (Deploy, SayToolMode, Host, SayCost),
    "etudes": (AddOption, AddCandidate, Decide),
    "schemas-directeurs": (AddItem,),
}
"""What one may say of a thing, besides its end and its withdrawal."""

PART_ACTS: dict[str, tuple[type[OnPlan], ...]] = {"action": (TieItem,)}
"""The same, of a fact inside a thing."""

UNENDING = ("cout", "option", "prestataire", "decision")
"""Facts that have no end of their own: they are only withdrawn."""

__all__ = ["ACTS", "ADD", "PART_ACTS", "UNENDING", "End", "OnPlan", "Withdraw"]
