"""Who reads and who changes accounts and roles."""

from maillage.kit.actor import Actor, ActorKind


def administers(actor: Actor) -> bool:
    """Whether the actor makes and closes accounts, gives and ends roles: administrators, and the terminal."""
    return actor.kind is ActorKind.IMPORT or actor.has("administrator")


def reads(actor: Actor) -> bool:
    """Whether the actor may read who has which role: administrators, and those who control."""
    return administers(actor) or actor.has("dpo", "auditor")
