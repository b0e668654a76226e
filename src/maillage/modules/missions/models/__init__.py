"""The tables of the mission map: plans, missions, their dated facts, modes, scenarios."""

from maillage.modules.missions.models.attestations import AttestationCampaign, AttestationLine
from maillage.modules.missions.models.facts import MissionFact
from maillage.modules.missions.models.imports import PlanImport
from maillage.modules.missions.models.missions import (
    Annotation,
    Holding,
    LocalPart,
    Mission,
    MissionLink,
    NarrativeStatement,
    Placement,
    RoleStatement,
    SubMission,
)
from maillage.modules.missions.models.modes import (
    Frame,
    FrameAdoption,
    FrameVersion,
    ModeObjective,
    ModeParty,
    ModeRecord,
    Prerequisite,
)
from maillage.modules.missions.models.plans import (
    ConditionEvent,
    MapState,
    ModeDefinition,
    Plan,
    PlanParty,
    Scenario,
)

__all__ = [
    "Annotation",
    "AttestationCampaign",
    "AttestationLine",
    "ConditionEvent",
    "Frame",
    "FrameAdoption",
    "FrameVersion",
    "Holding",
    "LocalPart",
    "MapState",
    "Mission",
    "MissionFact",
    "MissionLink",
    "ModeDefinition",
    "ModeObjective",
    "ModeParty",
    "ModeRecord",
    "NarrativeStatement",
    "Placement",
    "Plan",
    "PlanImport",
    "PlanParty",
    "Prerequisite",
    "RoleStatement",
    "Scenario",
    "SubMission",
]
