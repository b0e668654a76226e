"""Who acts and with which roles, on a day; whose account has none of some roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.db.once import once
from maillage.shared.access.models import READING, Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Hat:
    """An organisation that a person may act for, and its roles there, in words. ``worn``: it acts for this one now."""

    organization: int
    name: str
    roles: tuple[str, ...]
    worn: bool = False


def in_force(on: date) -> Q:
    """The assignments that hold on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def assignments(user: int, on: date) -> QuerySet[RoleAssignment]:
    """The roles of an account on a day, the oldest first."""
    return (
        RoleAssignment.objects.filter(in_force(on), user=user)
        .select_related("organization")
        .order_by("since", "pk")
    )


def actor_of(user: User, organization: int | None = None, *, on: date) -> Actor:
    """The actor that an account is on a day: two queries.

    It acts for ``organization`` when it has a role there, else for the organisation of its oldest role. Without any role
    it belongs to no organisation and has no grant. It only reads when all its roles there only read.
    """
    held = list(assignments(user.pk, on))
    chosen = next((one for one in held if one.organization_id == organization), held[0] if held else None)
    person = Person.objects.filter(user=user).only("first_name", "last_name").first()
    worn = chosen.organization_id if chosen else None
    grants = tuple(_grant(one) for one in held if one.organization_id == worn)
    return Actor(
        ActorKind.PERSON,
        str(person or user),
        user=user.pk,
        person=person.pk if person else None,
        organization=worn,
        grants=grants,
        reads_only=only_reads(grants),
    )


def only_reads(grants: Iterable[Grant]) -> bool:
    """Whether roles, at least one, all let read and nothing else (H-135): another role gives back what it allows."""
    roles = {grant.role for grant in grants}
    return bool(roles) and roles <= READING


def hats(user: int, actor: Actor, on: date) -> tuple[Hat, ...]:
    """The organisations that an account may act for: one query."""
    roles: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for one in assignments(user, on):
        names[one.organization_id] = one.organization.short_name or one.organization.name
        roles.setdefault(one.organization_id, []).append(str(Role(one.role).label))
    return tuple(
        Hat(
            organization=pk,
            name=names[pk],
            roles=tuple(dict.fromkeys(given)),
            worn=pk == actor.organization,
        )
        for pk, given in roles.items()
    )


@once
def without(roles: tuple[str, ...], on: date) -> frozenset[int]:
    """The people (primary keys) whose account has roles on a day, none of which is one of ``roles``."""
    held = RoleAssignment.objects.filter(in_force(on))
    some = held.filter(role__in=roles)
    people = Person.objects.filter(user__in=held.values("user")).exclude(user__in=some.values("user"))
    return frozenset(people.values_list("pk", flat=True))


def _grant(one: RoleAssignment) -> Grant:
    return Grant(role=one.role, organization=one.organization_id, unit=one.unit_id, perimeter=one.perimeter)
