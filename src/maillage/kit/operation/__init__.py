"""Writes: one verb, one author, one transaction."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def operation(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as a write named ``name`` ("schemes.import"): it demands ``actor=`` and runs in a transaction."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            if "actor" not in kwargs:
                raise TypeError(f"{name} is an operation: say who acts with actor=…")
            with transaction.atomic():
                return function(*args, **kwargs)

        wrapper.operation_name = name  # type: ignore[attr-defined]
        return wrapper

    return decorate
