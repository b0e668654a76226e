"""What a role would open, in numbers, before it is given: each module says it through its own ``visible``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.errors import NotVisible
from maillage.shared.access import policies
from maillage.shared.access.operations.roles import Asked, checked
from maillage.shared.access.queries import only_reads

Told = Callable[[Actor, date], str]

_told: list[Told] = []


def when(function: Told) -> Told:
    """Let ``function(actor, on)`` say in one sentence what an actor sees of a module; "" when it has nothing to say."""
    if function not in _told:
        _told.append(function)
    return function


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a role would open: ``where``, its perimeter in words; ``sentences``, one for each module."""

    where: str
    sentences: tuple[str, ...]


def asked(user: int, typed: Mapping[str, Any]) -> Asked:
    """The role that a form describes, for an account."""
    return Asked(user=user, **typed)


def of_role(wanted: Asked, *, actor: Actor, on: date) -> Effect:
    """What this role alone would open, on its first day; nothing is written.

    Raises Refused as :func:`operations.give` does, NotVisible for who gives no role.
    """
    if not policies.administers(actor):
        raise NotVisible
    place = checked(wanted)
    grant = Grant(
        role=wanted.role, organization=wanted.organization, unit=wanted.unit, perimeter=place.perimeter
    )
    # The person itself is left out: what it leads or helps with is not opened by the role.
    holder = Actor(
        ActorKind.PERSON,
        "",
        organization=wanted.organization,
        grants=(grant,),
        reads_only=only_reads((grant,)),
    )
    said = [sentence for told in _told if (sentence := told(holder, max(wanted.since, on)))]
    said.append(
        _("Il permet de lire, pas d'écrire.") if holder.reads_only else _("Il permet de lire et d'écrire.")
    )
    return Effect(where=place.where, sentences=tuple(said))
