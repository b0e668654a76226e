"""Means as they were known at an instant: what was said later is not read, what was ended or withdrawn later still holds."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime
from typing import TypeVar

from maillage.modules.means.models import MeansFact

F = TypeVar("F", bound=MeansFact)


def as_known(facts: Iterable[F], known_at: datetime | None) -> list[F]:
    """The facts known at an instant, as they read then; as they are for None. Copies: nothing of them is to be saved."""
    if known_at is None:
        return list(facts)
    return [_then(fact, known_at) for fact in facts if fact.recorded_at <= known_at]


def _then(fact: F, known_at: datetime) -> F:
    told = copy(fact)
    if told.ended_at is not None and told.ended_at > known_at:
        told.until, told.end_reason, told.ended_at = None, "", None
    if told.withdrawn_at is not None and told.withdrawn_at > known_at:
        told.withdrawn_at, told.withdrawal_reason = None, ""
    return told
