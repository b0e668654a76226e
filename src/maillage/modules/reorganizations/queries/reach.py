"""Who may read reorganisations at all."""

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.reorganizations import policies


def may_read(actor: Actor) -> None:
    """Raises NotVisible for who reads none of them."""
    if not policies.reads(actor):
        raise NotVisible("reorganizations")
