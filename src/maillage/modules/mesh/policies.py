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


def why_not_change(actor: Actor, *, made_by: int | None, organization: int | None) -> str:
    """Why the actor may not change a study or take a mark back that somebody made for an organisation; empty when it may: its author,
    who steers the same organisation, the administration; whoever steers, for what the terminal made. Everyone reads them."""
    ability = abilities(actor)["study"]
    if not ability.allowed:
        return ability.reason
    mine = made_by is not None and made_by == actor.user
    nobody_s = made_by is None and organization is None
    if (
        mine
        or nobody_s
        or actor.kind in MACHINES
        or actor.has("administrator")
        or organization == actor.organization
    ):
        return ""
    return _("C'est à qui l'a faite, ou à la direction de son organisme.")


def must_change(actor: Actor, *, made_by: int | None, organization: int | None) -> None:
    """Raises NotVisible to whom is not of the network, Refused with the reason when the actor may not."""
    must_read(actor)
    if reason := why_not_change(actor, made_by=made_by, organization=organization):
        raise Refused("mesh.not-yours", reason, way_out=_("Demandez-le-lui, ou faites la vôtre."))


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
