"""Who sees the schemes of the catalogue, and who changes them."""

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.modules.schemes.enums import Status

SHOWN = (Status.PUBLISHED, Status.ARCHIVED)
MACHINES = (ActorKind.IMPORT, ActorKind.SCHEDULE)


def visible(actor: Actor) -> Q:
    """The schemes that an actor may read, as a filter on Scheme: what is published is public, a draft is for imports."""
    return Q() if actor.kind in MACHINES else Q(status__in=SHOWN)


def abilities(actor: Actor) -> Abilities:
    """What the actor may do with a scheme, and why not: today, only an import changes the catalogue."""
    reason = (
        "" if actor.kind in MACHINES else _("Le catalogue se met à jour par un import, depuis le terminal.")
    )
    return told(actor, publish=reason, change=reason)
