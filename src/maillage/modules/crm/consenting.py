"""Who notes what companies agree to, and the words of each purpose for agents.

A company speaks for itself by its link. An agent who answers it may ask for its agreement, or write down one that it gave on paper
or by voice, with what shows it; an agreement that an agent wrote is shown to the company, who takes it back by itself.
"""

import datetime
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.modules.crm import policies
from maillage.modules.crm.enums import ConsentPurpose

ASKING = ("officer", "manager", "director")
WORDS_OF_DESK: Mapping[ConsentPurpose, str | Promise] = {
    ConsentPurpose.ANSWERING: gettext_lazy("prendre une part de sa demande"),
    ConsentPurpose.READING: gettext_lazy("lire par ses logiciels ce qu'elle a déclaré"),
    ConsentPurpose.LISTING: gettext_lazy("recevoir une liste où elle figure"),
    ConsentPurpose.DATABASE: gettext_lazy("lire ce qu'une autre base dit d'elle"),
}


def reads_consents(actor: Actor, company: int, on: datetime.date) -> bool:
    """Whether the actor reads what a company (primary key) agrees to: whoever reads what it declares."""
    return policies.reads_declared(actor, company, on)


def why_not(actor: Actor, company: int, on: datetime.date) -> str:
    """Why the actor may not ask a company for its agreement, nor write one down; empty when it may."""
    if actor.kind is ActorKind.IMPORT:
        return ""
    if not actor.has(*ASKING):
        return _("Votre rôle ne permet pas de demander l'accord d'une entreprise.")
    if not policies.reads_declared(actor, company, on):
        return _("Cette entreprise n'est ni dans votre périmètre, ni dans vos demandes.")
    return ""


def demand_asking(actor: Actor, company: int, on: datetime.date) -> None:
    """Raises Refused for who may not."""
    if reason := why_not(actor, company, on):
        raise Refused("not_yours", reason, way_out=_("Demandez-le à qui suit cette entreprise."))
