"""A catalogue over a counted stock: which companies each scheme serves, tuple by tuple."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.boxes import Box, Condition, Never, Tree
from maillage.engines.coverage.compiling import AXES, PROFILE, Bools, Compiled, Truth
from maillage.engines.coverage.domain import Attribute, Ints
from maillage.engines.coverage.tuples import Tuples
from maillage.engines.coverage.values import Axis, Cell, PopulationIn, Reading
from maillage.engines.rules import Rule

CATCH_ALL = 0.9
"""The part of all companies from which a scheme that possibly serves them is of those open to everyone."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """A compiled catalogue and the tuples counted in its partition."""

    compiled: Compiled
    tuples: Tuples
    planes: dict[Reading, Any] = field(default_factory=dict, repr=False)
    """What `planes.plane_of` worked out once."""
    labels: "dict[tuple[Axis, ...], Labelled]" = field(default_factory=dict, repr=False)
    """What `labelled` worked out once; a mesh amended on the same tuples shares it."""

    @cached_property
    def companies(self) -> int:
        """How many companies the stock holds."""
        return self.tuples.companies

    @property
    def keys(self) -> tuple[str, ...]:
        """The schemes, in the order of the catalogue."""
        return tuple(entry.key for entry in self.compiled.entries)


def evaluate(compiled: Compiled, tuples: Tuples) -> Mesh:
    """Lay a catalogue over tuples. Raises ValueError when they were counted in another partition."""
    if tuples.partition != compiled.partition.digest:
        raise ValueError("these tuples were counted in another partition")
    return Mesh(compiled, tuples)


def plane(truth: Truth, reading: Reading) -> Bools:
    """What a condition says of each class, in a reading."""
    return truth.certain if reading is Reading.CERTAIN else truth.possible


def serving(mesh: Mesh, key: str, reading: Reading = Reading.CERTAIN) -> Bools:
    """For each tuple, whether a scheme serves its companies. Raises KeyError for a scheme that the mesh has not."""
    rank = mesh.compiled.position[key]
    alternatives = mesh.compiled.boxes[rank]
    if alternatives is None:
        return of_tree(mesh, mesh.compiled.trees[rank], reading)
    return _any([of_box(mesh, box, reading) for box in alternatives], len(mesh.tuples))


def of_box(mesh: Mesh, box: Box, reading: Reading) -> Bools:
    """For each tuple, whether it meets one alternative."""
    tuples, compiled = mesh.tuples, mesh.compiled
    if box.open and reading is Reading.CERTAIN:
        return np.zeros(len(tuples), np.bool_)
    profile = profile_plane(compiled, tuples.profiles, box.conditions, reading)
    found = np.ones(len(tuples), np.bool_) if profile is None else profile.take(tuples.profile, mode="clip")
    if (where := box.conditions.get(Attribute.PLACE)) is not None:
        found &= plane(compiled.truth(Attribute.PLACE, where), reading)[tuples.place]
    return found


def profile_plane(
    compiled: Compiled,
    profiles: NDArray[np.int32],
    conditions: Mapping[str, Rule],
    reading: Reading,
) -> Bools | None:
    """For each profile, whether it meets the conditions other than the place; None when there is none."""
    found: Bools | None = None
    for attribute, rule in conditions.items():
        if attribute == Attribute.PLACE:
            continue
        truth = plane(compiled.truth(attribute, rule), reading)
        met: Bools = truth[profiles[:, PROFILE.index(Attribute(attribute))]]
        found = met if found is None else found & met
    return found


def of_tree(mesh: Mesh, tree: Tree, reading: Reading) -> Bools:
    """For each tuple, whether it meets a tree of conditions."""
    tuples = mesh.tuples
    if isinstance(tree, Never):
        return np.full(len(tuples), reading is Reading.POSSIBLE)
    if isinstance(tree, Condition):
        return of_box(mesh, Box({tree.attribute: tree.rule}), reading)
    parts = [of_tree(mesh, part, reading) for part in tree.parts]
    return _all(parts, len(tuples)) if tree.every else _any(parts, len(tuples))


def _any(parts: Sequence[Bools], size: int) -> Bools:
    found = np.zeros(size, np.bool_)
    for part in parts:
        found |= part
    return found


def _all(parts: Sequence[Bools], size: int) -> Bools:
    found = np.ones(size, np.bool_)
    for part in parts:
        found &= part
    return found


def weigh(mesh: Mesh, chosen: Bools) -> int:
    """How many companies the chosen tuples hold."""
    return int(mesh.tuples.weights @ chosen)


@dataclass(frozen=True, eq=False, slots=True)
class Labelled:
    """The combinations of labels of some axes that the stock holds, and the one of each tuple."""

    labels: tuple[tuple[str, ...], ...]
    of_tuple: NDArray[np.int64]

    def sums(self, weights: Ints) -> Ints:
        """The sum of weights of each combination, exact: floats hold whole numbers up to 2^53."""
        return np.bincount(self.of_tuple, weights=weights, minlength=len(self.labels)).astype(np.int64)


def labelled(mesh: Mesh, by: Sequence[Axis]) -> Labelled:
    """The labels of each tuple on some axes. Raises ValueError for an axis that the partition was not asked for."""
    axes = tuple(by)
    if axes not in mesh.labels:
        mesh.labels[axes] = _labelled(mesh, axes)
    return mesh.labels[axes]


def _labelled(mesh: Mesh, by: Sequence[Axis]) -> Labelled:
    numbers = np.zeros(len(mesh.tuples), np.int64)
    found: list[list[str]] = []
    for axis in by:
        labels = mesh.compiled.partition.labels(axis)
        if not any(labels) and len(mesh.tuples):
            raise ValueError(f"the tuples were counted without the axis {axis}")
        names = sorted(set(labels))
        positions = {name: rank for rank, name in enumerate(names)}
        ranks = np.array([positions[label] for label in labels], np.int64)
        numbers = numbers * len(names) + ranks[classes_of(mesh, AXES[axis])]
        found.append(names)
    kept, inverse = np.unique(numbers, return_inverse=True)
    listed: list[tuple[str, ...]] = []
    for number in kept.tolist():
        line: list[str] = []
        for names in reversed(found):
            number, rank = divmod(number, len(names))
            line.insert(0, names[rank])
        listed.append(tuple(line))
    return Labelled(tuple(listed), inverse.astype(np.int64))


def classes_of(mesh: Mesh, attribute: Attribute) -> NDArray[np.int32]:
    """The class of each tuple for an attribute."""
    if attribute is Attribute.PLACE:
        return mesh.tuples.place
    found: NDArray[np.int32] = mesh.tuples.profiles[mesh.tuples.profile, PROFILE.index(attribute)]
    return found


def populations_by(mesh: Mesh, axis: Axis, keys: Iterable[str] | None = None) -> tuple[PopulationIn, ...]:
    """The population of schemes (all, or these) by the labels of an axis, those that possibly serve nobody there left out."""
    places = labelled(mesh, (axis,))
    weights = mesh.tuples.weights
    everyone = places.sums(weights)
    found = []
    for key in mesh.keys if keys is None else keys:
        certain = places.sums(weights * serving(mesh, key, Reading.CERTAIN))
        possible = places.sums(weights * serving(mesh, key, Reading.POSSIBLE))
        found += [
            PopulationIn(
                key=key,
                label=places.labels[rank][0],
                companies=int(everyone[rank]),
                certain=int(certain[rank]),
                possible=int(possible[rank]),
            )
            for rank in np.flatnonzero(possible).tolist()
        ]
    return tuple(found)


def companies_by(mesh: Mesh, by: Sequence[Axis]) -> tuple[Cell, ...]:
    """How many companies the stock holds by the labels of some axes."""
    return cells(mesh, by, np.ones(len(mesh.tuples), np.bool_))


def cells(mesh: Mesh, by: Sequence[Axis], chosen: Bools) -> tuple[Cell, ...]:
    """The chosen companies by the labels of some axes, the largest cells first."""
    places = labelled(mesh, by)
    sums = places.sums(mesh.tuples.weights * chosen)
    found = [
        Cell(labels=places.labels[rank], companies=int(sums[rank])) for rank in np.flatnonzero(sums).tolist()
    ]
    return tuple(sorted(found, key=lambda cell: (-cell.companies, cell.labels)))


def shared_cells(
    mesh: Mesh,
    first: str,
    second: str,
    by: Sequence[Axis],
    reading: Reading = Reading.CERTAIN,
) -> tuple[Cell, ...]:
    """The companies that two schemes both serve, by the labels of some axes, the largest cells first."""
    return cells(mesh, by, serving(mesh, first, reading) & serving(mesh, second, reading))
