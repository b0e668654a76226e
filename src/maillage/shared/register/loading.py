"""Loading the register: a snapshot of the official files, its index, then the switch. Until the last step nothing changes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maillage.engines.stock import snapshot as stock
from maillage.engines.stock.snapshot import BadStock, Snapshot, Tell
from maillage.kit.errors import Refused
from maillage.shared.register import index, store
from maillage.shared.territories.queries import codes_of_communes


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did: the snapshot that is read now, and the one that was before (None: the first)."""

    snapshot: Snapshot
    before: Snapshot | None


def load(
    units: Path,
    establishments: Path,
    *,
    as_of: date,
    departments: tuple[str, ...] = (),
    tell: Tell = lambda stage, rows: None,
) -> Loaded:
    """Load the two official files (Parquet or CSV), whole or for some departments, and read them from now on.

    Run again after a cut, it goes on from what was made. Raises Refused, and what was read before still is.
    """
    before = store.current()
    home = store.home()
    home.mkdir(parents=True, exist_ok=True)
    target = home / _name(as_of, departments)
    if before and before.folder == target:
        # Never under the feet of who reads it: the same day loaded again stands beside.
        target = target.with_name(target.name + "-bis")
    try:
        made = stock.make(
            target,
            units=units,
            establishments=establishments,
            as_of=as_of,
            communes=codes_of_communes(),
            departments=departments,
            tell=tell,
        )
    except BadStock as fault:
        raise Refused("register", str(fault), way_out=fault.way_out) from None
    tell("index", index.build(made))
    store.switch(made)
    store.forget(but=_kept(made, before))
    return Loaded(snapshot=made, before=before)


def _name(as_of: date, departments: Collection[str]) -> str:
    return "-".join([as_of.isoformat(), *departments])[:120]


def _kept(made: Snapshot, before: Snapshot | None) -> tuple[str, ...]:
    """The new one, and the one before: searches begun a moment ago still read it."""
    return tuple(one.folder.name for one in (made, before) if one)
