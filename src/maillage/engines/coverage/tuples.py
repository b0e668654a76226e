"""The stock once counted: how many companies in each place class and profile, and the profiles as classes."""

import os
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maillage.engines.coverage.compiling import PROFILE, Partition
from maillage.engines.coverage.domain import Attribute, Ints
from maillage.engines.stock.snapshot import BadStock

DENSE = 200_000_000
"""How many possible profiles are numbered by a table of marks rather than by sorting."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Tuples:
    """One row a tuple: its ``place`` class, its ``profile`` (a row of ``profiles``, the classes of the other attributes in the order
    of PROFILE) and its ``weights``, in companies. Rows come by place. ``partition`` and ``version`` name what was counted."""

    place: NDArray[np.int32]
    profile: NDArray[np.int32]
    weights: Ints
    profiles: NDArray[np.int32]
    partition: str
    version: str

    def __len__(self) -> int:
        return len(self.weights)

    @property
    def companies(self) -> int:
        """How many companies were counted."""
        return int(self.weights.sum())

    @classmethod
    def read(cls, keys: Ints, weights: Ints, partition: Partition, *, version: str) -> "Tuples":
        """The tuples of the keys that `counting` writes."""
        places = len(partition.classes[Attribute.PLACE])
        rest, place = np.divmod(keys, places)
        numbers, profile = _numbered(rest, _possible(partition))
        order = np.argsort(place.astype(np.uint16) if places < 65536 else place, kind="stable")
        profiles = np.empty((len(numbers), len(PROFILE)), np.int32)
        for rank, attribute in enumerate(PROFILE):
            numbers, profiles[:, rank] = np.divmod(numbers, len(partition.classes[attribute]))
        return cls(
            place=place[order].astype(np.int32),
            profile=profile[order],
            weights=weights[order],
            profiles=profiles,
            partition=partition.digest,
            version=version,
        )

    def keys(self, partition: Partition) -> Ints:
        """The key of each tuple, as `read` took them."""
        numbers = np.zeros(len(self.profiles), np.int64)
        for rank, attribute in reversed(list(enumerate(PROFILE))):
            numbers = numbers * len(partition.classes[attribute]) + self.profiles[:, rank]
        found: Ints = numbers[self.profile] * len(partition.classes[Attribute.PLACE]) + self.place
        return found

    def save(self, path: Path) -> None:
        """Keep them in a file, which takes its name once it is whole."""
        beside = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.writing.npz")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            np.savez(
                beside,
                place=self.place,
                profile=self.profile,
                weights=self.weights,
                profiles=self.profiles,
                names=np.array([self.partition, self.version]),
            )
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path) -> "Tuples":
        """The tuples kept in a file. Raises BadStock when it does not read to its end."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
                partition, version = held["names"].tolist()
                return cls(
                    place=held["place"],
                    profile=held["profile"],
                    weights=held["weights"],
                    profiles=held["profiles"],
                    partition=partition,
                    version=version,
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            raise BadStock(
                f"« {path.name} » ne se lit pas jusqu'au bout.", "Lancez à nouveau le calcul du maillage."
            ) from None


def _possible(partition: Partition) -> int:
    total = 1
    for attribute in PROFILE:
        total *= len(partition.classes[attribute])
    return total


def _numbered(values: Ints, possible: int) -> tuple[Ints, NDArray[np.int32]]:
    """The different values, ascending, and the rank of each."""
    if possible > DENSE:
        found, inverse = np.unique(values, return_inverse=True)
        return found, inverse.astype(np.int32)
    marks = np.zeros(possible, np.bool_)
    marks[values] = True
    found = np.flatnonzero(marks)
    ranks = np.empty(possible, np.int32)
    ranks[found] = np.arange(len(found), dtype=np.int32)
    return found, ranks[values]
