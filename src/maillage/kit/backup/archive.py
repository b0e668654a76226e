"""The zip itself: written beside its final name, read with suspicion."""

import errno
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from maillage.kit.backup import FileManifest, Manifest, TableManifest, damaged, not_ours, read_manifest
from maillage.kit.errors import Refused

MANIFEST, KEYS = "manifest.json", "keys.encrypted"
PIECE = 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Writing:
    """An archive being written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def table(self, name: str, columns: tuple[str, ...], lines: Iterable[bytes]) -> TableManifest:
        """Write the lines of a table."""
        digest, count = hashlib.sha256(), 0
        with self._zip.open(f"tables/{name}.jsonl", "w", force_zip64=True) as entry:
            for line in lines:
                digest.update(line)
                entry.write(line)
                count += 1
        return TableManifest(table=name, columns=columns, rows=count, sha256=digest.hexdigest())

    def file(self, path: Path, name: str) -> FileManifest:
        """Write a file that people sent; most are compressed already."""
        digest, size = hashlib.sha256(), 0
        with (
            path.open("rb") as read,
            self._zip.open(zipfile.ZipInfo(f"files/{name}"), "w", force_zip64=True) as entry,
        ):
            while piece := read.read(PIECE):
                digest.update(piece)
                entry.write(piece)
                size += len(piece)
        return FileManifest(path=name, size=size, sha256=digest.hexdigest())

    def keys(self, encrypted: bytes) -> None:
        """Write the keys, which a passphrase closes."""
        self._zip.writestr(KEYS, encrypted)

    def abandon(self) -> None:
        """Forget what was written: the file is closed and removed by others."""
        self._zip.fp = None

    def end(self, manifest: Manifest) -> None:
        """Write the manifest, last: without it a file is no archive."""
        self._zip.writestr(MANIFEST, json.dumps(manifest.as_json(), ensure_ascii=False, indent=1))
        self._zip.close()


@contextmanager
def written(target: Path) -> Iterator[Writing]:
    """An archive at ``target``, readable by its owner only; nothing is left there when the writing fails.

    Raises Refused when the disk is full or the folder closed.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writing = Writing(file)
            try:
                yield writing
            finally:
                writing.abandon()
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, target)
    except OSError as error:
        raise _unwritable(error, target) from error
    finally:
        partial.unlink(missing_ok=True)


class Archive:
    """An archive that is read. Whatever it claims is checked while it is read."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        try:
            found = json.loads(file.read(MANIFEST))
        except (KeyError, ValueError):
            raise not_ours() from None
        self.manifest = read_manifest(found)

    def check(self) -> None:
        """Read everything once, and keep nothing. Raises Refused at the first thing that is not as announced."""
        for table in self.manifest.tables:
            for _line in self.lines(table):
                continue
        for file in self.manifest.files:
            _inside(file.path)
            for _piece in self._pieces(file):
                continue

    def lines(self, table: TableManifest) -> Iterator[bytes]:
        """The lines of a table; Refused at the end when they are not those that the manifest counted."""
        digest, count = hashlib.sha256(), 0
        with self._entry(f"tables/{table.table}.jsonl") as entry:
            for line in entry:
                digest.update(line)
                count += 1
                yield line
        if (count, digest.hexdigest()) != (table.rows, table.sha256):
            raise damaged(f"la table {table.table} n'a pas les lignes annoncées")

    def unfold(self, file: FileManifest, folder: Path) -> None:
        """Write a file below ``folder``; Refused when it is not the one the manifest describes, or when its path leaves
        the folder."""
        target = folder / _inside(file.path)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
            for piece in self._pieces(file):
                copy.write(piece)

    def keys(self) -> bytes | None:
        """The keys, still closed; None when they were left out."""
        return self._zip.read(KEYS) if KEYS in self._zip.namelist() else None

    def _pieces(self, file: FileManifest) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        with self._entry(f"files/{file.path}") as entry:
            while piece := entry.read(PIECE):
                digest.update(piece)
                size += len(piece)
                yield piece
        if (size, digest.hexdigest()) != (file.size, file.sha256):
            raise damaged(f"le fichier {file.path} n'est pas celui qui avait été gardé")

    def _entry(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(name)
        except KeyError:
            raise damaged(f"« {name} » n'y est pas") from None


def _inside(name: str) -> PurePosixPath:
    """A path that stays below the folder where it is written."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise not_ours()
    return path


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Read an archive. Raises Refused when it is not one, is cut, or changed on its way."""
    try:
        with zipfile.ZipFile(path) as file:
            yield Archive(file)
    except FileNotFoundError as error:
        if error.filename != str(path):
            raise
        raise Refused(
            "no-file", f"Le fichier « {path} » n'existe pas.", way_out="Vérifiez son nom et son dossier."
        ) from None
    except (zipfile.BadZipFile, EOFError) as error:
        raise damaged("le fichier est coupé, ou n'est pas une archive") from error
    except zlib.error as error:
        raise damaged("son contenu a changé") from error


def _unwritable(error: OSError, target: Path) -> Refused:
    if error.errno in FULL:
        return Refused(
            "disk-full",
            f"Le disque est plein : la sauvegarde « {target.name} » n'a pas été écrite, et rien n'en reste.",
            way_out="Libérez de la place, ou donnez un autre dossier avec --to.",
        )
    place = error.filename or target
    return Refused(
        "unwritable",
        f"« {place} » ne peut être ni lu ni écrit : la sauvegarde n'a pas été faite.",
        way_out="Vérifiez que le dossier existe et vous est ouvert, ou donnez-en un autre avec --to.",
    )
