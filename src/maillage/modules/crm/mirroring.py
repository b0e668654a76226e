"""Who reads what databases of partners say, who asks, who answers (H-126).

What a database says of a company is read by those who act for its holder, where they read what companies declare; and by whoever
its holder let, for one company, until a day, as long as the company agrees. Everyone else who opens the company reads that it is
in this database, and nothing more.
"""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies
from maillage.modules.crm.enums import MirrorRequestState
from maillage.modules.crm.models import Mirror, MirrorRequest

ASKING = ("officer", "manager", "director")
HEADS = ("manager", "director")
KEEPING = ("administrator",)


def demand_keeping(actor: Actor) -> None:
    """Raises NotVisible for who may not make a database known nor copy it: the administration, and the terminal."""
    if actor.kind is not ActorKind.IMPORT and not actor.has(*KEEPING):
        raise NotVisible("crm.mirror")


def reads_mirrors(actor: Actor) -> bool:
    """Whether the page of databases and of accesses exists for this actor: anyone with a role."""
    return policies.reads_companies(actor)


def holds(actor: Actor, mirror: Mirror) -> bool:
    """Whether the actor acts for the holder of a database, in a role that reads what companies declare."""
    return actor.organization == mirror.holder_id and actor.has(*policies.READERS)


def decides(actor: Actor, mirror: Mirror) -> bool:
    """Whether the actor answers those who ask for an access: the heads of the holder; the administration, writing down its answer,
    for a holder that is not of the network."""
    if mirror.holder.in_network:
        return actor.organization == mirror.holder_id and actor.has(*HEADS)
    return actor.has(*KEEPING)


def granted(actor: Actor, on: datetime.date) -> Q:
    """The accesses that an actor was given, as a filter on MirrorRequest: for itself, acting for the organisation that asked."""
    if actor.user is None or actor.organization is None:
        return Q(pk__in=())
    return Q(
        state=MirrorRequestState.GRANTED,
        asked_by=actor.user,
        organization=actor.organization,
        until__gte=on,
    )


def why_not_ask(actor: Actor, mirror: Mirror, company: int, on: datetime.date) -> str:
    """Why the actor may not ask to read what a database says of a company (primary key); empty when it may."""
    if actor.user is None or actor.organization is None or not actor.has(*ASKING):
        return _("Votre rôle ne permet pas de demander cet accès.")
    if holds(actor, mirror):
        return _("Votre organisme tient cette base : vous la lisez déjà.")
    if MirrorRequest.objects.filter(granted(actor, on), mirror=mirror, company=company).exists():
        return _("Vous lisez déjà ce que cette base dit de l'entreprise.")
    return ""
