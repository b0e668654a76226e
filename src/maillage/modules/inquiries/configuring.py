"""Who sets the rules and the pathways: the administrators of the network, and the terminal."""

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible
from maillage.shared.access.models import Role


def can_configure(actor: Actor) -> bool:
    """Whether the actor may change routing tables and models of pathways."""
    return actor.kind is ActorKind.IMPORT or actor.has(Role.ADMINISTRATOR)


def can_read_gaps(actor: Actor) -> bool:
    """Whether the actor may read the report of uncovered needs (H-056): figures and words, no company."""
    return actor.kind is ActorKind.IMPORT or bool(actor.grants)


def may_configure(actor: Actor) -> None:
    """Raises NotVisible when the actor may not."""
    if not can_configure(actor):
        raise NotVisible("configuration")
