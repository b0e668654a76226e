"""One commune with all its divisions, and whether an expression holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from maillage.engines.territory.codes import DISTRICTS, Code, Kind
from maillage.engines.territory.errors import CircularList, UnknownTerritory
from maillage.engines.territory.expressions import (
    Difference,
    Expression,
    Intersection,
    Leaf,
    NamedList,
    Union,
)

NO_LISTS: Mapping[str, Expression] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A current commune and every division it lies in (row H-224).

    ``codes`` are the divisions that hold it whole, its own ``com:`` and ``pays:FR`` included. ``district`` is the
    municipal arrondissement of the address when it is known (``75101``). ``partial`` are the divisions that hold only
    a part of it, such as its QPVs. ``unrecorded`` are the kinds the reference data says nothing about for this
    commune. ``population`` is the municipal one, None when not known.
    """

    commune: str
    name: str
    codes: frozenset[Code]
    district: str | None = None
    population: int | None = None
    partial: frozenset[Code] = frozenset()
    unrecorded: frozenset[Kind] = frozenset()


def contains(expression: Expression, place: Place, lists: Mapping[str, Expression] = NO_LISTS) -> bool | None:
    """Whether ``place`` lies in ``expression``: None when it is only partly inside, or not recorded.

    Three-valued logic of Kleene: a part that cannot be told only matters if it can change the answer. ``lists`` gives
    the meaning of named lists; a list it lacks raises UnknownTerritory, one that leads back to itself CircularList.
    """
    return _contains(expression, place, lists, frozenset())


def _contains(
    expression: Expression, place: Place, lists: Mapping[str, Expression], open_lists: frozenset[str]
) -> bool | None:
    match expression:
        case Leaf(code):
            return _holds(code, place)
        case NamedList(name):
            if name in open_lists:
                raise CircularList(str(expression))
            if name not in lists:
                raise UnknownTerritory(str(expression))
            return _contains(lists[name], place, lists, open_lists | {name})
        case Union(parts):
            answers = [_contains(part, place, lists, open_lists) for part in parts]
            return True if True in answers else None if None in answers else False
        case Intersection(parts):
            answers = [_contains(part, place, lists, open_lists) for part in parts]
            return False if False in answers else None if None in answers else True
        case Difference(whole, removed):
            kept = _contains(whole, place, lists, open_lists)
            lost = _contains(removed, place, lists, open_lists)
            if kept is False or lost is True:
                return False
            return None if kept is None or lost is None else True


def _holds(code: Code, place: Place) -> bool | None:
    if code.kind is Kind.ARM:
        return _holds_district(code, place)
    if code in place.codes:
        return True
    return None if code in place.partial or code.kind in place.unrecorded else False


def _holds_district(code: Code, place: Place) -> bool | None:
    if place.district is not None:
        return place.district == code.value
    return None if DISTRICTS.get(code.value) == place.commune else False
