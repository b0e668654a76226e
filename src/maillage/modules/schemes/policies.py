"""Who sees the schemes of the catalogue, and who changes them."""

from collections.abc import Sequence

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


def why_not_merge(actor: Actor, owners: Sequence[int | None]) -> str:
    """Why the actor may not merge schemes of these owners (None: nobody is said to own one); empty when it may: whoever administers
    the catalogue, and the direction of the body that owns them all."""
    if actor.kind in MACHINES or actor.has("administrator"):
        return ""
    directed = {grant.organization for grant in actor.grants if grant.role == "director"}
    if actor.reads_only or not directed.issuperset(owners):
        return _("C'est à l'administration, ou à la direction de l'organisme qui porte tous ces dispositifs.")
    return ""
