"""Put an archive in the place of an installation: beside first, then one exchange; what was there is kept aside."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maillage.kit.backup import Manifest, Tell, archive, keys, making
from maillage.kit.backup.archive import Archive
from maillage.kit.backup.beside import KEPT, beside, is_empty, require_alone
from maillage.kit.errors import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where what it replaced is kept (empty: there was nothing)."""

    manifest: Manifest
    database_kept: str
    files_kept: str
    keys: tuple[str, ...]


def restore(
    path: Path,
    *,
    home: Path,
    files: Path,
    replace: bool,
    passphrase: str | None,
    stamp: str,
    tell: Tell,
) -> Restored:
    """Put the archive ``path`` back. ``stamp`` names what is kept aside («20261122-0930»).

    Raises Refused over an installation that is not empty (unless ``replace``), while another program uses it, and for
    everything that :func:`making.verify` refuses: nothing was changed then.
    """
    with archive.opened(path) as found:
        if not is_empty():
            if not replace:
                raise Refused(
                    "not-empty",
                    "Cette installation contient déjà des données.",
                    way_out="Ajoutez --replace pour les remplacer (elles sont gardées à côté), ou restaurez ailleurs, avec un "
                    "autre MAILLAGE_HOME ou DATABASE_URL.",
                )
            require_alone()
        secrets = _secrets(found, passphrase)
        found.check()
        with beside(home) as new:
            making.unfold(found, tell)
            making.compare(found.manifest, tell)
            with _files_beside(found, files) as prepared, _exchanged(prepared, files, stamp) as files_kept:
                database_kept = new.take_its_place(stamp=stamp)
    return Restored(
        manifest=found.manifest,
        database_kept=database_kept,
        files_kept=files_kept,
        keys=_put_keys(secrets, home, stamp),
    )


def _secrets(found: Archive, passphrase: str | None) -> dict[str, bytes]:
    encrypted = found.keys()
    if encrypted is None or passphrase is None:
        return {}
    return keys.open_with(passphrase, encrypted)


def _put_keys(secrets: dict[str, bytes], home: Path, stamp: str) -> tuple[str, ...]:
    """Write the keys that differ from those in place, which are kept aside. Their names."""
    put = []
    for name, content in secrets.items():
        target = home / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists():
            if target.read_bytes() == content:
                continue
            target.rename(target.with_name(f"{target.name}.{KEPT}-{stamp}"))
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        put.append(name)
    return tuple(put)


@contextmanager
def _files_beside(found: Archive, files: Path) -> Iterator[Path]:
    prepared = files.with_name(f".{files.name}.restored")
    shutil.rmtree(prepared, ignore_errors=True)
    prepared.mkdir(parents=True, mode=0o700)
    try:
        for file in found.manifest.files:
            found.unfold(file, prepared)
        yield prepared
    finally:
        shutil.rmtree(prepared, ignore_errors=True)


@contextmanager
def _exchanged(prepared: Path, files: Path, stamp: str) -> Iterator[str]:
    """The files in place; the old ones come back when the database does not follow."""
    kept = files.with_name(f"{files.name}.{KEPT}-{stamp}") if files.exists() else None
    if kept is not None:
        files.rename(kept)
    prepared.rename(files)
    try:
        yield str(kept or "")
    except BaseException:
        shutil.rmtree(files)
        if kept is not None:
            kept.rename(files)
        raise
