"""A whole catalogue in one reading: bits of schemes by profile, and the schemes that live in each territory.

National schemes are counted once over profiles. Local ones are too, each under the weights of where it holds (`Plane.spread`); only
what two of them share is asked territory by territory (`Plane.blocks`). A row of bits is contiguous along profiles.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.boxes import Box, Condition, Never, Tree
from maillage.engines.coverage.compiling import PROFILE, Bools, Compiled
from maillage.engines.coverage.domain import Attribute, Ints
from maillage.engines.coverage.mesh import Mesh, of_tree, plane
from maillage.engines.coverage.values import Reading

EXACT = 1 << 24
"""Beyond this, a 32-bit float no longer holds every whole number: sums are then made of 64-bit ones."""
ROWS = 16_384
"""How many cells are worked on at once."""
SLICE = 4096
"""How many profiles are worked on at once: few enough for the memory of one slice to serve the next."""
WORKERS = 2
Bytes = NDArray[np.uint8]
Weights = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """Alternatives of a scheme that share where they hold. ``where``: for each place class; None: everywhere. No two parts of one
    scheme hold in the same place."""

    scheme: int
    where: Bools | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """Some cells of one territory: ``served[i]``: whether the local scheme ``schemes[i]`` serves each of them."""

    rows: slice | Ints
    schemes: Ints
    served: Bools


@dataclass(frozen=True, eq=False, slots=True)
class Spread:
    """Some profiles: ``weights[t]``: how many companies each of them has where the local parts ``spans[t]`` of the plane hold."""

    columns: slice
    weights: Weights


@dataclass(frozen=True, eq=False, slots=True)
class _Slices:
    """Cells by slice of profiles: those of slice ``i`` lie between ``ends[i]`` and ``ends[i + 1]``."""

    ends: Ints
    profile: Ints
    place: Ints
    weights: Weights


@dataclass(frozen=True, eq=False, slots=True)
class _Ways:
    """How weights are summed for each way of holding: the cells of place ``i`` add to ``rows[ends[i]:ends[i + 1]]``. The first rows
    are groups of places, of which each ``wide`` way is a sum (``sums``); then each ``narrow`` way has one."""

    narrow: Ints
    wide: Ints
    sums: Weights
    rows: Ints
    ends: Ints


class Plane:
    """A catalogue over the cells (place class, profile) of a mesh, in one reading."""

    def __init__(self, mesh: Mesh, reading: Reading) -> None:
        # Not the mesh, which keeps its planes: what points at itself is freed late.
        self.compiled, self.tuples, self.reading = mesh.compiled, mesh.tuples, reading
        compiled = mesh.compiled
        national: list[Part] = []
        local: dict[bytes, list[Part]] = {}
        self.trees: list[tuple[int, Tree]] = []
        for scheme, shape in enumerate(compiled.boxes):
            if shape is None:
                self.trees.append((scheme, compiled.trees[scheme]))
                continue
            for part in _parts(compiled, scheme, shape, reading):
                if part.where is None:
                    national.append(part)
                else:
                    local.setdefault(part.where.tobytes(), []).append(part)
        self.counted: Ints | None = None
        """The population of each scheme, once `surveying` counted it."""
        # Those with as many alternatives lie side by side: a byte has as many layers as its scheme that has most.
        national.sort(key=lambda part: len(part.boxes))
        self.national = np.array([part.scheme for part in national], np.int64)
        """The schemes that hold everywhere, in the order of `national_bits`."""
        self._national = national
        self.parts = [part for several in local.values() for part in several]
        """The other parts, those that hold in the same places side by side."""
        self.wheres = np.array([several[0].where for several in local.values()], np.bool_).reshape(
            len(local), len(compiled.partition.classes[Attribute.PLACE])
        )
        """Where they hold: a row for each way of holding, a column a place class."""
        ends = np.cumsum([0, *map(len, local.values())]).tolist()
        self.spans = [slice(start, end) for start, end in zip(ends, ends[1:], strict=False)]
        """The parts of each way of holding."""

    @property
    def size(self) -> int:
        """How many schemes the catalogue has."""
        return len(self.compiled.entries)

    @cached_property
    def owners(self) -> Ints:
        """The scheme of each local part."""
        return np.array([part.scheme for part in self.parts], np.int64)

    @cached_property
    def marginal(self) -> Ints:
        """How many companies each profile has, over all territories."""
        tuples = self.tuples
        return np.bincount(tuples.profile, weights=tuples.weights, minlength=len(tuples.profiles)).astype(
            np.int64
        )

    @cached_property
    def national_bits(self) -> Bytes:
        """The national schemes, eight to a row: which ones serve each profile."""
        return self._packed(self._national)

    @cached_property
    def local_bits(self) -> Bytes:
        """The local parts, eight to a row: which ones each profile meets."""
        return self._packed(self.parts)

    @cached_property
    def local(self) -> Bools:
        """For each local part, whether each profile meets it: a row a part."""
        return unpacked(self.local_bits)[: len(self.parts)]

    def spread(self) -> Iterator[Spread]:
        """The profiles, a slice at a time."""
        cells, ways = self._slices, self._ways
        atoms, narrow = ways.sums.shape[1], len(ways.narrow)
        for rank in range(len(cells.ends) - 1):
            own = slice(int(cells.ends[rank]), int(cells.ends[rank + 1]))
            first = rank * SLICE
            size = min(SLICE, len(self.tuples.profiles) - first)
            column, place, weights = cells.profile[own] - first, cells.place[own], cells.weights[own]
            # Each cell as many times as its place has rows.
            times = ways.ends[place + 1] - ways.ends[place]
            shift = np.repeat(ways.ends[place] - np.cumsum(times) + times, times)
            row = ways.rows[shift + np.arange(len(shift))]
            held = np.bincount(
                row * size + np.repeat(column, times),
                weights=np.repeat(weights, times),
                minlength=(atoms + narrow) * size,
            ).reshape(-1, size)
            found = np.empty((len(self.wheres), size))
            found[ways.narrow] = held[atoms:]
            found[ways.wide] = ways.sums @ held[:atoms]
            yield Spread(slice(first, first + size), found)

    @cached_property
    def _slices(self) -> _Slices:
        """The cells by slice of profiles."""
        tuples = self.tuples
        slices = (tuples.profile // SLICE).astype(np.uint16)
        order = np.argsort(slices, kind="stable")
        return _Slices(
            ends=np.searchsorted(slices[order], np.arange(-(-len(tuples.profiles) // SLICE) + 1)),
            profile=tuples.profile[order].astype(np.int64),
            place=tuples.place[order].astype(np.int64),
            weights=tuples.weights[order].astype(np.float64),
        )

    @cached_property
    def _ways(self) -> _Ways:
        """A way of holding in few cells is summed alone, as long as all of these hold twice the cells at most; the others are sums
        of the places that they do not tell apart."""
        places = self.wheres.shape[1]
        sizes = self.wheres @ np.bincount(self.tuples.place, minlength=places)
        order = np.argsort(sizes, kind="stable")
        alone = int(np.searchsorted(np.cumsum(sizes[order]), 2 * len(self.tuples), side="right"))
        narrow, wide = order[:alone], order[alone:]
        rows, held = [], []
        sums = np.zeros((0, 0))
        if len(wide):
            patterns, atom = np.unique(self.wheres[wide], axis=1, return_inverse=True)
            sums = patterns.astype(np.float64)
            rows, held = [atom.reshape(-1)], [np.arange(places)]
        for rank, where in enumerate(self.wheres[narrow], sums.shape[1]):
            held.append(np.flatnonzero(where))
            rows.append(np.full(len(held[-1]), rank))
        place, row = (np.concatenate([np.zeros(0, np.int64), *several]) for several in (held, rows))
        by_place = np.argsort(place, kind="stable")
        return _Ways(
            narrow=narrow,
            wide=wide,
            sums=sums,
            rows=row[by_place],
            ends=np.searchsorted(place[by_place], np.arange(places + 1)),
        )

    def blocks(self, start: int = 0, step: int = 1, among: Bools | None = None) -> Iterator[Block]:
        """The cells of each territory with the local schemes that live there; one territory in ``step`` from ``start``.

        ``among``: these tuples only.
        """
        tuples = self.tuples
        places = self.wheres.shape[1]
        ends = np.searchsorted(tuples.place, np.arange(places + 1))
        lives = np.repeat(self.wheres, [span.stop - span.start for span in self.spans], axis=0)
        for place in range(start, places, step):
            live = np.flatnonzero(lives[:, place])
            if not len(live) and not self.trees:
                continue
            for begin in range(int(ends[place]), int(ends[place + 1]), ROWS):
                rows: slice | Ints = slice(begin, min(begin + ROWS, int(ends[place + 1])))
                if among is not None:
                    rows = begin + np.flatnonzero(among[rows])
                    if not len(rows):
                        continue
                yield self._block(rows, place, live)

    def _block(self, rows: slice | Ints, place: int, live: Ints) -> Block:
        profile = self.tuples.profile[rows].astype(np.intp)
        served = np.empty((len(live) + len(self.trees), len(profile)), np.bool_)
        for rank, part in enumerate(live.tolist()):
            np.take(self.local[part], profile, out=served[rank], mode="clip")
        for rank, (_scheme, tree) in enumerate(self.trees, len(live)):
            served[rank] = self._tree(tree, place, profile)
        schemes = np.concatenate([self.owners[live], [scheme for scheme, _ in self.trees]]).astype(np.int64)
        return Block(rows, schemes, served)

    def judged(self) -> Iterator[tuple[int, Bools]]:
        """Each scheme evaluated apart, and whether it serves each tuple."""
        for scheme, tree in self.trees:
            yield scheme, of_tree(Mesh(self.compiled, self.tuples), tree, self.reading)

    def _tree(self, tree: Tree, place: int, profile: Ints) -> Bools:
        if isinstance(tree, Never):
            return np.full(len(profile), self.reading is Reading.POSSIBLE)
        if isinstance(tree, Condition):
            truth = plane(self.compiled.truths[tree], self.reading)
            if tree.attribute == Attribute.PLACE:
                return np.full(len(profile), truth[place])
            met: Bools = truth[self.tuples.profiles[profile, PROFILE.index(Attribute(tree.attribute))]]
            return met
        parts = [self._tree(part, place, profile) for part in tree.parts]
        together: Bools = np.logical_and.reduce(parts) if tree.every else np.logical_or.reduce(parts)
        return together

    def _packed(self, parts: Sequence[Part]) -> Bytes:
        """The parts (place apart), eight to a row: which ones each profile meets."""
        found = np.zeros((-(-len(parts) // 8), len(self.tuples.profiles)), np.uint8)
        with ThreadPoolExecutor(WORKERS) as pool:
            for layer in range(max((len(part.boxes) for part in parts), default=0)):
                boxes = [part.boxes[layer] if layer < len(part.boxes) else None for part in parts]
                there = np.packbits([box is not None for box in boxes], bitorder="little")
                tables = self._tables(boxes)

                def fill(
                    row: int, there: Bytes = there, tables: list[tuple[Attribute, Bytes]] = tables
                ) -> None:
                    met: Bytes | None = None
                    for attribute, table in tables:
                        if (table[row] != 255).any():
                            of_profile = table[row].take(self._classes[attribute], mode="clip")
                            met = of_profile if met is None else np.bitwise_and(met, of_profile, out=met)
                    found[row] |= there[row] if met is None else met & there[row]

                list(pool.map(fill, np.flatnonzero(there).tolist()))
        return found

    def _tables(self, boxes: Sequence[Box | None]) -> list[tuple[Attribute, Bytes]]:
        """For each attribute, what eight boxes at a time say of its classes; a box that does not ask is met."""
        compiled = self.compiled
        tables: list[tuple[Attribute, Bytes]] = []
        for attribute in PROFILE:
            asked = np.ones((-(-len(boxes) // 8) * 8, len(compiled.partition.classes[attribute])), np.bool_)
            for rank, box in enumerate(boxes):
                if box is not None and attribute in box.conditions:
                    asked[rank] = plane(compiled.truth(attribute, box.conditions[attribute]), self.reading)
            tables.append((attribute, np.packbits(asked, axis=0, bitorder="little")))
        return tables

    @cached_property
    def _classes(self) -> dict[Attribute, NDArray[np.intp]]:
        """The class of each profile for each attribute."""
        profiles = self.tuples.profiles
        return {attribute: profiles[:, rank].astype(np.intp) for rank, attribute in enumerate(PROFILE)}


def plane_of(mesh: Mesh, reading: Reading) -> Plane:
    """The plane of a mesh, worked out once."""
    found: Plane | None = mesh.planes.get(reading)
    if found is None:
        found = mesh.planes[reading] = Plane(mesh, reading)
    return found


def unpacked(bits: Bytes, out: Bools | None = None) -> Bools:
    """Rows of eight bits as eight rows of truths."""
    found = np.empty((8 * len(bits), bits.shape[1]), np.bool_) if out is None else out[: 8 * len(bits)]
    for rank in range(8):
        np.not_equal(bits & np.uint8(1 << rank), 0, out=found[rank::8])
    return found


def _parts(compiled: Compiled, scheme: int, shape: Sequence[Box], reading: Reading) -> list[Part]:
    """The alternatives of a scheme by where they hold, those that hold nowhere left out."""
    by_place: dict[bytes, tuple[Bools, list[Box]]] = {}
    for box in shape:
        if box.open and reading is Reading.CERTAIN:
            continue
        where = np.ones(len(compiled.partition.classes[Attribute.PLACE]), np.bool_)
        if (rule := box.conditions.get(Attribute.PLACE)) is not None:
            where = plane(compiled.truth(Attribute.PLACE, rule), reading)
        if where.any():
            by_place.setdefault(where.tobytes(), (where, []))[1].append(box)
    held = list(by_place.values())
    if len(held) > 1:
        # Alternatives that hold in common places: each place has those that hold there.
        patterns, of_place = np.unique([where for where, _ in held], axis=1, return_inverse=True)
        held = [
            (
                of_place.reshape(-1) == rank,
                [box for there, (_, boxes) in zip(pattern, held, strict=True) if there for box in boxes],
            )
            for rank, pattern in enumerate(patterns.T)
            if pattern.any()
        ]
    return [Part(scheme, None if where.all() else where, tuple(boxes)) for where, boxes in held]
