"""What a higher app knows of a person's file: its other files (the project declared with a request), its codes in words, what quotes it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import models

from maillage.kit.actor import Actor

Hook = Callable[[models.Model], Iterable[models.Model]]
Wording = Callable[[Any], str]


class Forgetting(Protocol):
    """Takes away what quotes these files, about to be erased, where no declaration leads."""

    def __call__(self, roots: Sequence[models.Model], *, at: datetime, actor: Actor) -> None: ...


_hooks: list[Hook] = []
_forgettings: list[Forgetting] = []
_wordings: dict[tuple[str, str], Wording] = {}


def linked(function: Hook) -> Hook:
    """Let ``function(row)`` name the rows that are also the file of the person whose file ``row`` is."""
    if function not in _hooks:
        _hooks.append(function)
    return function


def of(row: models.Model) -> tuple[models.Model, ...]:
    """The other files of the person whose file this row is."""
    return tuple(other for hook in _hooks for other in hook(row))


def forgets(function: Forgetting) -> Forgetting:
    """Let ``function`` know which files are about to be erased: a file made of a list that names them goes with them."""
    if function not in _forgettings:
        _forgettings.append(function)
    return function


def forget(roots: Sequence[models.Model], *, at: datetime, actor: Actor) -> None:
    """Take away, everywhere, what quotes these files and is no part of them."""
    for function in _forgettings:
        function(roots, at=at, actor=actor)


def worded(table: str, column: str, wording: Wording) -> None:
    """Let ``wording(value)`` say in words what a column of codes holds."""
    _wordings[table, column] = wording


def wording(table: str, column: str) -> Wording | None:
    """How a column is said; None when its values are words."""
    return _wordings.get((table, column))
