"""The missions into which a function is, or was, divided: they stay visible once they are replaced (S-049)."""

from datetime import date

from maillage.modules.missions.models import SubMission
from maillage.modules.missions.queries.modes import origin
from maillage.modules.missions.queries.shapes import Division


def divisions(function: int, day: date) -> tuple[Division, ...]:
    """The divisions of a function that began by a day, those that ended since too, in the order of the source. One query."""
    rows = SubMission.objects.filter(function=function).select_related("cited").order_by("order", "pk")
    return tuple(
        Division(
            label=row.label,
            since=row.since,
            until=row.until,
            ended=row.until is not None and row.until <= day,
            origin=origin(row.cited_id, row.cited.title if row.cited else "", row.evidence),
        )
        for row in rows
        if row.since is None or row.since <= day
    )
