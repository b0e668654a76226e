"""The files of SQLite belong to the account that runs the installation: no other account of the machine reads them."""

import stat
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

COMPANIONS = ("-wal", "-shm", "-journal")
OTHERS = 0o077


def close_to_others(connection: BaseDatabaseWrapper) -> None:
    """Make the file of the database when it is not there, readable by its owner only; its companions follow its rights.

    Nothing for PostgreSQL, nor in memory.
    """
    file = _file(connection)
    if file is None:
        return
    file.touch(mode=0o600)
    for one in (file, *(Path(f"{file}{suffix}") for suffix in COMPANIONS)):
        close_file(one)


def close_file(file: Path) -> None:
    """Take from other accounts the right to read or write a file, which may not be there."""
    if file.exists() and (mode := stat.S_IMODE(file.stat().st_mode)) & OTHERS:
        file.chmod(mode & ~OTHERS)


def open_to_others(connection: BaseDatabaseWrapper) -> Path | None:
    """The file of the database when another account of the machine may read or write it."""
    file = _file(connection)
    if file is None or not file.exists():
        return None
    return file if stat.S_IMODE(file.stat().st_mode) & OTHERS else None


def _file(connection: BaseDatabaseWrapper) -> Path | None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or name.startswith("file:") or name == ":memory:":
        return None
    return Path(name)
