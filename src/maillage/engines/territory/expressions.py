"""The values of an expression: which communes a text such as ``reg:32 - epci:200093201`` means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from maillage.engines.territory.codes import Code
from maillage.engines.territory.errors import CodeError

LIST_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One division: ``dep:59``."""

    code: Code

    def __str__(self) -> str:
        return str(self.code)


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list of territories kept under a name: ``list:littoral``. What it holds is given when it is read."""

    name: str

    def __post_init__(self) -> None:
        if not LIST_NAME.fullmatch(self.name):
            raise CodeError(
                f"«\u00a0{self.name}\u00a0» ne peut pas être le nom d'une liste.",
                "Un nom de liste s'écrit en minuscules sans accents, avec des tirets, par exemple cote-d-opale.",
            )

    def __str__(self) -> str:
        return f"list:{self.name}"


@dataclass(frozen=True, slots=True)
class Union:
    """What lies in at least one part. Unions inside a union are flattened; at least two parts."""

    parts: "tuple[Expression, ...]"

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(_flat(self.parts, Union)))

    def __str__(self) -> str:
        return " | ".join(_operand(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Intersection:
    """What lies in every part. Intersections inside an intersection are flattened; at least two parts."""

    parts: "tuple[Expression, ...]"

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(_flat(self.parts, Intersection)))

    def __str__(self) -> str:
        return " & ".join(_operand(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies in ``whole`` but not in ``removed``."""

    whole: "Expression"
    removed: "Expression"

    def __str__(self) -> str:
        whole = str(self.whole) if isinstance(self.whole, Difference) else _operand(self.whole)
        return f"{whole} - {_operand(self.removed)}"


Expression: TypeAlias = Leaf | NamedList | Union | Intersection | Difference


def union(*parts: Expression) -> Expression:
    """The union of one or more expressions: the expression itself when there is only one."""
    return parts[0] if len(parts) == 1 else Union(parts)


def leaves(expression: Expression) -> tuple[Leaf | NamedList, ...]:
    """The divisions and lists an expression names, in reading order, each once."""
    return tuple(dict.fromkeys(_walk(expression)))


def _walk(expression: Expression) -> Iterator[Leaf | NamedList]:
    match expression:
        case Leaf() | NamedList():
            yield expression
        case Union(parts) | Intersection(parts):
            for part in parts:
                yield from _walk(part)
        case Difference(whole, removed):
            yield from _walk(whole)
            yield from _walk(removed)


def _flat(parts: tuple[Expression, ...], kind: type[Union] | type[Intersection]) -> Iterator[Expression]:
    if len(parts) < 2:
        raise ValueError(f"{kind.__name__} takes two parts or more; a single part is itself")
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _operand(expression: Expression) -> str:
    return str(expression) if isinstance(expression, Leaf | NamedList) else f"({expression})"
