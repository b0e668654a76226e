"""A whole catalogue in one reading: bits of schemes by profile, and the schemes that live in each territory.

National schemes are counted once over profiles; local ones only in the classes of territories where they live.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.boxes import Box, Condition, Never, Tree
from maillage.engines.coverage.compiling import PROFILE, Bools, Compiled
from maillage.engines.coverage.domain import Attribute, Ints
from maillage.engines.coverage.mesh import Mesh, plane
from maillage.engines.coverage.values import Reading

EXACT = 1 << 24
"""Beyond this, a 32-bit float no longer holds every whole number: sums are then made of 64-bit ones."""
ROWS = 16_384
"""How many cells or profiles are worked on at once."""
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """Alternatives of a scheme that share where they hold. ``where``: for each place class; None: everywhere."""

    scheme: int
    where: Bools | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Block:
    """Some cells of one territory: ``served[i]``: whether the local scheme ``schemes[i]`` serves each of them."""

    rows: slice
    schemes: Ints
    served: Bools


class Plane:
    """A catalogue over the cells (place class, profile) of a mesh, in one reading."""

    def __init__(self, mesh: Mesh, reading: Reading) -> None:
        self.mesh, self.reading = mesh, reading
        compiled = mesh.compiled
        national: list[tuple[int, list[Part]]] = []
        self.parts: list[Part] = []
        self.trees: list[tuple[int, Tree]] = []
        for scheme, shape in enumerate(compiled.boxes):
            if shape is None:
                self.trees.append((scheme, compiled.trees[scheme]))
                continue
            parts = _parts(compiled, scheme, shape, reading)
            if all(part.where is None for part in parts):
                national.append((scheme, parts))
            else:
                self.parts += parts
        self.counted: Ints | None = None
        """The population of each scheme, once `surveying` counted it."""
        self.national = np.array([scheme for scheme, _ in national], np.int64)
        self._national = [parts for _, parts in national]

    @property
    def size(self) -> int:
        """How many schemes the catalogue has."""
        return len(self.mesh.compiled.entries)

    @cached_property
    def marginal(self) -> Ints:
        """How many companies each profile has, over all territories."""
        tuples = self.mesh.tuples
        return np.bincount(tuples.profile, weights=tuples.weights, minlength=len(tuples.profiles)).astype(
            np.int64
        )

    @cached_property
    def national_bits(self) -> Bytes:
        """For each profile, the national schemes that serve it, eight to a byte."""
        compiled, profiles = self.mesh.compiled, self.mesh.tuples.profiles
        boxes = [[box for part in parts for box in part.boxes] for parts in self._national]
        found = np.zeros((len(profiles), -(-len(boxes) // 8)), np.uint8)
        for layer in range(max(map(len, boxes), default=0)):
            found |= self._packed([one[layer] if layer < len(one) else None for one in boxes], compiled)
        return found

    @cached_property
    def local(self) -> Bools:
        """For each part that does not live everywhere, whether each profile meets it: a row a part."""
        compiled, profiles = self.mesh.compiled, self.mesh.tuples.profiles
        found = np.empty((len(self.parts), len(profiles)), np.bool_)
        for start in range(0, len(self.parts), 256):
            several = self.parts[start : start + 256]
            packed = np.zeros((len(profiles), -(-len(several) // 8)), np.uint8)
            for layer in range(max(len(part.boxes) for part in several)):
                packed |= self._packed(
                    [part.boxes[layer] if layer < len(part.boxes) else None for part in several], compiled
                )
            for rank in range(len(several)):
                found[start + rank] = (packed[:, rank >> 3] >> (rank & 7)) & 1
        return found

    def blocks(self, start: int = 0, step: int = 1) -> Iterator[Block]:
        """The cells of each territory with the local schemes that live there; one territory in ``step`` from ``start``."""
        tuples = self.mesh.tuples
        places = len(self.mesh.compiled.partition.classes[Attribute.PLACE])
        ends = np.searchsorted(tuples.place, np.arange(places + 1))
        lives = np.ones((len(self.parts), places), np.bool_)
        for rank, part in enumerate(self.parts):
            if part.where is not None:
                lives[rank] = part.where
        owners = np.array([part.scheme for part in self.parts], np.int64)
        for place in range(start, places, step):
            live = np.flatnonzero(lives[:, place])
            if not len(live) and not self.trees:
                continue
            for begin in range(int(ends[place]), int(ends[place + 1]), ROWS):
                rows = slice(begin, min(begin + ROWS, int(ends[place + 1])))
                yield self._block(rows, place, live, owners)

    def _block(self, rows: slice, place: int, live: Ints, owners: Ints) -> Block:
        profile = self.mesh.tuples.profile[rows]
        schemes, slots = np.unique(owners[live], return_inverse=True)
        served = np.zeros((len(schemes) + len(self.trees), len(profile)), np.bool_)
        filled = np.zeros(len(schemes), np.bool_)
        for part, slot in zip(live.tolist(), slots.tolist(), strict=True):
            if filled[slot]:
                served[slot] |= self.local[part][profile]
            else:
                np.take(self.local[part], profile, out=served[slot], mode="clip")
                filled[slot] = True
        for rank, (_scheme, tree) in enumerate(self.trees):
            served[len(schemes) + rank] = self._tree(tree, place, profile)
        return Block(
            rows, np.concatenate([schemes, [scheme for scheme, _ in self.trees]]).astype(np.int64), served
        )

    def _tree(self, tree: Tree, place: int, profile: NDArray[np.int32]) -> Bools:
        if isinstance(tree, Never):
            return np.full(len(profile), self.reading is Reading.POSSIBLE)
        if isinstance(tree, Condition):
            compiled = self.mesh.compiled
            truth = plane(compiled.truths[tree], self.reading)
            if tree.attribute == Attribute.PLACE:
                return np.full(len(profile), truth[place])
            met: Bools = truth[self.mesh.tuples.profiles[profile, PROFILE.index(Attribute(tree.attribute))]]
            return met
        parts = [self._tree(part, place, profile) for part in tree.parts]
        together: Bools = np.logical_and.reduce(parts) if tree.every else np.logical_or.reduce(parts)
        return together

    def _packed(self, boxes: Sequence[Box | None], compiled: Compiled) -> Bytes:
        """For each profile, the boxes that it meets (place apart), eight to a byte; None is met by nobody."""
        profiles = self.mesh.tuples.profiles
        found: Bytes | None = None
        for rank, attribute in enumerate(PROFILE):
            classes = len(compiled.partition.classes[attribute])
            table = np.ones((len(boxes), classes), np.bool_)
            for number, box in enumerate(boxes):
                if box is None:
                    table[number] = False
                elif attribute in box.conditions:
                    table[number] = plane(compiled.truth(attribute, box.conditions[attribute]), self.reading)
            if table.all():
                continue
            bits = np.packbits(table, axis=0, bitorder="little").T.copy()
            met = bits[profiles[:, rank]]
            found = met if found is None else np.bitwise_and(found, met, out=found)
        if found is None:
            row = np.packbits(np.ones(len(boxes), np.bool_), bitorder="little")
            found = np.repeat(row[None], len(profiles), axis=0)
        return found


def plane_of(mesh: Mesh, reading: Reading) -> Plane:
    """The plane of a mesh, worked out once."""
    found: Plane | None = mesh.planes.get(reading)
    if found is None:
        found = mesh.planes[reading] = Plane(mesh, reading)
    return found


def _parts(compiled: Compiled, scheme: int, shape: Sequence[Box], reading: Reading) -> list[Part]:
    """The alternatives of a scheme by where they hold, those that hold nowhere left out."""
    by_place: dict[bytes, tuple[Bools | None, list[Box]]] = {}
    for box in shape:
        if box.open and reading is Reading.CERTAIN:
            continue
        where: Bools | None = None
        if (rule := box.conditions.get(Attribute.PLACE)) is not None:
            where = plane(compiled.truth(Attribute.PLACE, rule), reading)
            if not where.any():
                continue
            where = None if where.all() else where
        name = b"" if where is None else where.tobytes()
        by_place.setdefault(name, (where, []))[1].append(box)
    return [Part(scheme, where, tuple(found)) for where, found in by_place.values()]
