"""What follows when a unit gives what it holds to another: whoever holds things for units subscribes here.

A mover runs in the transaction of the reorganisation, on its day: the past keeps the former unit, what is open goes to the new
one. It must bear being called twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from maillage.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a unit holds of one kind, on a day: a sentence that counts, some names, and what a person must do by hand."""

    kind: str
    count: int
    words: str
    names: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """From which unit to which, from which day, written when and by whom; ``cited``: the source of the decision."""

    old: int
    new: int
    on: date
    at: datetime
    actor: Actor
    cited: int | None = None


# (unit, day) -> what it holds then
Tell = Callable[[int, date], Held]
# How many moved.
Move = Callable[[Handing], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """``name`` is stable (« directory.services »), ``label`` for people."""

    name: str
    label: str
    tell: Tell
    move: Move


_movers: dict[str, Mover] = {}


def when(mover: Mover) -> None:
    """Move this too; registering a name again replaces it."""
    _movers[mover.name] = mover


def movers(kinds: tuple[str, ...] = ()) -> tuple[Mover, ...]:
    """The movers of these kinds, all when none is named, by name."""
    return tuple(_movers[name] for name in sorted(_movers) if not kinds or name in kinds)
