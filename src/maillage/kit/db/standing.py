"""Another database in the place of the usual one, for a moment and for this thread."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def standing_in(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Make ``connection`` the default one of this thread, until the end of the block."""
    original = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = original
