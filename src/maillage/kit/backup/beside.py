"""A database beside the one in use, where an archive is unfolded; then, when all is well, in its place.

SQLite: a file beside the file. PostgreSQL: a schema beside the schema, in the same database. Whatever happens before the
exchange, the database in use was not touched; the exchange is one rename, and what it replaces is kept aside.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import Error, OperationalError, ProgrammingError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from maillage.kit.db.private import COMPANIONS, close_file
from maillage.kit.db.standing import standing_in
from maillage.kit.errors import Refused

KEPT = "avant"


@contextmanager
def source() -> Iterator[None]:
    """Read the database in use as it stands at this moment, whoever writes meanwhile; nobody is made to wait."""
    copy = connections["default"].copy("default")
    if copy.vendor == "sqlite":
        copy.settings_dict["OPTIONS"] = {**copy.settings_dict["OPTIONS"], "transaction_mode": "DEFERRED"}
    with _closing(copy), standing_in(copy), transaction.atomic():
        if copy.vendor == "postgresql":
            with copy.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A database that stands in for the one in use (``used``). ``name``: its file, or its schema."""

    name: str
    used: BaseDatabaseWrapper

    def take_its_place(self, *, stamp: str) -> str:
        """Put it, complete, in the place of the one in use; where the old one is kept (empty: it held nothing).

        Raises Refused when another program uses the database, or when the right to do it is missing.
        """
        connections["default"].close()
        with standing_in(self.used):
            if self.used.vendor == "sqlite":
                return _exchange_files(Path(self.name), Path(self.used.settings_dict["NAME"]), stamp)
            return _exchange_schemas(self.name, stamp)


@contextmanager
def beside(folder: Path) -> Iterator[Beside]:
    """An empty database that stands in for the default one, until the end; it is then removed, unless it took its place.

    ``folder``: where the file of SQLite is made.
    """
    used = connections["default"]
    name = f"maillage_{secrets.token_hex(4)}"
    copy = used.copy("default")
    if used.vendor == "sqlite":
        file = folder / f".{name}.sqlite3"
        file.touch(mode=0o600)
        copy.settings_dict["NAME"] = str(file)
        try:
            with _closing(copy), standing_in(copy):
                yield Beside(name=str(file), used=used)
        finally:
            for suffix in ("", *COMPANIONS):
                Path(f"{file}{suffix}").unlink(missing_ok=True)
        return
    with used.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
    copy.settings_dict["OPTIONS"] = {
        **copy.settings_dict.get("OPTIONS", {}),
        "options": f"-c search_path={name}",
    }
    try:
        with _closing(copy), standing_in(copy):
            yield Beside(name=name, used=used)
    finally:
        with used.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


def is_empty() -> bool:
    """Whether the database in use holds no table yet. SQLite: the file may be absent, and is not made."""
    connection = connections["default"]
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def require_alone() -> None:
    """Refuse when another program holds the database in use open: what it writes would be lost."""
    connection = connections["default"]
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        if file.exists():
            _quiet(connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    if others:
        raise _in_use()


def _quiet(connection: BaseDatabaseWrapper) -> None:
    """Leave the WAL mode for a moment: SQLite refuses it as long as another program has the file open."""
    connection.close()
    copy = connection.copy("default")
    copy.settings_dict["OPTIONS"] = {"timeout": 1}
    with _closing(copy):
        try:
            with copy.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=DELETE")
                mode = cursor.fetchone()[0]
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            mode = "wal"
    if mode != "delete":
        raise _in_use()


def _exchange_files(new: Path, used: Path, stamp: str) -> str:
    kept = ""
    if used.exists():
        _quiet(connections["default"])
        kept = str(used.with_name(f"{used.name}.{KEPT}-{stamp}"))
        close_file(used)
        try:
            os.link(used, kept)
        except OSError:
            # A disk without hard links: there is then a moment without a database.
            os.rename(used, kept)
    with open(new, "rb") as written:
        os.fsync(written.fileno())
    os.replace(new, used)
    return kept


def _exchange_schemas(name: str, stamp: str) -> str:
    connection = connections["default"]
    kept = f"{KEPT}_{stamp.replace('-', '_')}"
    nothing = is_empty()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            used = cursor.fetchone()[0]
            cursor.execute(f'ALTER SCHEMA "{used}" RENAME TO "{kept}"')
            cursor.execute(f'ALTER SCHEMA "{name}" RENAME TO "{used}"')
            if nothing:
                cursor.execute(f'DROP SCHEMA "{kept}"')
    except ProgrammingError as error:
        raise Refused(
            "schema-owner",
            "Le compte de la base n'a pas le droit de remplacer son schéma.",
            way_out="Demandez à qui administre PostgreSQL : « ALTER SCHEMA public OWNER TO » ce compte, puis recommencez.",
        ) from error
    return "" if nothing else kept


def _in_use() -> Refused:
    return Refused(
        "in-use",
        "Un autre programme utilise la base.",
        way_out="Arrêtez le site et le travail de fond (« maillage serve », « maillage work »), puis recommencez.",
    )


@contextmanager
def _closing(connection: BaseDatabaseWrapper) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(Error):
            connection.close()
