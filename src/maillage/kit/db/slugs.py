"""Public identifiers made from a name: the first that no row of a table bears."""

from django.db.models import Model, QuerySet
from django.utils.text import slugify


def free(rows: "QuerySet[Model]", name: str, *, otherwise: str, most: int = 70) -> str:
    """« paie-integree », then « paie-integree-2 » when a row bears it already. ``otherwise``: for a name without letter or figure;
    ``most``: characters kept of the name, fewer than the column holds. One query."""
    base = slugify(name)[:most].strip("-") or otherwise
    taken = set(rows.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)
