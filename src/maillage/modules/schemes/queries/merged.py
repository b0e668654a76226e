"""Merges of schemes: those decided, and the schemes whose rules a request made before still goes by (H-005)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.schemes import policies
from maillage.modules.schemes.enums import Role, Status
from maillage.modules.schemes.models import Scheme, SchemeRole, Succession
from maillage.shared.matching.queries import people


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merge. ``in_force``: on the day asked, the successor replaces already; ``may_undo``: by the reader."""

    predecessor: str
    predecessor_title: str
    successor: str
    successor_title: str
    on: datetime.date
    in_force: bool
    reason: str
    decided_at: datetime.datetime
    decided_by: str
    undone_at: datetime.datetime | None
    undone_by: str
    undo_reason: str
    may_undo: bool


def merges(actor: Actor, on: datetime.date) -> tuple[Merged, ...]:
    """Every merge decided, the latest first, those undone too; in a constant number of queries."""
    rows = list(Succession.objects.select_related("predecessor", "successor"))
    names = people(user for row in rows for user in (row.decided_by_id, row.undone_by_id))
    ends = {pk for row in rows for pk in (row.predecessor_id, row.successor_id)}
    owners = dict(
        SchemeRole.objects.filter(scheme__in=ends, role=Role.OWNER).values_list(
            "scheme_id", "organization_id"
        )
    )
    return tuple(
        Merged(
            predecessor=row.predecessor.slug,
            predecessor_title=row.predecessor.title,
            successor=row.successor.slug,
            successor_title=row.successor.title,
            on=row.on,
            in_force=row.on <= on,
            reason=row.reason,
            decided_at=row.decided_at,
            decided_by=names.get(row.decided_by_id, ""),
            undone_at=row.undone_at,
            undone_by=names.get(row.undone_by_id, ""),
            undo_reason=row.undo_reason,
            may_undo=row.undone_at is None
            and not policies.why_not_merge(
                actor, [owners.get(row.predecessor_id), owners.get(row.successor_id)]
            ),
        )
        for row in rows
    )


def replaced_between(filed: datetime.date, on: datetime.date) -> frozenset[str]:
    """The schemes replaced since a request was made: it goes on under their rules."""
    rows = Succession.objects.filter(on__gt=filed, on__lte=on, undone_at=None)
    return frozenset(rows.values_list("predecessor__slug", flat=True))


def why_not_merge(slugs: Sequence[str], *, actor: Actor) -> str:
    """Why the actor may not merge these published schemes; empty when it may. Raises NotVisible for one that is not published."""
    rows = dict(Scheme.objects.filter(slug__in=slugs, status=Status.PUBLISHED).values_list("slug", "pk"))
    for slug in slugs:
        if slug not in rows:
            raise NotVisible(slug)
    owners = dict(
        SchemeRole.objects.filter(scheme__in=rows.values(), role=Role.OWNER).values_list(
            "scheme_id", "organization_id"
        )
    )
    return policies.why_not_merge(actor, [owners.get(pk) for pk in rows.values()])
