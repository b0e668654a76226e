"""Who looks after the programs of partners."""

from maillage.kit.actor import Actor, ActorKind


def administers(actor: Actor) -> bool:
    """Whether the actor makes and revokes tokens, and sets what is told to whom: administrators, and the terminal. A program
    never does, whatever its role: a key does not cut keys."""
    return actor.kind is ActorKind.IMPORT or (actor.kind is ActorKind.PERSON and actor.has("administrator"))
