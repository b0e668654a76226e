"""Who reads who serves where, and who may close a blank zone."""

from maillage.kit.actor import Actor, ActorKind
from maillage.shared.directory import policies as directory


def reads_presence(actor: Actor) -> bool:
    """Whoever has a role in the network today: figures, and names that the directory tells its members already."""
    return actor.kind is ActorKind.IMPORT or bool(actor.grants)


def keeps_the_directory(actor: Actor) -> bool:
    """Whoever may add an officer or an answer where nobody is."""
    return directory.administers(actor)
