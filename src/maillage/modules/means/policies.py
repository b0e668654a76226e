"""Who reads the means of a plan, and who writes on them: as for the plan itself. What a person costs is not for everyone."""

from datetime import date

from maillage.kit.abilities import Ability
from maillage.kit.actor import Actor
from maillage.modules.missions import policies as missions
from maillage.modules.missions.models import Plan

READS_PEOPLE = ("auditor", "dpo")


def reads(actor: Actor) -> bool:
    """Whether the actor reads means: whoever reads the map."""
    return missions.visible(actor)


def writes(actor: Actor) -> bool:
    """Whether the actor may write on the means of some plan."""
    return missions.writes(actor)


def may_record(actor: Actor, plan: Plan, on: date) -> Ability:
    """Whether the actor may write on the means of this plan on a day, and why not."""
    return missions.abilities(actor, plan, on)[missions.RECORD]


def require(actor: Actor, plan: Plan, on: date) -> None:
    """Raises Refused for who may not write on the means of this plan."""
    missions.require(actor, plan, missions.RECORD, on)


def reads_people(actor: Actor, plan: Plan, on: date) -> bool:
    """Whether the actor reads who is assigned where and at what cost: who may write on the plan, and who controls. Others read
    shares without names, and the sums by organisation."""
    return missions.changes(actor, plan, on) or actor.has(*READS_PEOPLE)
