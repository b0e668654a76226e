"""What is projected is told to who follows it: each projected change opens a commitment (S-018), in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

PLACE, MODE, HOLDER = "place", "mode", "holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """A projected fact that is no draft of a scenario. ``mission`` and ``plan`` are primary keys; ``day``: from when it is aimed at;
    ``kind``: PLACE, MODE or HOLDER, and ``fact_id`` the key of the fact in that table; ``sentence``: what changes, in French;
    ``again``: the key of the withdrawn fact that this one says again, None for what is said for the first time; ``keeps``: what
    was known before it is to be kept as it is (S-043)."""

    mission: int
    plan: int
    day: date | None
    kind: str
    fact_id: int
    sentence: str
    again: int | None = None
    keeps: bool = False


Listener = Callable[[Projected], None]
_listeners: list[Listener] = []


def when_projected(listener: Listener) -> Listener:
    """Call ``listener`` at each projected fact, inside the transaction that records it: what it raises undoes all. For ``wiring``."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(projected: Projected) -> None:
    """Tell a projected fact."""
    for listener in _listeners:
        listener(projected)
