"""Roles are given from a day on, in a place, and ended; never edited."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.operations.demanding import (
    account_row,
    demand,
    keep_an_administrator,
    lock_administration,
    sign_out,
)
from maillage.shared.access.queries import in_force
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.territories import queries as territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A role to give. ``unit`` None: in the whole organisation; ``perimeter``: as typed, empty for no limit."""

    user: int
    role: str
    organization: int
    unit: int | None = None
    perimeter: str = ""
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a role holds: its perimeter as it is kept, and in words (both empty: no limit of territory)."""

    perimeter: str
    where: str


@operation("access.give", act=True)
def give(
    user: int,
    role: str,
    organization: int,
    *,
    unit: int | None = None,
    perimeter: str = "",
    since: date,
    until: date | None = None,
    actor: Actor,
) -> int:
    """Give a role from a day on, and return its primary key; see :class:`Asked` and :func:`checked`, for what it refuses."""
    demand(actor)
    account = account_row(user)
    asked = Asked(
        user=user,
        role=role,
        organization=organization,
        unit=unit,
        perimeter=perimeter,
        since=since,
        until=until,
    )
    return RoleAssignment.objects.create(
        user=account,
        role=role,
        organization_id=organization,
        unit_id=unit,
        perimeter=checked(asked).perimeter,
        since=since,
        until=until,
        given_by=actor.label,
    ).pk


def checked(asked: Asked) -> Place:
    """Whether a role may be given: where it would hold. Reads only.

    Raises Refused: unknown role, an organisation outside the network, a unit of another one, a perimeter that names a
    territory that does not exist or holds no commune on ``since``, an end before the start, the same role already given
    over these days.
    """
    if asked.role not in Role.values:
        raise Refused(
            "role", _("Ce rôle n'existe pas."), way_out=_("Choisissez-en un de la liste."), field="role"
        )
    if not Organization.objects.filter(pk=asked.organization, in_network=True).exists():
        raise Refused(
            "organization",
            _("Cet organisme n'est pas membre du réseau : personne n'y a de rôle."),
            way_out=_("Choisissez un organisme du réseau."),
            field="organization",
        )
    if (
        asked.unit is not None
        and not Unit.objects.filter(pk=asked.unit, organization=asked.organization).exists()
    ):
        raise Refused(
            "unit",
            _("Cette unité n'appartient pas à l'organisme choisi."),
            way_out=_("Choisissez une unité de cet organisme, ou aucune."),
            field="unit",
        )
    if asked.until is not None and asked.until <= asked.since:
        raise Refused(
            "until",
            _("La fin doit venir après le début."),
            way_out=_("Corrigez l'une des deux dates."),
            field="until",
        )
    place = Place(perimeter="", where="")
    if asked.perimeter.strip():
        extent = territories.extent(asked.perimeter, asked.since)
        place = Place(perimeter=extent.text, where=extent.named)
    _not_yet(asked, place.perimeter)
    return place


def _not_yet(asked: Asked, perimeter: str) -> None:
    same = RoleAssignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=asked.since),
        user=asked.user,
        role=asked.role,
        organization=asked.organization,
        unit=asked.unit,
        perimeter=perimeter,
    )
    if (same.filter(since__lt=asked.until) if asked.until else same).exists():
        raise Refused(
            "already",
            _("Ce compte a déjà ce rôle, au même endroit."),
            way_out=_("Terminez d'abord l'autre, ou choisissez d'autres dates."),
            field="role",
        )


@operation("access.end", act=True)
def end(assignment: int, *, on: date, actor: Actor) -> None:
    """End a role on a day, from which it no longer holds. The last one: the sessions of the account end too.

    Raises Refused for the role of the last administrator: nobody could give one again.
    """
    demand(actor)
    lock_administration()
    row = RoleAssignment.objects.select_for_update().filter(pk=assignment).first()
    if row is None:
        raise NotVisible
    if row.until is not None and row.until <= on:
        return
    if row.role == Role.ADMINISTRATOR:
        keep_an_administrator(on, but=row.pk)
    row.until = max(on, row.since)
    row.save(update_fields=["until"])
    if not RoleAssignment.objects.filter(in_force(on), user=row.user_id).exists():
        sign_out(row.user_id)
