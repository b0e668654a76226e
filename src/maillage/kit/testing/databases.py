"""A second database for tests that need much data: made once, seen by the tests that ask, never changed."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A database that one process of a run makes, for the others to copy: a file of ``folder``, which they share, or a database of
    the PostgreSQL server."""

    folder: Path
    name: str

    @property
    def address(self) -> str:
        """A SQLite file, or a name on the server of the default database."""
        if connections["default"].vendor == "sqlite":
            return f"sqlite:///{self.folder / self.name}.sqlite3"
        return f"postgres:///test_template_{self.name}"

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Whether it remains to be made, by who enters this block; the other processes wait for its end."""
        made = self.folder / f"{self.name}.made"
        with (self.folder / f"{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ours = not made.exists()
            yield ours
            if ours:
                made.touch()

    def stands_for_migrations(self) -> None:
        """Make the test database from it instead of the migrations."""
        connection = connections["default"]
        connection.settings_dict["TEST"]["MIGRATE"] = False
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = _name(self.address)

    def read_back(self) -> None:
        """Put it in the default database of SQLite. PostgreSQL made that one from it already."""
        original = connections["default"]
        if original.vendor == "sqlite":
            _read(self.address, original)


@contextmanager
def copied(name: str, *, of: str = "") -> Iterator[BaseDatabaseWrapper]:
    """A copy of the default database, or of the template at this address, removed at the end. The original must be in no
    transaction.

    Threads of a server may use the copy, and cannot close it.
    """
    original = connections["default"]
    copy = original.copy("default")
    copy.inc_thread_sharing()
    close, copy.close = copy.close, lambda: None  # type: ignore[method-assign]
    if original.vendor == "sqlite":
        copy.settings_dict["NAME"] = f"file:{name}?mode=memory&cache=shared"
        copy.ensure_connection()
        if of:
            _read(of, copy)
        else:
            original.ensure_connection()
            original.connection.backup(copy.connection)
        yield copy
        copy.connection.close()
        return
    source, target = original.settings_dict["NAME"], f"{original.settings_dict['NAME']}_{name}"
    copy.settings_dict["NAME"] = target
    original.close()
    _made_again(original, target, _name(of) if of else source)
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
    # What `copied` gives does not close by itself, and PostgreSQL copies no database that a connection holds.
    type(original).close(original)
    _made_again(original, _name(into), original.settings_dict["NAME"])


def _name(address: str) -> str:
    return address.rpartition("/")[2]


def _read(address: str, into: BaseDatabaseWrapper) -> None:
    into.ensure_connection()
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as file:
        file.backup(into.connection)


def _made_again(server: BaseDatabaseWrapper, target: str, source: str) -> None:
    with server._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
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
