"""Which reference files this installation holds."""

from dataclasses import dataclass
from datetime import date

from maillage.shared.reference.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """One loaded file; ``valid_from`` None: its source does not say from when it holds."""

    name: str
    title: str
    vintage: str
    valid_from: date | None
    as_of: date
    source: str
    licence: str
    rows: int


def editions() -> tuple[EditionLine, ...]:
    """Every file of reference data, by name."""
    return tuple(
        EditionLine(
            name=row.name,
            title=row.title,
            vintage=row.vintage,
            valid_from=row.valid_from,
            as_of=row.as_of,
            source=row.source,
            licence=row.licence,
            rows=row.rows,
        )
        for row in Edition.objects.order_by("name")
    )
