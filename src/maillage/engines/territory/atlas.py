"""All communes at once: the set of communes of an expression, as the bits of one integer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from maillage.engines.territory.codes import DISTRICTS, FRANCE, Code, Kind
from maillage.engines.territory.errors import CircularList, UnknownCommune, UnknownTerritory
from maillage.engines.territory.expressions import (
    Difference,
    Expression,
    Intersection,
    Leaf,
    NamedList,
    Union,
)
from maillage.engines.territory.places import NO_LISTS, Place

K = TypeVar("K", Code, Kind)


@dataclass(frozen=True, slots=True, eq=False)
class _Communes:
    """The communes of an atlas in the order of their codes: the meaning of each bit."""

    codes: tuple[str, ...]
    populations: tuple[int | None, ...]
    positions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CommuneSet:
    """A set of communes of one atlas. Sets of two atlases do not mix (ValueError)."""

    bits: int
    communes: _Communes = field(repr=False)

    def __or__(self, other: "CommuneSet") -> "CommuneSet":
        return CommuneSet(self.bits | self._bits_of(other), self.communes)

    def __and__(self, other: "CommuneSet") -> "CommuneSet":
        return CommuneSet(self.bits & self._bits_of(other), self.communes)

    def __sub__(self, other: "CommuneSet") -> "CommuneSet":
        return CommuneSet(self.bits & ~self._bits_of(other), self.communes)

    def __le__(self, other: "CommuneSet") -> bool:
        return self.bits & ~self._bits_of(other) == 0

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __contains__(self, code: str) -> bool:
        position = self.communes.positions.get(code)
        return position is not None and bool(self.bits >> position & 1)

    def __iter__(self) -> Iterator[str]:
        """The codes of the communes, ascending."""
        return (self.communes.codes[position] for position in self._positions())

    @property
    def population(self) -> int | None:
        """Municipal population of the whole set; None as soon as that of one commune is not known."""
        total = 0
        for position in self._positions():
            population = self.communes.populations[position]
            if population is None:
                return None
            total += population
        return total

    def _positions(self) -> Iterator[int]:
        digits = bin(self.bits)[:1:-1]
        position = digits.find("1")
        while position >= 0:
            yield position
            position = digits.find("1", position + 1)

    def _bits_of(self, other: "CommuneSet") -> int:
        if other.communes is not self.communes:
            raise ValueError("these sets come from two atlases")
        return other.bits


class Atlas:
    """Every commune and every division, on one day. Build it with :meth:`build`; it never changes."""

    def __init__(
        self,
        communes: _Communes,
        *,
        whole: Mapping[Code, Sequence[int]],
        partial: Mapping[Code, Sequence[int]],
        unrecorded: Mapping[Kind, Sequence[int]],
        names: Mapping[str, str],
        lists: Mapping[str, Expression],
    ) -> None:
        self._communes = communes
        self._whole = whole
        self._partial = partial
        self._unrecorded = unrecorded
        self._names = names
        self._lists = lists
        self._bits: dict[Code, tuple[int, int]] = {}
        self._places: dict[int, tuple[list[Code], list[Code], list[Kind]]] = {}

    @classmethod
    def build(
        cls,
        communes: Iterable[tuple[str, int | None]],
        memberships: Iterable[tuple[str, Code]],
        *,
        partial: Iterable[tuple[str, Code]] = (),
        unrecorded: Iterable[tuple[str, Kind]] = (),
        names: Mapping[str, str] | None = None,
        divisions: Iterable[Code] = (),
        lists: Mapping[str, Expression] = NO_LISTS,
    ) -> "Atlas":
        """An atlas from its communes (code, municipal population) and their divisions.

        ``com:`` and ``pays:FR`` need not be given. ``partial`` are divisions that hold a part of a commune,
        ``unrecorded`` the kinds nothing is known about for a commune, ``names`` the names of communes (their code
        otherwise), ``divisions`` further codes that exist although they hold no commune. A membership of a commune
        that is not among ``communes`` raises UnknownCommune.
        """
        ordered = sorted(communes)
        codes = tuple(code for code, _ in ordered)
        positions = {code: position for position, code in enumerate(codes)}
        whole: dict[Code, Sequence[int]] = dict.fromkeys(divisions, ())
        whole.update(_grouped(memberships, positions))
        whole.update({Code(Kind.COM, code): (position,) for code, position in positions.items()})
        whole[FRANCE] = range(len(codes))
        return cls(
            _Communes(codes, tuple(population for _, population in ordered), positions),
            whole=whole,
            partial=_grouped(partial, positions),
            unrecorded=_grouped(unrecorded, positions),
            names=names or {},
            lists=lists,
        )

    def communes(self, expression: Expression) -> CommuneSet:
        """The communes that lie whole in ``expression``. Raises UnknownTerritory.

        A municipal arrondissement stands for its commune: ``arm:75101`` is Paris, and to remove it removes nothing.
        Elsewhere these are exactly the communes for which ``contains`` says True.
        """
        inside, _ = self._extent(expression, frozenset(), district_is_commune=True)
        return CommuneSet(inside, self._communes)

    def touched(self, expression: Expression) -> CommuneSet:
        """The communes of which at least a part may lie in ``expression``: ``contains`` does not say False."""
        _, touched = self._extent(expression, frozenset(), district_is_commune=False)
        return CommuneSet(touched, self._communes)

    def knows(self, code: Code) -> bool:
        """Whether the code exists, even if it holds no commune."""
        return (
            code in self._whole
            or code in self._partial
            or (code.kind is Kind.ARM and code.value in DISTRICTS)
        )

    def place(self, code: str) -> Place:
        """The current commune ``code`` with all its divisions. Raises UnknownCommune."""
        position = self._communes.positions.get(code)
        if position is None:
            raise UnknownCommune(code)
        if not self._places:
            self._index_places()
        whole, partial, unrecorded = self._places[position]
        return Place(
            commune=code,
            name=self._names.get(code, code),
            codes=frozenset(whole),
            population=self._communes.populations[position],
            partial=frozenset(partial),
            unrecorded=frozenset(unrecorded),
        )

    def __len__(self) -> int:
        return len(self._communes.codes)

    def __iter__(self) -> Iterator[str]:
        return iter(self._communes.codes)

    def _extent(
        self, expression: Expression, open_lists: frozenset[str], *, district_is_commune: bool
    ) -> tuple[int, int]:
        """Bits of the communes wholly inside, and of those at least partly inside."""

        def extent(part: Expression, opened: frozenset[str] = open_lists) -> tuple[int, int]:
            return self._extent(part, opened, district_is_commune=district_is_commune)

        match expression:
            case Leaf(code):
                inside, touched = self._leaf(code)
                # Swapped, a district counts for its commune where it is added and for nothing where it is removed.
                swap = district_is_commune and code.kind is Kind.ARM
                return (touched, inside) if swap else (inside, touched)
            case NamedList(name):
                if name in open_lists:
                    raise CircularList(str(expression))
                if name not in self._lists:
                    raise UnknownTerritory(str(expression))
                return extent(self._lists[name], open_lists | {name})
            case Union(parts):
                inside, touched = extent(parts[0])
                for part in parts[1:]:
                    more_inside, more_touched = extent(part)
                    inside, touched = inside | more_inside, touched | more_touched
                return inside, touched
            case Intersection(parts):
                inside, touched = extent(parts[0])
                for part in parts[1:]:
                    more_inside, more_touched = extent(part)
                    inside, touched = inside & more_inside, touched & more_touched
                return inside, touched
            case Difference(whole, removed):
                inside, touched = extent(whole)
                lost, perhaps_lost = extent(removed)
                return inside & ~perhaps_lost, touched & ~lost

    def _leaf(self, code: Code) -> tuple[int, int]:
        if code not in self._bits:
            self._bits[code] = self._read_leaf(code)
        return self._bits[code]

    def _read_leaf(self, code: Code) -> tuple[int, int]:
        if not self.knows(code):
            raise UnknownTerritory(str(code))
        if code.kind is Kind.ARM:
            position = self._communes.positions.get(DISTRICTS[code.value])
            return 0, 0 if position is None else 1 << position
        size = len(self._communes.codes)
        inside = _bits(self._whole.get(code, ()), size)
        doubtful = (*self._partial.get(code, ()), *self._unrecorded.get(code.kind, ()))
        return inside, inside | _bits(doubtful, size)

    def _index_places(self) -> None:
        places: dict[int, tuple[list[Code], list[Code], list[Kind]]] = {
            position: ([], [], []) for position in range(len(self._communes.codes))
        }
        for code, positions in self._whole.items():
            for position in positions:
                places[position][0].append(code)
        for code, positions in self._partial.items():
            for position in positions:
                places[position][1].append(code)
        for kind, positions in self._unrecorded.items():
            for position in positions:
                places[position][2].append(kind)
        self._places = places


def _grouped(pairs: Iterable[tuple[str, K]], positions: Mapping[str, int]) -> dict[K, Sequence[int]]:
    """Positions of communes by division."""
    groups: defaultdict[K, list[int]] = defaultdict(list)
    for commune, key in pairs:
        if commune not in positions:
            raise UnknownCommune(commune)
        groups[key].append(positions[commune])
    return dict(groups)


def _bits(positions: Iterable[int], size: int) -> int:
    packed = bytearray(size // 8 + 1)
    for position in positions:
        packed[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(packed, "little")
