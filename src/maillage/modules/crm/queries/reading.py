"""Which bodies read the file of a company: from the reading log, without the name of anybody."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from maillage.shared.audit.models import Reading
from maillage.shared.directory.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLine:
    """A body that read the file, how many times, and when last; ``by_program``: some of these by a program."""

    organization: str
    slug: str
    times: int
    last_at: datetime.datetime
    by_program: bool


def readers_of(
    public_id: str,
    also: Collection[tuple[str, str]] = (),
    *,
    since: datetime.datetime | None = None,
) -> tuple[ReaderLine, ...]:
    """The bodies that read the file of a company these last twelve months, the latest first; ``also``: other files of it (kind,
    reference), its requests; ``since``: from when, None: as far as the log goes. Two queries."""
    wanted = Q(kind="crm.company", ref=public_id)
    for kind, ref in also:
        wanted |= Q(kind=kind, ref=ref)
    read = Reading.objects.filter(wanted, organization__isnull=False)
    if since is not None:
        read = read.filter(at__gte=since)
    rows = list(
        read.order_by()
        .values("organization")
        .annotate(times=Count("pk"), last_at=Max("at"), programs=Count("program"))
    )
    bodies = Organization.objects.in_bulk([row["organization"] for row in rows])
    found = [
        ReaderLine(
            organization=bodies[row["organization"]].name,
            slug=bodies[row["organization"]].slug,
            times=row["times"],
            last_at=row["last_at"],
            by_program=row["programs"] > 0,
        )
        for row in rows
        if row["organization"] in bodies
    ]
    return tuple(sorted(found, key=lambda line: line.last_at, reverse=True))
