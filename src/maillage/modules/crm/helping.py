"""Who reads and who notes the aids that companies received.

The list is open by right to everyone who has a role in the network (H-097): which company, where, which aid, from whom, for which
industry, in which year, how much. What an aid was for, and the number of its file, are read by whoever reads what the company
declares. Sole traders and companies that the register does not publish are named to the latter only.
"""

import datetime

from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.modules.crm import policies
from maillage.modules.crm.models import AidReceived

NOTING = ("officer", "manager", "director")
HEADS = ("manager", "director")


def reads_helped(actor: Actor) -> bool:
    """Whether the list of helped companies exists for this actor: anyone with a role."""
    return policies.reads_companies(actor)


def takes_files(actor: Actor) -> bool:
    """Whether the actor may take the list away in a file: whoever reads it, but for who changes nothing here (H-135): asking for a
    file is kept, with why."""
    return reads_helped(actor) and not actor.reads_only


def notes_aids(actor: Actor) -> bool:
    """Whether the actor may note an aid: who answers companies or manages them, and imports."""
    return not _why_not(actor)


def demand_noting(actor: Actor) -> None:
    """Raises Refused for who may not note an aid."""
    if reason := _why_not(actor):
        raise Refused("not_yours", reason, way_out=_("Demandez-le à qui suit cette entreprise."))


def demand_withdrawing(actor: Actor, aid: AidReceived) -> None:
    """Raises Refused for who may not withdraw this aid, nor put it back: its author, and the heads of its giver."""
    if reason := _why_not_withdraw(actor, aid):
        raise Refused(
            "not_yours", reason, way_out=_("Demandez-le à l'organisme qui l'a donnée, ou à qui l'a notée.")
        )


def abilities(actor: Actor, aid: AidReceived) -> Abilities:
    """What the actor may do with an aid, and why not."""
    return told(actor, withdraw=_why_not_withdraw(actor, aid))


def reads_purpose(actor: Actor, company: int, on: datetime.date) -> bool:
    """Whether the actor reads what the aids of a company (primary key) were for, and their numbers."""
    return policies.reads_declared(actor, company, on)


def _why_not(actor: Actor) -> str:
    if actor.kind in (ActorKind.IMPORT, ActorKind.SCHEDULE) or actor.has(*NOTING):
        return ""
    return _("Votre rôle ne permet pas de noter une aide reçue.")


def _why_not_withdraw(actor: Actor, aid: AidReceived) -> str:
    if reason := _why_not(actor):
        return reason
    if actor.kind in (ActorKind.IMPORT, ActorKind.SCHEDULE):
        return ""
    author = actor.user is not None and aid.recorded_by_id == actor.user
    head = any(grant.role in HEADS and grant.organization == aid.giver_id for grant in actor.grants)
    return "" if author or head else _("Vous n'avez pas noté cette aide, et elle vient d'un autre organisme.")
