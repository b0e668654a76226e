"""Gaps: the companies that a need leaves with fewer schemes than a threshold, by the labels of some axes."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.compiling import Bools
from maillage.engines.coverage.mesh import Mesh, labelled
from maillage.engines.coverage.planes import plane_of
from maillage.engines.coverage.surveying import catch_all
from maillage.engines.coverage.values import Axis, Gap, Reading

Counts = NDArray[np.uint16]


def gaps(
    mesh: Mesh,
    groups: Iterable[str],
    *,
    threshold: int = 1,
    targeted_only: bool = False,
    by: Sequence[Axis] = (),
    everything: bool = False,
) -> tuple[Gap, ...]:
    """For each group and each cell of labels, the companies served by fewer than ``threshold`` schemes of the group.

    ``targeted_only`` leaves aside the schemes open to everyone (`catch_all`); entries that do not count (`Entry.counts`) are left
    aside always. Without axis, one cell holds all companies. ``everything`` gives the cells without gap too. The largest gaps first.
    """
    listed = tuple(groups)
    certain = served(mesh, listed, Reading.CERTAIN, targeted_only=targeted_only, below=threshold) < threshold
    short: Bools = np.logical_or.reduce(certain, axis=0)
    possible = served(
        mesh, listed, Reading.POSSIBLE, targeted_only=targeted_only, below=threshold, among=short
    )
    weights = mesh.tuples.weights
    places = labelled(mesh, by)
    everyone = places.sums(weights)
    found = []
    for rank, group in enumerate(listed):
        unserved = places.sums(weights * certain[rank])
        hopeless = places.sums(weights * (certain[rank] & (possible[rank] < threshold)))
        found += [
            Gap(
                group=group,
                labels=places.labels[cell],
                companies=int(everyone[cell]),
                unserved=int(unserved[cell]),
                hopeless=int(hopeless[cell]),
            )
            for cell in range(len(places.labels))
            if everything or unserved[cell]
        ]
    return tuple(sorted(found, key=lambda gap: (-gap.unserved, gap.group, gap.labels)))


def served(
    mesh: Mesh,
    groups: Sequence[str],
    reading: Reading = Reading.CERTAIN,
    *,
    targeted_only: bool = False,
    below: int | None = None,
    among: Bools | None = None,
) -> Counts:
    """How many schemes of each group serve the companies of each tuple: a row a group.

    ``below``: a number from there on may be given short, but not under it; ``among``: the numbers of the other tuples too.
    """
    plane = plane_of(mesh, reading)
    aside = catch_all(mesh) if targeted_only else frozenset()
    belongs = np.array(
        [
            [
                group in entry.groups and entry.counts and entry.key not in aside
                for entry in mesh.compiled.entries
            ]
            for group in groups
        ],
        np.bool_,
    ).reshape(len(groups), plane.size)
    masks = np.packbits(belongs[:, plane.national], axis=1, bitorder="little")
    profile = mesh.tuples.profile
    found = np.empty((len(groups), len(profile)), np.uint16)
    for rank in range(len(groups)):
        own = np.flatnonzero(masks[rank])
        national = np.zeros(len(mesh.tuples.profiles), np.uint16)
        for row in own.tolist():
            national += np.bitwise_count(plane.national_bits[row] & masks[rank, row])
        np.take(national, profile, out=found[rank], mode="clip")
    if not plane.parts and not plane.trees:
        return found
    asked = among
    if below is not None:
        short: Bools = np.logical_or.reduce(found < below, axis=0)
        asked = short if among is None else short & among
    chosen = belongs.astype(np.float32)
    for block in plane.blocks(among=asked):
        found[:, block.rows] += (chosen[:, block.schemes] @ block.served.astype(np.float32)).astype(np.uint16)
    return found
