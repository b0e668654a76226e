"""Saved views: those of a person, and those that its unit and its organisation share."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.modules.crm.enums import Sharing
from maillage.modules.crm.models import SavedView
from maillage.shared.directory.models import Tenure
from maillage.shared.directory.queries import held


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """A view that the reader may open. ``mine``: it may be removed."""

    public_id: str
    name: str
    address: str
    sharing: str
    is_default: bool
    mine: bool


def views(actor: Actor, on: datetime.date) -> tuple[ViewLine, ...]:
    """The views that the actor may open: its own first, then those shared with its units and its organisation."""
    if actor.user is None:
        return ()
    shared = Q(sharing=Sharing.UNIT, unit__in=units_of(actor, on))
    if actor.organization is not None:
        shared |= Q(sharing=Sharing.ORGANIZATION, organization=actor.organization)
    rows = sorted(
        SavedView.objects.filter(Q(owner=actor.user) | shared),
        key=lambda row: (row.owner_id != actor.user, row.name.casefold()),
    )
    return tuple(
        ViewLine(
            public_id=row.public_id,
            name=row.name,
            address=row.address,
            sharing=str(row.get_sharing_display()),
            is_default=row.is_default and row.owner_id == actor.user,
            mine=row.owner_id == actor.user,
        )
        for row in rows
    )


def units_of(actor: Actor, on: datetime.date) -> frozenset[int]:
    """The units of a person: where it is in service, and where it has a role."""
    granted = {grant.unit for grant in actor.grants if grant.unit is not None}
    if actor.person is None:
        return frozenset(granted)
    rows = Tenure.objects.filter(held(on), person=actor.person)
    return frozenset(granted | set(rows.values_list("post__unit", flat=True)))


def unit_to_share_with(actor: Actor, on: datetime.date) -> int | None:
    """The unit with which a person shares a view: one where it is in service; None: of none."""
    return min(units_of(actor, on), default=None)
