"""The establishments that the mesh reads: the register of this installation; without one, the invented stock of the demonstration."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from maillage.engines import coverage
from maillage.engines.stock import snapshot as stock
from maillage.engines.stock.snapshot import BadStock, Snapshot
from maillage.shared.register import store

DEMONSTRATION = "stock-fictif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A stock and where it comes from. ``identity`` names its content: two stocks of one identity hold the same rows."""

    snapshot: Snapshot
    is_demo: bool

    @property
    def identity(self) -> str:
        return coverage.identity(self.snapshot)


def home() -> Path:
    """The folder of what the mesh keeps; it may not exist yet."""
    return Path(settings.MESH_HOME)


def held() -> Stock | None:
    """The stock that the mesh reads; None: none, and nothing can be counted."""
    if real := store.current():
        return Stock(snapshot=real, is_demo=False)
    folder = home() / DEMONSTRATION
    try:
        return Stock(snapshot=_read(folder, (folder / stock.MANIFEST).stat().st_mtime_ns), is_demo=True)
    except (OSError, BadStock):
        return None


@lru_cache(maxsize=2)
def _read(folder: Path, _written: int) -> Snapshot:
    return stock.read(folder)
