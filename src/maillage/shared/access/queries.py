"""Who acts and with which roles, on a day; whose account has none of some roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.engines.territory import Atlas, Leaf, NamedList, TerritoryError, leaves, parse
from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.db.once import once
from maillage.shared.access.models import READING, Role, RoleAssignment
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person
from maillage.shared.territories import queries as territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Hat:
    """An organisation that a person may act for, and its roles there, in words. ``worn``: it acts for this one now."""

    organization: int
    name: str
    roles: tuple[str, ...]
    worn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPerimeter:
    """A role whose perimeter holds nothing; ``fault`` says why."""

    assignment: int
    user: int
    email: str
    role: str
    organization: str
    perimeter: str
    fault: str


NOWHERE = "com:00000"
"""A territory that holds no commune."""


def in_force(on: date) -> Q:
    """The assignments that hold on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def assignments(user: int, on: date) -> QuerySet[RoleAssignment]:
    """The roles of an account on a day, the oldest first."""
    return RoleAssignment.objects.filter(in_force(on), user=user).order_by("since", "pk")


def actor_of(user: User, organization: int | None = None, *, on: date) -> Actor:
    """The actor that an account is on a day: two queries.

    It acts for ``organization`` when it has a role there, else for the organisation of its oldest role. Without any role
    it belongs to no organisation and has no grant. It only reads when all its roles there only read.
    """
    # Asked of every page of whoever signed in: values rather than rows, and no name of an organisation.
    held = list(assignments(user.pk, on).values_list("role", "organization", "unit", "perimeter"))
    worn = organization if any(one[1] == organization for one in held) else held[0][1] if held else None
    named = Person.objects.filter(user=user).order_by("pk").values_list("pk", "first_name", "last_name")
    person, first_name, last_name = named.first() or (None, "", "")
    grants = tuple(_grant(*one) for one in held if one[1] == worn)
    return Actor(
        ActorKind.PERSON,
        str(user) if person is None else f"{first_name} {last_name}",
        user=user.pk,
        person=person,
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
    held = assignments(user, on).values_list(
        "organization", "organization__short_name", "organization__name", "role"
    )
    for pk, short_name, name, role in held:
        names[pk] = short_name or name
        roles.setdefault(pk, []).append(str(Role(role).label))
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


def grant_of(one: RoleAssignment) -> Grant:
    """What a role lets do. A perimeter that can no longer be read holds no place: never the whole country."""
    return _grant(one.role, one.organization_id, one.unit_id, one.perimeter)


def _grant(role: str, organization: int, unit: int | None, perimeter: str) -> Grant:
    held = perimeter if not perimeter or readable(perimeter) else NOWHERE
    return Grant(role=role, organization=organization, unit=unit, perimeter=held)


@lru_cache(maxsize=2048)
def readable(perimeter: str) -> bool:
    """Whether a kept perimeter is an expression of territories; that they exist is not asked."""
    try:
        return not any(isinstance(leaf, NamedList) for leaf in leaves(parse(perimeter)))
    except TerritoryError:
        return False


def broken_perimeters(on: date, *, user: int | None = None) -> tuple[BrokenPerimeter, ...]:
    """The roles, held on the day or later, whose perimeter names a territory that does not exist that day, or holds no
    whole commune: they show nothing there. ``user``: of one account."""
    rows = (
        RoleAssignment.objects.exclude(perimeter="")
        .exclude(until__lte=on)
        .select_related("user", "organization")
        .order_by("user__email", "pk")
    )
    if user is not None:
        rows = rows.filter(user=user)
    faults: dict[str, str] = {}
    found = []
    for one in rows:
        if one.perimeter not in faults:
            faults[one.perimeter] = fault_of(one.perimeter, on)
        if faults[one.perimeter]:
            found.append(
                BrokenPerimeter(
                    assignment=one.pk,
                    user=one.user_id,
                    email=one.user.email,
                    role=str(Role(one.role).label),
                    organization=one.organization.short_name or one.organization.name,
                    perimeter=one.perimeter,
                    fault=faults[one.perimeter],
                )
            )
    return tuple(found)


def fault_of(perimeter: str, on: date) -> str:
    """What is wrong with a kept perimeter on a day, as a French sentence; empty when nothing is."""
    try:
        expression = parse(perimeter)
        atlas = territories.atlas(on)
        unknown = [str(leaf) for leaf in leaves(expression) if not _known(leaf, atlas)]
        if not unknown and atlas.communes(expression):
            return ""
    except TerritoryError as fault:
        return fault.sentence
    if unknown:
        return _("Ce jour-là, ces territoires n'existent pas : %(codes)s.") % {"codes": ", ".join(unknown)}
    return _("Aucune commune n'y est entièrement.")


def _known(leaf: Leaf | NamedList, atlas: Atlas) -> bool:
    return isinstance(leaf, Leaf) and atlas.knows(leaf.code)
