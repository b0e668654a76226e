"""Every scheme at once: populations, and the companies that each pair of schemes shares, in whole numbers.

Products are made of 32-bit floats as long as the weights of a slice add up to less than 2^24, of 64-bit ones beyond: every partial
sum is then a whole number that the float holds.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.domain import Ints
from maillage.engines.coverage.mesh import CATCH_ALL, Mesh
from maillage.engines.coverage.planes import EXACT, SLICE, WORKERS, Plane, plane_of, unpacked
from maillage.engines.coverage.values import Likeness, Overlap, Population, Reading
from maillage.engines.rules import Rule, ToConfirm, leaves

BANDS = 4
"""Into how many bands the columns of a symmetric product are cut, so that most of its lower half is not computed."""


def populations(mesh: Mesh) -> tuple[Population, ...]:
    """How many companies each scheme serves, for certain and possibly."""
    certain, possible = (counts(plane_of(mesh, reading)) for reading in Reading)
    return tuple(
        Population(key=key, certain=int(certain[rank]), possible=int(possible[rank]))
        for rank, key in enumerate(mesh.keys)
    )


def catch_all(mesh: Mesh, share: float = CATCH_ALL) -> frozenset[str]:
    """The schemes open to everyone: those that possibly serve at least this part of all companies."""
    found = counts(plane_of(mesh, Reading.POSSIBLE))
    least = share * mesh.companies
    return frozenset(key for rank, key in enumerate(mesh.keys) if found[rank] >= least)


def counts(plane: Plane) -> Ints:
    """The population of each scheme in one reading."""
    if plane.counted is None:
        plane.counted = _counts(plane)
    return plane.counted


def _counts(plane: Plane) -> Ints:
    found = np.zeros(plane.size, np.int64)
    marginal = plane.marginal.astype(np.float64)
    # The 256 values of a byte: how many companies have each, then which of its eight schemes they are served by.
    for row, byte in enumerate(plane.national_bits):
        eight = np.bincount(byte, weights=marginal, minlength=256) @ _EIGHT
        own = plane.national[8 * row : 8 * row + 8]
        found[own] = eight[: len(own)].astype(np.int64)
    bits = plane.local_bits

    local = np.zeros(len(plane.parts), np.int64)
    for some in plane.spread() if plane.parts else ():
        met = unpacked(bits[:, some.columns])
        for span, weights in zip(plane.spans, some.weights, strict=True):
            local[span] += (met[span] @ weights).astype(np.int64)
    np.add.at(found, plane.owners, local)
    weights = plane.tuples.weights
    for rank, tree in plane.judged():
        found[rank] += int(weights[tree].sum())
    return found


def shared(plane: Plane) -> Ints:
    """The companies that each pair of schemes shares: a symmetric matrix, of which the diagonal is the populations."""
    found = np.zeros((plane.size, plane.size), np.int64)
    national, local = plane.national, len(plane.parts)

    def over_places(start: int) -> Ints:
        sums = np.zeros_like(found)
        weights = plane.tuples.weights
        for block in plane.blocks(start, WORKERS):
            own, kind = _floats(weights[block.rows])
            served = block.served.astype(kind)
            sums[np.ix_(block.schemes, block.schemes)] += (served @ (served * own).T).astype(np.int64)
        return sums

    profiles = _of_profiles(plane)
    found[np.ix_(national, national)] = profiles[local:]
    crossed = np.zeros((plane.size, len(national)), np.int64)
    np.add.at(crossed, plane.owners, profiles[:local])
    _judged_pairs(plane, crossed)
    if plane.parts or plane.trees:
        found += sum(_together(plane, over_places))
    others = np.setdiff1d(np.arange(plane.size), national)
    found[np.ix_(others, national)] = crossed[others]
    found[np.ix_(national, others)] = crossed[others].T
    return found


def _of_profiles(plane: Plane) -> Ints:
    """What the local parts, then the national schemes, share with the national schemes: products that use every core."""
    local, width = len(plane.parts), len(plane.national)
    sums = np.zeros((local + width, width), np.int64)
    if not width:
        return sums
    bands = [(band[0], band[-1] + 1) for band in np.array_split(np.arange(width), BANDS) if len(band)]
    met = np.empty((8 * max(len(plane.national_bits), len(plane.local_bits)), SLICE), np.bool_)
    floats: dict[type[np.floating], NDArray[np.floating]] = {}
    for some in plane.spread():
        size = some.weights.shape[1]
        marginal, kind = _floats(plane.marginal[some.columns])
        # Made once for all slices: the memory of a new one costs more than its sums.
        if kind not in floats:
            floats[kind] = np.empty((2 * width + local) * SLICE, kind)
        buffer = floats[kind][: (2 * width + local) * size].reshape(-1, size)
        served, weighed, parts = np.split(buffer, [width, 2 * width])
        served[:] = unpacked(plane.national_bits[:, some.columns], met[:, :size])[:width]
        np.multiply(served, marginal, out=weighed)
        for first, last in bands:
            sums[local + first : local + last, first:] += (weighed[first:last] @ served[first:].T).astype(
                np.int64
            )
        if local:
            truths = unpacked(plane.local_bits[:, some.columns], met[:, :size])
            for span, weights in zip(plane.spans, some.weights.astype(kind), strict=True):
                np.multiply(truths[span], weights, out=parts[span])
            sums[:local] += (parts @ served.T).astype(np.int64)
    square = sums[local:]
    lower = np.tril_indices(width, -1)
    square[lower] = square.T[lower]
    return sums


def _judged_pairs(plane: Plane, crossed: Ints) -> None:
    """What the schemes evaluated apart share with the national ones."""
    tuples = plane.tuples
    for rank, tree in plane.judged():
        weights = np.bincount(tuples.profile, weights=tuples.weights * tree, minlength=len(tuples.profiles))
        for row, byte in enumerate(plane.national_bits):
            eight = np.bincount(byte, weights=weights, minlength=256) @ _EIGHT
            own = crossed[rank, 8 * row : 8 * row + 8]
            own += eight[: len(own)].astype(np.int64)


def _floats(weights: Ints) -> tuple[NDArray[np.floating], type[np.floating]]:
    """Weights as the floats in which their sums are exact."""
    kind = np.float32 if int(weights.sum()) < EXACT else np.float64
    return weights.astype(kind), kind


_EIGHT = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.float64)
"""The eight bits of each byte."""


def _together(plane: Plane, work: Callable[[int], Ints]) -> list[Ints]:
    """The same work on the territories, shared between workers."""
    # Made once, before workers share it.
    _ = plane.local
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, range(WORKERS)))


def overlaps(
    mesh: Mesh, *, minimum: int = 1, reading: Reading = Reading.CERTAIN, least_share: float = 0.0
) -> tuple[Overlap, ...]:
    """Every pair of schemes that share at least so many companies, the most alike first, then the largest.

    ``least_share``: and at least this part of the smaller population. Two identical rules are told even when they serve nobody
    yet, if ``minimum`` is 0.
    """
    matrix = shared(plane_of(mesh, reading))
    entries = mesh.compiled.entries
    open_ = [unwritten(entry.rule) for entry in entries]
    own = np.diagonal(matrix)
    # Indices of the upper half that pass both thresholds.
    smaller = np.minimum(own[:, None], own[None, :])
    passing = np.triu((matrix >= minimum) & (matrix >= least_share * smaller), 1)
    found = []
    for one, other in zip(*(ranks.tolist() for ranks in np.nonzero(passing)), strict=True):
        pair = Overlap(
            first=entries[one].key,
            second=entries[other].key,
            shared=int(matrix[one, other]),
            of_first=int(own[one]),
            of_second=int(own[other]),
            likeness=likeness(
                int(matrix[one, other]),
                int(own[one]),
                int(own[other]),
                same_rule=not open_[one] and entries[one].rule == entries[other].rule,
            ),
            groups=entries[one].groups & entries[other].groups,
        )
        if pair.shared or pair.likeness is Likeness.IDENTICAL_RULE:
            found.append(pair)
    order = {alike: rank for rank, alike in enumerate(Likeness)}
    return tuple(
        sorted(found, key=lambda pair: (order[pair.likeness], -pair.shared, pair.first, pair.second))
    )


def unwritten(rule: Rule | None) -> bool:
    """Whether a rule has a condition that nobody wrote: two such rules may differ though they read the same."""
    return rule is not None and any(isinstance(leaf, ToConfirm) for leaf in leaves(rule))


def likeness(both: int, first: int, second: int, *, same_rule: bool) -> Likeness:
    """How two schemes are alike, from what they share and from their populations in one reading. ``same_rule``: one and the same,
    without anything `unwritten`."""
    if same_rule:
        return Likeness.IDENTICAL_RULE
    if not both:
        return Likeness.SMALL
    if both == first == second:
        return Likeness.SAME_POPULATION
    if both == min(first, second):
        return Likeness.INCLUDED
    return Likeness.LARGE if 2 * both >= min(first, second) else Likeness.SMALL
