"""Other files of the same person, that a higher app knows: the project declared with a request."""

from collections.abc import Callable, Iterable

from django.db import models

Hook = Callable[[models.Model], Iterable[models.Model]]

_hooks: list[Hook] = []


def linked(function: Hook) -> Hook:
    """Let ``function(row)`` name the rows that are also the file of the person whose file ``row`` is."""
    if function not in _hooks:
        _hooks.append(function)
    return function


def of(row: models.Model) -> tuple[models.Model, ...]:
    """The other files of the person whose file this row is."""
    return tuple(other for hook in _hooks for other in hook(row))
