"""Who may do what with an import."""

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.shared.exchange import kinds
from maillage.shared.exchange.enums import BatchState
from maillage.shared.exchange.models import Batch

RUNNING = (BatchState.READING, BatchState.MATCHING, BatchState.APPLYING, BatchState.UNDOING)


def visible(actor: Actor) -> Q:
    """The imports that an actor sees: those of its organisation, and those of the demonstration."""
    if actor.kind in (ActorKind.IMPORT, ActorKind.SCHEDULE):
        return Q()
    return Q(organization=actor.organization) | Q(is_fictional=True)


def demand(kind: str, actor: Actor) -> None:
    """Raises Refused for who may not import."""
    if not kinds.get(kind).may(actor):
        raise Refused(
            "exchange.rights",
            _("Votre rôle ne permet pas d'importer un fichier."),
            way_out=_("Demandez-le à un agent ou à un responsable de votre organisation."),
        )


def abilities(actor: Actor, batch: Batch) -> Abilities:
    """What the actor may do with an import now, and why not."""
    may = "" if kinds.get(batch.kind).may(actor) else _("Votre rôle ne permet pas d'importer un fichier.")
    running = (
        _("L'import travaille : attendez qu'il ait fini, ou arrêtez-le.") if batch.state in RUNNING else ""
    )
    read = (
        ""
        if batch.state in (BatchState.PREVIEWED, BatchState.CANCELLED, BatchState.APPLIED)
        else _("Le fichier n'est pas encore lu.")
    )
    undone = _("Cet import est défait.") if batch.state == BatchState.UNDONE else ""
    nothing = "" if batch.applied_at else _("Rien n'a encore été écrit.")
    return told(
        actor,
        map=may or running or undone or (_("Des lignes sont déjà appliquées.") if batch.applied_at else ""),
        settle=may or running or undone or read,
        apply=may or running or undone or read,
        cancel=may or ("" if running else _("L'import ne travaille pas.")),
        undo=may or running or undone or nothing,
    )
