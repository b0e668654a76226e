"""What a higher app knows of a person's file: its other files (the project declared with a request), its codes in words."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

Hook = Callable[[models.Model], Iterable[models.Model]]
Wording = Callable[[Any], str]

_hooks: list[Hook] = []
_wordings: dict[tuple[str, str], Wording] = {}


def linked(function: Hook) -> Hook:
    """Let ``function(row)`` name the rows that are also the file of the person whose file ``row`` is."""
    if function not in _hooks:
        _hooks.append(function)
    return function


def of(row: models.Model) -> tuple[models.Model, ...]:
    """The other files of the person whose file this row is."""
    return tuple(other for hook in _hooks for other in hook(row))


def worded(table: str, column: str, wording: Wording) -> None:
    """Let ``wording(value)`` say in words what a column of codes holds."""
    _wordings[table, column] = wording


def wording(table: str, column: str) -> Wording | None:
    """How a column is said; None when its values are words."""
    return _wordings.get((table, column))
