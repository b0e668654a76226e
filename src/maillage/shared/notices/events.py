"""What people may be told of, declared by the app that tells it: nothing is written without one of these."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from maillage.kit.actor import Actor

Text = str | Promise
Default = Literal["now", "digest", "none"]
Audience = Literal["member", "company"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing told by mail. ``always``: nobody turns it off, and ``hint`` says why on the page of preferences.

    ``audience``: "member" (an account) or "company" (whoever wrote to the network). ``ability``: which members are ever
    told; None: all of them. ``default``: what holds until the person chooses.
    """

    name: str
    label: Text
    hint: Text = ""
    default: Default = "now"
    always: bool = False
    audience: Audience = "member"
    ability: Callable[[Actor], bool] | None = None

    def concerns(self, actor: Actor) -> bool:
        """Whether this may one day be told to ``actor``."""
        return self.audience == "member" and (self.ability is None or self.ability(actor))


_events: dict[str, Event] = {}


def declare(
    name: str,
    label: Text,
    *,
    hint: Text = "",
    default: Default = "now",
    always: bool = False,
    audience: Audience = "member",
    ability: Callable[[Actor], bool] | None = None,
) -> None:
    """Make an event known ("inquiries.received"); declared again, the last one holds. For ``wiring``."""
    _events[name] = Event(
        name=name,
        label=label,
        hint=hint,
        default=default,
        always=always,
        audience=audience,
        ability=ability,
    )


def event(name: str) -> Event:
    """The event of that name. ValueError when nobody declared it: a sender is at fault, never a person."""
    if name not in _events:
        raise ValueError(f"{name} is no declared event: declare it in the wiring of the app that tells it")
    return _events[name]


def declared() -> tuple[Event, ...]:
    """Every event, in the order in which they were declared."""
    return tuple(_events.values())
