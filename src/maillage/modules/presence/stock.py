"""How many establishments are active in each commune, from the stock that the mesh reads, so that both say the same; counted once a
stock, which never changes."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from maillage.engines.territory import DISTRICTS
from maillage.modules.mesh import stock as mesh

_COUNT = """
SELECT "codeCommuneEtablissement", count(*) FROM read_parquet(?)
WHERE "etatAdministratifEtablissement" = 'A' AND "codeCommuneEtablissement" IS NOT NULL GROUP BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Active establishments by commune on the day of the stock. ``departments``: those it holds, empty: all; ``is_demo``: invented."""

    as_of: datetime.date
    departments: tuple[str, ...]
    counts: Mapping[str, int]
    is_demo: bool = False

    def of(self, communes: Iterable[str]) -> int | None:
        """How many in these communes; None when the stock does not hold the department of one of them."""
        total = 0
        for code in communes:
            if self.departments and not code.startswith(self.departments):
                return None
            total += self.counts.get(code, 0)
        return total


def current() -> Stock | None:
    """The stock that the network reads; None: none, and no figure of companies is said."""
    held = mesh.held()
    if held is None:
        return None
    file = held.snapshot.establishments_file
    try:
        counts = _counted(file, file.stat().st_mtime_ns)
    except (OSError, duckdb.Error):
        return None
    return Stock(
        as_of=held.snapshot.as_of, departments=held.snapshot.departments, counts=counts, is_demo=held.is_demo
    )


@lru_cache(maxsize=2)
def _counted(path: Path, _written: int) -> dict[str, int]:
    """A municipal arrondissement is counted in its commune."""
    with duckdb.connect() as base:
        rows = base.execute(_COUNT, [str(path)]).fetchall()
    counts: dict[str, int] = {}
    for code, number in rows:
        commune = DISTRICTS.get(code, code)
        counts[commune] = counts.get(commune, 0) + number
    return counts
