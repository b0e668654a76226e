"""A second database for tests that need much data: made once, seen by the tests that ask, never changed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def copied(name: str) -> Iterator[BaseDatabaseWrapper]:
    """A copy of the default database, removed at the end. The original must be in no transaction.

    Threads of a server may use the copy, and cannot close it.
    """
    original = connections["default"]
    copy = original.copy("default")
    copy.inc_thread_sharing()
    close, copy.close = copy.close, lambda: None  # type: ignore[method-assign]
    if original.vendor == "sqlite":
        copy.settings_dict["NAME"] = f"file:{name}?mode=memory&cache=shared"
        original.ensure_connection()
        copy.ensure_connection()
        original.connection.backup(copy.connection)
        yield copy
        copy.connection.close()
        return
    source, target = original.settings_dict["NAME"], f"{original.settings_dict['NAME']}_{name}"
    copy.settings_dict["NAME"] = target
    original.close()
    with original._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    try:
        yield copy
    finally:
        close()
        with original._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{target}"')


def poured(into: str) -> None:
    """Copy the default database, which must be in no transaction, into the one of this address: a SQLite file that is not there
    yet, or a database of the same PostgreSQL server, which is made again."""
    original = connections["default"]
    if original.vendor == "sqlite":
        original.ensure_connection()
        with closing(sqlite3.connect(into.removeprefix("sqlite:///"))) as file:
            original.connection.backup(file)
        return
    source, target = original.settings_dict["NAME"], into.rpartition("/")[2]
    original.close()
    with original._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{target}"')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


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
def undone() -> Iterator[None]:
    """Undo at the end whatever is written on the default connection."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
