"""Who reads and who prepares reorganisations."""

from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import Refused
from maillage.modules.reorganizations.enums import ReorganizationStatus
from maillage.modules.reorganizations.models import Reorganization

MACHINES = (ActorKind.IMPORT, ActorKind.SCHEDULE)


def reads(actor: Actor) -> bool:
    """Whether the actor reads reorganisations: any member of the network."""
    return actor.kind in MACHINES or bool(actor.grants)


def prepares(actor: Actor, organization: int) -> bool:
    """Whether the actor changes the organisation of a body: administrators, and those who direct it."""
    if actor.kind in MACHINES or actor.has("administrator"):
        return True
    return any(
        grant.role == "director" and grant.organization == organization and grant.unit is None
        for grant in actor.grants
    )


def administers(actor: Actor) -> bool:
    """Whether the actor finds them in the settings too; others come to them from a plan."""
    return actor.has("administrator")


def prepares_somewhere(actor: Actor) -> bool:
    """Whether the actor may open a reorganisation of some body."""
    return actor.kind in MACHINES or actor.has("administrator", "director")


def abilities(actor: Actor, row: Reorganization) -> Abilities:
    """What the actor may do with a reorganisation, verb by verb, and why not."""
    whose = (
        ""
        if prepares(actor, row.organization_id)
        else _("C'est à la direction de l'organisme, ou à l'administration, de le faire.")
    )
    draft = whose or (
        "" if row.status == ReorganizationStatus.DRAFT else _("Elle n'est plus en préparation.")
    )
    drop = whose or (
        ""
        if row.status in (ReorganizationStatus.DRAFT, ReorganizationStatus.DECIDED)
        else _("Elle est déjà en vigueur, ou abandonnée.")
    )
    return told(actor, change=draft, decide=draft, drop=drop)


def require(actor: Actor, row: Reorganization, verb: str) -> None:
    """Raises Refused with the reason when the actor may not."""
    ability = abilities(actor, row)[verb]
    if not ability.allowed:
        raise Refused(
            "reorganizations.not-allowed",
            ability.reason,
            way_out=_("Demandez-le à la direction de l'organisme."),
        )
