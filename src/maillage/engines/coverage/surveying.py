"""Every scheme at once: populations, and the companies that each pair of schemes shares, in whole numbers.

Products are made of 32-bit floats as long as the weights of a block add up to less than 2^24, of 64-bit ones beyond: every partial
sum is then a whole number that the float holds.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.domain import Ints
from maillage.engines.coverage.mesh import CATCH_ALL, Mesh
from maillage.engines.coverage.planes import EXACT, ROWS, Plane, plane_of
from maillage.engines.coverage.values import Likeness, Overlap, Population, Reading

WORKERS = 2
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
    bits = plane.national_bits
    # The 256 values of a byte: how many companies have each, then which of its eight schemes they are served by.
    for byte in range(bits.shape[1]):
        eight = np.bincount(bits[:, byte], weights=marginal, minlength=256) @ _TABLES[np.float64]
        own = plane.national[8 * byte : 8 * byte + 8]
        found[own] = eight[: len(own)].astype(np.int64)
    weights = plane.mesh.tuples.weights

    def work(blocks: int) -> Ints:
        sums = np.zeros(plane.size, np.int64)
        for block in plane.blocks(blocks, WORKERS):
            own, kind = _floats(weights[block.rows])
            sums[block.schemes] += (block.served.astype(kind) @ own).astype(np.int64)
        return sums

    return found + sum(_together(plane, work), np.zeros(plane.size, np.int64))


def shared(plane: Plane) -> Ints:
    """The companies that each pair of schemes shares: a symmetric matrix, of which the diagonal is the populations."""
    found = np.zeros((plane.size, plane.size), np.int64)
    _national_pairs(plane, found)
    weights, profile = plane.mesh.tuples.weights, plane.mesh.tuples.profile
    national = plane.national
    bits = plane.national_bits

    # One territory after the other: products already use every core.
    for block in plane.blocks():
        own, kind = _floats(weights[block.rows])
        served = block.served.astype(kind)
        weighed = served * own
        found[np.ix_(block.schemes, block.schemes)] += (served @ weighed.T).astype(np.int64)
        if len(national):
            both = weighed @ _unpacked(bits[profile[block.rows]], kind)
            found[np.ix_(block.schemes, national)] += both[:, : len(national)].astype(np.int64)
    local = np.setdiff1d(np.arange(plane.size), national)
    found[np.ix_(national, local)] = found[np.ix_(local, national)].T
    return found


def _national_pairs(plane: Plane, found: Ints) -> None:
    national, bits, marginal = plane.national, plane.national_bits, plane.marginal
    width = 8 * bits.shape[1]
    bands = [band for band in np.array_split(np.arange(width), BANDS) if len(band)]
    sums = np.zeros((width, width), np.int64)
    for start in range(0, len(bits), ROWS):
        rows = slice(start, min(start + ROWS, len(bits)))
        own, kind = _floats(marginal[rows])
        served = _unpacked(bits[rows], kind)
        weighed = served * own[:, None]
        for band in bands:
            first, last = int(band[0]), int(band[-1]) + 1
            sums[first:last, first:] += (served[:, first:last].T @ weighed[:, first:]).astype(np.int64)
    lower = np.tril_indices(width, -1)
    sums[lower] = sums.T[lower]
    found[np.ix_(national, national)] = sums[: len(national), : len(national)]


def _floats(weights: Ints) -> tuple[NDArray[np.floating], type[np.floating]]:
    """Weights as the floats in which their sums are exact."""
    kind = np.float32 if int(weights.sum()) < EXACT else np.float64
    return weights.astype(kind), kind


def _unpacked(bits: NDArray[np.uint8], kind: type[np.floating]) -> NDArray[np.floating]:
    """Bits as floats, eight columns a byte, by a table: those after the last scheme are 0."""
    found: NDArray[np.floating] = _TABLES[kind][bits].reshape(len(bits), 8 * bits.shape[1])
    return found


_BITS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
_TABLES: dict[type[np.floating], NDArray[np.floating]] = {
    np.float32: _BITS.astype(np.float32),
    np.float64: _BITS.astype(np.float64),
}
"""The eight bits of each byte, as floats."""


def _together(plane: Plane, work: Callable[[int], Ints]) -> list[Ints]:
    """The same work on the territories, shared between workers."""
    if not plane.parts and not plane.trees:
        return []
    _ = plane.local  # Made once, before workers share it.
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
            likeness=_likeness(
                entries[one].rule == entries[other].rule,
                int(matrix[one, other]),
                int(own[one]),
                int(own[other]),
            ),
            groups=entries[one].groups & entries[other].groups,
        )
        if pair.shared or pair.likeness is Likeness.IDENTICAL_RULE:
            found.append(pair)
    order = {likeness: rank for rank, likeness in enumerate(Likeness)}
    return tuple(
        sorted(found, key=lambda pair: (order[pair.likeness], -pair.shared, pair.first, pair.second))
    )


def _likeness(same_rule: bool, both: int, first: int, second: int) -> Likeness:
    if same_rule:
        return Likeness.IDENTICAL_RULE
    if both == first == second:
        return Likeness.SAME_POPULATION
    if both == min(first, second):
        return Likeness.INCLUDED
    return Likeness.LARGE if 2 * both >= min(first, second) else Likeness.SMALL
