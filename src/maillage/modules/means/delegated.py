"""The delegations of management that run on a day, as the map of missions shows them (S-076, H-181)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from maillage.modules.means.models import ManagementDelegation
from maillage.modules.means.queries.knowing import as_known
from maillage.modules.means.queries.people import DELEGATIONS
from maillage.modules.means.queries.reading import earliest, when
from maillage.modules.missions.queries.delegations import Body, Delegation
from maillage.modules.missions.queries.modes import origin
from maillage.shared.directory.models import Organization


def running(missions: Collection[int] | None, day: date, known_at: datetime | None) -> tuple[Delegation, ...]:
    """The delegations of some missions (None: of all) that run on a day, as known at an instant. One query."""
    then = Q(withdrawn_at__isnull=True)
    if known_at is not None:
        then = Q(recorded_at__lte=known_at) & (then | Q(withdrawn_at__gt=known_at))
    begun = Q(since__isnull=True) | Q(since__lte=day)
    about = Q(mission__isnull=False) if missions is None else Q(mission__in=missions)
    lasting = Q(until__isnull=True) | Q(until__gt=day)
    if known_at is not None:
        # Its end was said later: nobody knew it then.
        lasting |= Q(ended_at__gt=known_at)
    rows = ManagementDelegation.objects.filter(then, begun, about, lasting)
    rows = rows.select_related("delegator", "delegate", "plan", "cited").order_by(earliest(), "pk")
    return tuple(_told(row) for row in as_known(rows, known_at) if row.mission_id is not None)


def _told(row: ManagementDelegation) -> Delegation:
    return Delegation(
        mission=row.mission_id or 0,
        subject=row.subject,
        delegator=_body(row.delegator),
        delegate=_body(row.delegate),
        when=when(row),
        url=reverse("means:sheet", args=[row.plan.slug, DELEGATIONS.code, row.pk]),
        recorded_at=row.recorded_at,
        origin=origin(row.cited_id, row.cited.title if row.cited else "", row.evidence),
    )


def _body(row: Organization) -> Body:
    return Body(id=row.pk, slug=row.slug, name=row.name)
