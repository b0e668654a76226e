"""From a figure down to its companies: which tuples it counts, then the rows of the stock that they hold."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from maillage.engines.coverage.compiling import AXES, Bools
from maillage.engines.coverage.counting import ask, keyed
from maillage.engines.coverage.gaps import served
from maillage.engines.coverage.mesh import Mesh, classes_of, serving, weigh
from maillage.engines.coverage.preparing import Companies
from maillage.engines.coverage.values import Axis, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """Companies with fewer than ``threshold`` schemes of a group, for certain."""

    group: str
    threshold: int = 1
    targeted_only: bool = False


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Selection:
    """Some tuples of a mesh, and how many companies they hold."""

    chosen: Bools
    companies: int


def select(
    mesh: Mesh,
    *,
    served_by: Iterable[str] = (),
    not_served_by: Iterable[str] = (),
    reading: Reading = Reading.CERTAIN,
    unserved: Unserved | None = None,
    labels: Mapping[Axis, Collection[str]] | None = None,
) -> Selection:
    """The companies that all of some schemes serve and none of others, that a need leaves unserved, under some labels."""
    chosen = np.ones(len(mesh.tuples), np.bool_)
    for key in served_by:
        chosen &= serving(mesh, key, reading)
    for key in not_served_by:
        chosen &= ~serving(mesh, key, reading)
    if unserved is not None:
        found = served(
            mesh, (unserved.group,), targeted_only=unserved.targeted_only, below=unserved.threshold
        )
        chosen &= found[0] < unserved.threshold
    for axis, wanted in (labels or {}).items():
        own = np.array([label in wanted for label in mesh.compiled.partition.labels(axis)], np.bool_)
        chosen &= own[classes_of(mesh, AXES[axis])]
    return Selection(chosen=chosen, companies=weigh(mesh, chosen))


def rows(
    held: Companies, mesh: Mesh, selection: Selection, *, limit: int | None = None, offset: int = 0
) -> tuple[str, ...]:
    """The SIRET of the companies of a selection, ascending. Raises BadStock; ValueError when ``held`` is not what was counted."""
    if held.version != mesh.tuples.version:
        raise ValueError("these companies are not those that were counted")
    keys = mesh.tuples.keys(mesh.compiled.partition)[selection.chosen]
    if not len(keys):
        return ()
    import ibis

    every = keyed(mesh.compiled, "siret")
    wanted = ibis.table({"wanted": "int64"}, name="wanted_keys")
    found = every.filter(every.key.isin(wanted.wanted)).select("siret").order_by("siret")
    listed = ask(
        held.file,
        mesh.compiled,
        found if limit is None else found.limit(limit, offset=offset),
        tables={"wanted_keys": pa.table({"wanted": pa.array(keys, pa.int64())})},
    )
    return tuple(listed["siret"].tolist())
