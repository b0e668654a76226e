"""One archive of a whole installation: its rows, its files, and what proves that both came back (docs/adr/0025).

The archive is a zip: one file of lines of JSON a table, the files people sent, and a manifest with counts and sha256.
Nothing in it belongs to SQLite or to PostgreSQL: made on one, it is restored on the other. The tables are those that the
database has, not those that today's program would make: an archive of an older version is restored as it was, then
upgraded.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from maillage.kit.errors import Refused

FORMAT = 1
"""Raised when the archive changes in a way that an older program cannot read."""

Tell = Callable[[str], None]
"""Where progress is told, sentence by sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableManifest:
    """One table: its columns in the order of its lines, how many lines, and the sha256 of them all."""

    table: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileManifest:
    """One file that people sent: its path below the folder of files, its size in bytes, its sha256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive holds. ``migrations``: the state of the tables, «app.name» in the order they were applied;
    ``left_out``: tables that are not kept (sessions, counters); ``keys``: whether the keys are there, encrypted; ``numbers``:
    table → the highest number that its rows were ever given, that of a removed row included."""

    version: str
    made_at: str
    vendor: str
    migrations: tuple[str, ...]
    tables: tuple[TableManifest, ...]
    left_out: tuple[str, ...]
    files: tuple[FileManifest, ...]
    keys: bool = False
    numbers: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Lines of all tables together."""
        return sum(table.rows for table in self.tables)

    def as_json(self) -> dict[str, Any]:
        """For the archive."""
        return asdict(self)


def read_manifest(found: object) -> Manifest:
    """The manifest of an archive. Raises Refused when it is not one, or is of a format that this program does not know."""
    if not isinstance(found, dict) or not isinstance(found.get("format"), int):
        raise not_ours()
    if found["format"] > FORMAT:
        raise Refused(
            "archive-version",
            f"Cette sauvegarde a été faite par une version plus récente du programme ({found.get('version')}).",
            way_out="Installez cette version, puis recommencez.",
        )
    try:
        return Manifest(
            version=str(found["version"]),
            made_at=str(found["made_at"]),
            vendor=str(found["vendor"]),
            migrations=tuple(found["migrations"]),
            tables=tuple(
                TableManifest(**{**one, "columns": tuple(one["columns"])}) for one in found["tables"]
            ),
            left_out=tuple(found["left_out"]),
            files=tuple(FileManifest(**one) for one in found["files"]),
            keys=bool(found["keys"]),
            # Absent of the archives of v0.1.
            numbers={str(table): int(last) for table, last in found.get("numbers", {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise not_ours() from None


def not_ours() -> Refused:
    """The refusal of a file that no `maillage backup make` wrote."""
    return Refused(
        "not-an-archive",
        "Ce fichier n'est pas une sauvegarde de Maillage, ou il a été modifié.",
        way_out="Donnez un fichier fait par « maillage backup make ».",
    )


def damaged(what: str) -> Refused:
    """The refusal of an archive whose content is not what its manifest says; nothing was changed."""
    return Refused(
        "archive-damaged",
        f"La sauvegarde est abîmée ou incomplète : {what}.",
        way_out="Rien n'a été modifié. Reprenez une autre copie, ou une sauvegarde plus ancienne.",
    )
