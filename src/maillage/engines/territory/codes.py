"""Codes of territories: a kind of division and a value, written ``dep:59``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from maillage.engines.territory.errors import CodeError


class Kind(StrEnum):
    """The divisions a commune can lie in (rows S-005, H-224).

    Zonings (``frr`` and after) carry a class as value: ``frr:FRR_PLUS``, ``acv:1``.
    """

    COM = "com"
    ARM = "arm"
    DEP = "dep"
    REG = "reg"
    CTOM = "ctom"
    ARR = "arr"
    EPCI = "epci"
    EPT = "ept"
    ZE = "ze"
    BV = "bv"
    UU = "uu"
    AAV = "aav"
    QPV = "qpv"
    FRR = "frr"
    ZRR = "zrr"
    ACV = "acv"
    PVD = "pvd"
    ORT = "ort"
    PAYS = "pays"


_KINDS = frozenset(kind.value for kind in Kind)
_VALUE = re.compile(r"[0-9A-Z_]{1,12}")


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """One territory. ``value`` holds capitals, digits and ``_``, at most twelve; anything else raises CodeError.

    >>> str(Code.parse("dep:2a"))
    'dep:2A'
    """

    kind: Kind
    value: str

    def __post_init__(self) -> None:
        if not _VALUE.fullmatch(self.value):
            raise CodeError(
                f"«\u00a0{self.value}\u00a0» ne peut pas être le code d'un territoire.",
                "Un code s'écrit avec des chiffres et des lettres, par exemple 59 ou QN05901M.",
            )

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> "Code":
        """Read ``kind:value``; the case and the spaces around do not matter. Raises CodeError."""
        return _parse(text)


@lru_cache(maxsize=65536)
def _parse(text: str) -> Code:
    kind, separator, value = text.strip().partition(":")
    if not separator:
        raise CodeError(
            f"«\u00a0{text}\u00a0» ne dit pas de quel découpage il s'agit.",
            "Écrivez le découpage, deux-points et le code, par exemple dep:59.",
        )
    if kind.lower() not in _KINDS:
        raise CodeError(
            f"Le découpage «\u00a0{kind}\u00a0» n'existe pas.",
            f"Choisissez parmi\u00a0: {', '.join(Kind)}\u00a0; dans une expression, list nomme une liste.",
        )
    return Code(Kind(kind.lower()), value.upper())


FRANCE = Code(Kind.PAYS, "FR")

DISTRICTS: Mapping[str, str] = MappingProxyType(
    {
        **{f"751{number:02}": "75056" for number in range(1, 21)},
        **{f"132{number:02}": "13055" for number in range(1, 17)},
        **{f"6938{number}": "69123" for number in range(1, 10)},
    }
)
"""The 45 municipal arrondissements of Paris, Marseille and Lyon, and their commune (INSEE, COG 2026)."""
