"""Where the snapshots of the register stand, and which one is read: a folder each, and a file that names one."""

import os
import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from maillage.engines.stock.snapshot import PARTIAL, BadStock, Snapshot, read
from maillage.shared.register.index import FILE

CURRENT = "current"


def home() -> Path:
    """The folder of the register; it may not exist yet."""
    return Path(settings.REGISTER_HOME)


def current() -> Snapshot | None:
    """The snapshot that searches read; None when this installation holds none."""
    pointer = home() / CURRENT
    try:
        named = pointer.read_text("utf-8").strip()
    except OSError:
        return None
    folder = home() / named
    try:
        return _read(folder, (folder / FILE).stat().st_mtime_ns)
    except (OSError, BadStock):
        return None


@lru_cache(maxsize=4)
def _read(folder: Path, _written: int) -> Snapshot:
    return read(folder)


def switch(snapshot: Snapshot) -> None:
    """Have searches read this snapshot from now on: in one step, so that none ever reads half of it."""
    beside = home() / f"{CURRENT}.writing"
    beside.write_text(snapshot.folder.name, "utf-8")
    os.replace(beside, home() / CURRENT)


def forget(*, but: tuple[str, ...]) -> None:
    """Erase the snapshots that nobody reads any more, but these; what a cut run left is kept for the next one."""
    for folder in home().iterdir():
        if folder.is_dir() and folder.name not in but and not folder.name.endswith(PARTIAL):
            shutil.rmtree(folder)
