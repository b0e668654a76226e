"""Who may look after the means of sign-in of someone else."""

from maillage.kit.actor import Actor, ActorKind


def rescues(actor: Actor) -> bool:
    """Whether the actor removes the second factor of a person who lost its device: administrators, and the terminal."""
    return actor.kind is ActorKind.IMPORT or actor.has("administrator")
