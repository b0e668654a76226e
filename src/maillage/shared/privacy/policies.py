"""Who answers people about their own data."""

from maillage.kit.actor import Actor, ActorKind


def protects(actor: Actor) -> bool:
    """Whether the actor answers people's requests, decides durations and erases: the officer for data protection."""
    return actor.has("dpo")


def may_apply_durations(actor: Actor) -> bool:
    """Whether the actor may run what was decided: the officer, the schedule, the terminal."""
    return protects(actor) or actor.kind in (ActorKind.SCHEDULE, ActorKind.IMPORT)
