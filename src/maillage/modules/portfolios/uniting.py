"""What becomes of the referents of a company that another one takes in: no day has two (H-063)."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.models import Following, Referent, Relay, RelayLine
from maillage.shared.matching import kinds


def register() -> None:
    """Say it to whoever merges."""
    kinds.care("portfolios.referent", referent_that_comes)
    kinds.tell("portfolios.referent", told_people(Referent))
    kinds.tell("portfolios.following", told_people(Following))
    kinds.tell("portfolios.relayline", told_relays)


def told_people(model: type[Referent] | type[Following]) -> kinds.Telling:
    """Who follows a company, and who its referent is, is read by whoever opens its page: by their names, and no words of theirs."""

    def told(keys: frozenset[int], actor: Actor, on: date) -> dict[int, str]:
        rows = model._default_manager.filter(pk__in=keys).select_related("person")
        return {row.pk: str(row.person) for row in rows}

    return told


def told_relays(keys: frozenset[int], actor: Actor, on: date) -> dict[int, str]:
    """The hand-overs that the actor gave, or that are proposed to it."""
    relays = Relay.objects.filter(policies.relays_of(actor))
    rows = RelayLine.objects.filter(pk__in=keys, relay__in=relays).select_related(
        "relay__giver", "relay__taker"
    )
    return {row.pk: f"{row.relay.giver} → {row.relay.taker}" for row in rows}


def referent_that_comes(row: models.Model, survivor: models.Model) -> dict[str, Any]:
    """A referent keeps its days unless one of them has a referent on the file that stays; then it keeps none, and the merge
    remembers them."""
    assert isinstance(row, Referent)
    stays = Referent.objects.filter(company=survivor.pk).exclude(until=models.F("since"))
    overlap = Q(until__isnull=True) | Q(until__gt=row.since)
    if row.until is not None:
        overlap &= Q(since__lt=row.until)
    return {"until": row.since} if row.until != row.since and stays.filter(overlap).exists() else {}
