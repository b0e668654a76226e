"""What changed between two states."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class ChangeKind(StrEnum):
    """How a key differs between two states."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[K, V]):
    """One key that differs. ``before`` means nothing when it appeared, ``after`` when it disappeared."""

    kind: ChangeKind
    key: K
    before: V | None = None
    after: V | None = None


def difference(before: Mapping[K, V], after: Mapping[K, V]) -> tuple[Change[K, V], ...]:
    """The changes that lead from ``before`` to ``after``: keys of ``before`` in their order, then the new ones.

    >>> [str(change.kind) for change in difference({"a": 1, "b": 2}, {"b": 3, "c": 4})]
    ['disappeared', 'changed', 'appeared']
    """
    changes: list[Change[K, V]] = []
    for key, value in before.items():
        if key not in after:
            changes.append(Change(kind=ChangeKind.DISAPPEARED, key=key, before=value))
        elif after[key] != value:
            changes.append(Change(kind=ChangeKind.CHANGED, key=key, before=value, after=after[key]))
    changes.extend(
        Change(kind=ChangeKind.APPEARED, key=key, after=value)
        for key, value in after.items()
        if key not in before
    )
    return tuple(changes)
