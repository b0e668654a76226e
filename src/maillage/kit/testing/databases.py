"""A second database for tests that need much data: made once, seen by the tests that ask, never changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def copied(name: str) -> Iterator[BaseDatabaseWrapper]:
    """A copy of the default database, removed at the end. The original must be in no transaction."""
    original = connections["default"]
    copy = original.copy("default")
    if original.vendor == "sqlite":
        copy.settings_dict["NAME"] = f"file:{name}?mode=memory&cache=shared"
        original.ensure_connection()
        copy.ensure_connection()
        original.connection.backup(copy.connection)
        yield copy
        copy.connection.close()
        return
    source, target = original.settings_dict["NAME"], f"{original.settings_dict['NAME']}_{name}"
    original.close()
    with original._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    copy.settings_dict["NAME"] = target
    close, copy.close = copy.close, lambda: None  # type: ignore[method-assign]
    try:
        yield copy
    finally:
        close()
        with original._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{target}"')


@contextmanager
def standing_in(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Make ``connection`` the default one of this thread."""
    original = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = original


@contextmanager
def undone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Undo at the end whatever was written on ``connection``; other threads may read it meanwhile."""
    connection.inc_thread_sharing()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        connection.dec_thread_sharing()
