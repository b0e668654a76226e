"""Who reads the mesh, who has it computed, who marks an overlap and keeps studies."""

from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities, told
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible, Refused

MACHINES = (ActorKind.IMPORT, ActorKind.SCHEDULE)
STEERING = ("administrator", "director", "manager")
"""Who steers: those who direct a body or a unit, and the administration."""


def reads(actor: Actor) -> bool:
    """Whether the actor reads the mesh: any member of the network, elected members too. Figures name no company."""
    return actor.kind in MACHINES or bool(actor.grants)


def reads_rows(actor: Actor) -> bool:
    """Whether the actor opens a figure down to its companies: whoever works in the network. Who only reads sees figures."""
    return actor.kind in MACHINES or (bool(actor.grants) and not actor.reads_only)


def abilities(actor: Actor) -> Abilities:
    """What the actor may do with the mesh, verb by verb, and why not."""
    steers = actor.kind in MACHINES or actor.has(*STEERING)
    reason = (
        ""
        if steers
        else _("C'est à la direction, à une responsable d'unité ou à l'administration de le faire.")
    )
    return told(actor, compute=reason, mark=reason, study=reason)


def must_read(actor: Actor) -> None:
    """Raises NotVisible to whom is not of the network."""
    if not reads(actor):
        raise NotVisible("mesh")


def must(actor: Actor, verb: str) -> None:
    """Raises NotVisible to whom is not of the network, Refused with the reason when the actor may not."""
    must_read(actor)
    ability = abilities(actor)[verb]
    if not ability.allowed:
        raise Refused(
            "mesh.not-allowed", ability.reason, way_out=_("Demandez-le à la direction de votre organisme.")
        )
