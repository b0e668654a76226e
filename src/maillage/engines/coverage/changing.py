"""What a change would do, and what each condition keeps out: only the schemes that change are evaluated again."""

from collections.abc import Mapping

import numpy as np

from maillage.engines.coverage.compiling import Bools, amended
from maillage.engines.coverage.mesh import Mesh, cells, labelled, serving, weigh
from maillage.engines.coverage.planes import plane_of
from maillage.engines.coverage.values import (
    Axis,
    Comparison,
    Entry,
    Exclusion,
    Moved,
    MovedIn,
    Reading,
)
from maillage.engines.rules import AllOf, Not, Rule, conditions


def amend(mesh: Mesh, changes: Mapping[str, Entry | None]) -> Mesh:
    """The mesh with some schemes replaced, added or (None) ended, on the same tuples. The key of an entry is its key in ``changes``.

    Raises OutsidePartition when the tuples do not tell apart what the new rules do: count again with both catalogues.
    """
    if any(entry is not None and entry.key != key for key, entry in changes.items()):
        raise ValueError("an entry is changed under its own key")
    return Mesh(amended(mesh.compiled, changes), mesh.tuples, labels=mesh.labels)


def compare(before: Mesh, after: Mesh, by: Axis | None = None) -> Comparison:
    """What the companies of one stock gain and lose between two catalogues, by the labels of an axis when one is asked.

    Raises ValueError when the two meshes do not lie on the same tuples.
    """
    if before.tuples is not after.tuples:
        raise ValueError("two meshes are compared on the same tuples")
    old = {entry.key: entry for entry in before.compiled.entries}
    new = {entry.key: entry for entry in after.compiled.entries}
    changed = [
        key
        for key in dict.fromkeys((*old, *new))
        if key not in old or key not in new or old[key].rule != new[key].rule
    ]
    schemes = []
    for key in changed:
        was = [_serving(before, key, reading) for reading in Reading]
        now = [_serving(after, key, reading) for reading in Reading]
        schemes.append(
            Moved(
                key=key,
                gained=weigh(before, now[0] & ~was[0]),
                lost=weigh(before, was[0] & ~now[0]),
                possibly_gained=weigh(before, now[1] & ~was[1]),
                possibly_lost=weigh(before, was[1] & ~now[1]),
                where=_moved(before, was[0], now[0], by),
            )
        )
    some, others = served_at_all(before), served_at_all(after)
    return Comparison(
        gained=weigh(before, others & ~some),
        lost=weigh(before, some & ~others),
        schemes=tuple(schemes),
        where=_moved(before, some, others, by),
    )


def served_at_all(mesh: Mesh) -> Bools:
    """For each tuple, whether some scheme that counts serves it for certain."""
    plane = plane_of(mesh, Reading.CERTAIN)
    counts = np.array([entry.counts for entry in mesh.compiled.entries], np.bool_)
    mask = np.packbits(counts[plane.national], bitorder="little")
    national: Bools = np.logical_or.reduce(plane.national_bits & mask[:, None], axis=0)
    found = national[mesh.tuples.profile]
    if plane.parts or plane.trees:
        for block in plane.blocks(among=~found):
            found[block.rows] |= block.served[counts[block.schemes]].any(axis=0)
    return found


def excluded_by(mesh: Mesh, key: str, by: Axis | None = None) -> tuple[Exclusion, ...]:
    """For each condition of a scheme, the companies that it alone keeps out, for certain (H-059).

    A company counts when all the other conditions are met and this one is not; one that two conditions exclude counts for neither.
    """
    entry = mesh.compiled.entries[mesh.compiled.position[key]]
    parts = () if entry.rule is None else conditions(entry.rule)
    return tuple(
        Exclusion(
            key=key,
            rank=rank,
            rule=part,
            alone=weigh(mesh, kept := _serving_rule(mesh, _alone(parts, rank))),
            where=() if by is None else cells(mesh, (by,), kept),
        )
        for rank, part in enumerate(parts)
    )


def _alone(parts: tuple[Rule, ...], rank: int) -> Rule:
    others = parts[:rank] + parts[rank + 1 :]
    return AllOf(parts=(*others, Not(part=parts[rank])))


def _serving_rule(mesh: Mesh, rule: Rule) -> Bools:
    # The conditions are those of the catalogue: they lie in its partition, taken together or denied.
    return serving(amend(mesh, {_TRIED: Entry(key=_TRIED, rule=rule)}), _TRIED)


_TRIED = "\0tried"
"""The key of a rule tried for itself: no scheme has it."""


def _serving(mesh: Mesh, key: str, reading: Reading) -> Bools:
    """The companies of a scheme; none when the mesh does not have it."""
    if key not in mesh.compiled.position:
        return np.zeros(len(mesh.tuples), np.bool_)
    return serving(mesh, key, reading)


def _moved(mesh: Mesh, was: Bools, now: Bools, by: Axis | None) -> tuple[MovedIn, ...]:
    if by is None:
        return ()
    places = labelled(mesh, (by,))
    gained = places.sums(mesh.tuples.weights * (now & ~was))
    lost = places.sums(mesh.tuples.weights * (was & ~now))
    found = [
        MovedIn(label=places.labels[rank][0], gained=int(gained[rank]), lost=int(lost[rank]))
        for rank in np.flatnonzero(gained + lost).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.lost - one.gained, one.label)))
