"""Every write of the catalogue says so, in its own transaction: what processes keep in memory is then read again."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from maillage.modules.schemes.models import CatalogueMark

P = ParamSpec("P")
R = TypeVar("R")
ONLY = 1


def changes_catalogue(function: Callable[P, R]) -> Callable[P, R]:
    """Renew the mark of the catalogue after a write; stands under ``@operation``. The mark is drawn at random rather than
    counted: two transactions of which one is undone never give one mark to two contents."""

    @wraps(function)
    def marked(*args: P.args, **kwargs: P.kwargs) -> R:
        done = function(*args, **kwargs)
        CatalogueMark.objects.update_or_create(pk=ONLY, defaults={"mark": uuid.uuid4().hex})
        return done

    marked.changes_catalogue = True  # type: ignore[attr-defined]
    return marked
