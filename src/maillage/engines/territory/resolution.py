"""From any commune code found in a file to the commune of today."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.engines.territory.errors import SplitCommune, UnknownCommune


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A former code and a code that took over (INSEE, movements since 1943).

    ``effective_on`` is the day of the last change, None when not recorded; ``modality`` the INSEE code of the change
    (32: commune nouvelle, 41: change of department…).
    """

    former: str
    former_name: str
    current: str
    current_name: str
    effective_on: date | None = None
    modality: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The current ``commune``, the municipal ``district`` the code named, and the movement when the code was old."""

    commune: str
    district: str | None = None
    former: Movement | None = None


def resolve(
    code: str,
    *,
    current: Container[str],
    districts: Mapping[str, str],
    movements: Mapping[str, Sequence[Movement]],
) -> Resolution:
    """The commune that ``code`` means today.

    ``current`` holds the current communes, ``districts`` the municipal arrondissements and their commune,
    ``movements`` the former codes and their successors, which may themselves be former. Raises UnknownCommune, or
    SplitCommune when the successors are several: an address is never moved by a guess.
    """
    wanted = code.strip().upper()
    if wanted in current:
        return Resolution(commune=wanted)
    if wanted in districts:
        return Resolution(commune=districts[wanted], district=wanted)
    first = movements.get(wanted, ())
    heirs = _heirs(wanted, current=current, districts=districts, movements=movements)
    if not heirs:
        raise UnknownCommune(wanted, suggestion=_with_zero(wanted, current))
    if len(heirs) > 1:
        raise SplitCommune(wanted, first[0].former_name, sorted(heirs.items()))
    (commune,) = heirs
    return Resolution(commune=commune, former=first[0])


def _heirs(
    code: str,
    *,
    current: Container[str],
    districts: Mapping[str, str],
    movements: Mapping[str, Sequence[Movement]],
) -> dict[str, str]:
    """Current communes reached from ``code``, with their names; loops in the movements are walked once."""
    heirs: dict[str, str] = {}
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        former = waiting.pop()
        seen.add(former)
        for movement in movements.get(former, ()):
            heir = districts.get(movement.current, movement.current)
            if heir in current:
                heirs[heir] = movement.current_name
            elif heir not in seen:
                waiting.append(heir)
    return heirs


def _with_zero(code: str, current: Container[str]) -> str | None:
    restored = f"0{code}"
    return restored if len(code) == 4 and restored in current else None
