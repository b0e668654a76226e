"""Make an archive of the installation, and prove that an archive can be brought back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.db import connections

from maillage import __version__
from maillage.kit.backup import FileManifest, Manifest, TableManifest, Tell, archive, damaged, keys, rows
from maillage.kit.backup.archive import Archive, Writing
from maillage.kit.backup.beside import beside, source
from maillage.kit.errors import Refused
from maillage.kit.text import thousands

LONG = 20_000
"""Lines from which a table is told by name while it is written."""


def make(
    target: Path,
    *,
    files: Path,
    secrets: dict[str, Path],
    passphrase: str | None,
    at: datetime,
    tell: Tell,
) -> Manifest:
    """Write an archive of the default database and of the folder ``files``. ``secrets``: the keys by their path below the
    home, kept only with a ``passphrase``.

    Raises Refused when the disk is full, the folder closed, or the database without tables.
    """
    with archive.written(target) as writing, source():
        migrations = rows.applied()
        if not migrations:
            raise Refused(
                "nothing",
                "La base ne contient encore aucune table.",
                way_out="Lancez d'abord « maillage init ».",
            )
        tables = tuple(_tables(writing, migrations, tell))
        kept = tuple(_files(writing, files, tell))
        if passphrase is not None:
            writing.keys(keys.close(secrets, passphrase))
        with connections["default"].cursor() as cursor:
            present = set(connections["default"].introspection.table_names(cursor))
        manifest = Manifest(
            version=__version__,
            made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
            vendor=connections["default"].vendor,
            migrations=migrations,
            tables=tables,
            left_out=tuple(sorted(present - {one.table for one in tables})),
            files=kept,
            keys=passphrase is not None,
            numbers=rows.last_numbers(rows.tables(migrations).values()),
        )
        writing.end(manifest)
    return manifest


def verify(path: Path, *, folder: Path, tell: Tell) -> Manifest:
    """Bring an archive back beside the database in use (``folder``: where SQLite's file is made), count and hash each
    table there, read each file, then remove it all. Raises Refused at the first thing that is not as announced."""
    with archive.opened(path) as found:
        found.check()
        with beside(folder):
            unfold(found, tell)
            compare(found.manifest, tell)
    return found.manifest


def unfold(found: Archive, tell: Tell) -> None:
    """Make the tables of the archive in the default database, which has none, and write its rows."""
    models = rows.tables(found.manifest.migrations)
    missing = [one.table for one in found.manifest.tables if one.table not in models]
    if missing:
        raise damaged(f"la table {missing[0]} n'est pas de cette version")
    tell("Les tables sont refaites…")
    rows.build(found.manifest.migrations)
    tell(f"{thousands(found.manifest.rows)} lignes sont écrites…")
    rows.fill({one.table: (models[one.table], one, found.lines(one)) for one in found.manifest.tables})
    rows.number_after(list(models.values()), found.manifest.numbers)


def compare(manifest: Manifest, tell: Tell) -> None:
    """Count and hash each table of the default database. Raises Refused at the first that differs."""
    tell("Chaque table est relue et comparée…")
    models = rows.tables(manifest.migrations)
    for told in manifest.tables:
        if rows.described(told.table, models[told.table], told.columns) != told:
            raise damaged(f"la table {told.table}, une fois remise, n'est pas celle qui avait été gardée")


def _tables(writing: Writing, migrations: tuple[str, ...], tell: Tell) -> Iterator[TableManifest]:
    for table, model in rows.tables(migrations).items():
        done = writing.table(table, rows.names(model), rows.lines(model))
        if done.rows >= LONG:
            tell(f"  {table} : {thousands(done.rows)} lignes")
        yield done


def _files(writing: Writing, folder: Path, tell: Tell) -> Iterator[FileManifest]:
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    for path in found:
        yield writing.file(path, path.relative_to(folder).as_posix())
    tell(f"  {thousands(len(found))} fichiers")
