"""What follows when somebody goes: whoever holds things for people (requests, parts…) subscribes here, in its ``wiring``.

A handler runs in the transaction of the departure, or of the absence: nobody is left, even an instant, with the things of a
person who is gone. It must bear being called twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from maillage.kit.actor import Actor

# (person, first day without her, who writes, now)
Left: TypeAlias = Callable[[int, date, Actor, datetime], None]
# (person, first day of absence, last day, who writes, now)
Away: TypeAlias = Callable[[int, date, date, Actor, datetime], None]
# (person, first day without her, who reads, today) -> sentences that say what would follow: who takes over is judged on that first
# day, what the reader may read today; what it may not is counted, never named
Preview: TypeAlias = Callable[[int, date, Actor, date], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Registry:
    left: dict[str, Left]
    away: dict[str, Away]
    previews: dict[str, Preview]


_registry = _Registry({}, {}, {})


def when(function: Left, *, preview: Preview | None = None) -> None:
    """Call ``function`` when a person leaves; ``preview`` says beforehand, in sentences, what it would do."""
    _registry.left[_name(function)] = function
    if preview is not None:
        _registry.previews[_name(preview)] = preview


def when_away(function: Away) -> None:
    """Call ``function`` when an absence is declared, whenever it begins."""
    _registry.away[_name(function)] = function


def left(person_pk: int, on: date, actor: Actor, at: datetime) -> None:
    """Tell everyone that a person holds no post any more from ``on``."""
    for function in _registry.left.values():
        function(person_pk, on, actor, at)


def away(person_pk: int, first_day: date, last_day: date, actor: Actor, at: datetime) -> None:
    """Tell everyone that a person is away, both days included."""
    for function in _registry.away.values():
        function(person_pk, first_day, last_day, actor, at)


def consequences(person_pk: int, on: date, *, actor: Actor, today: date) -> tuple[str, ...]:
    """What would follow if the person left on the day, in the words of those who would do it, as far as the actor reads today."""
    previews = _registry.previews.values()
    return tuple(sentence for preview in previews for sentence in preview(person_pk, on, actor, today))


def _name(function: Callable[..., object]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
