"""Who writes in the directory: refused as if the page did not exist."""

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.shared.directory import policies


def administrator(actor: Actor) -> None:
    """Raise NotVisible unless the actor sets the directory."""
    if not policies.administers(actor):
        raise NotVisible("directory")
