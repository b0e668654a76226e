"""What becomes of the referents of a company that another one takes in: no day has two (H-063)."""

from typing import Any

from django.db import models
from django.db.models import Q

from maillage.modules.portfolios.models import Referent
from maillage.shared.matching import kinds


def register() -> None:
    """Say it to whoever merges."""
    kinds.care("portfolios.referent", referent_that_comes)


def referent_that_comes(row: models.Model, survivor: models.Model) -> dict[str, Any]:
    """A referent keeps its days unless one of them has a referent on the file that stays; then it keeps none, and the merge
    remembers them."""
    assert isinstance(row, Referent)
    stays = Referent.objects.filter(company=survivor.pk).exclude(until=models.F("since"))
    overlap = Q(until__isnull=True) | Q(until__gt=row.since)
    if row.until is not None:
        overlap &= Q(since__lt=row.until)
    return {"until": row.since} if row.until != row.since and stays.filter(overlap).exists() else {}
