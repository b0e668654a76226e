"""Who may read what of companies."""

from django.db.models import Q

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible
from maillage.modules.crm.enums import ValueOrigin


def reads_everything(actor: Actor) -> bool:
    """Whether what companies declared is visible: to any person with a role in the network, and to the installation itself
    (an import, a schedule). The public reads the register only: what one visitor declared is not told to another."""
    if actor.kind is ActorKind.PERSON:
        return bool(actor.grants)
    return actor.kind is not ActorKind.PUBLIC


def require_member(actor: Actor) -> None:
    """Raises NotVisible for whoever has no role in the network."""
    if not reads_everything(actor):
        raise NotVisible("crm")


def visible_companies(actor: Actor) -> Q:
    """The companies that a search may show to this actor."""
    return Q() if reads_everything(actor) else Q(origin=ValueOrigin.REGISTER)


def visible_values(actor: Actor) -> Q:
    """The values of companies that this actor may read."""
    return Q() if reads_everything(actor) else Q(origin=ValueOrigin.REGISTER)
