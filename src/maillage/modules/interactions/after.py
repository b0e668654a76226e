"""What may follow an exchange, offered by higher apps on its page: to enter a request for the company, with the words noted."""

from collections.abc import Callable
from dataclasses import dataclass, field

from maillage.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An exchange that took place: its company (public identifier, empty for a partner) and what was said."""

    public_id: str
    company: str
    kind: str
    purpose: str
    needs: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """One thing that one may do next: a verb with its object, and the address that does it."""

    label: str
    url: str


Offer = Callable[[Held, Actor], "Following | None"]


@dataclass(frozen=True, slots=True)
class _Registry:
    offers: dict[str, Offer] = field(default_factory=dict)


_registry = _Registry()


def offer(function: Offer) -> None:
    """Let ``function(held, actor)`` offer something after an exchange; None when it has nothing to offer this actor."""
    _registry.offers[f"{function.__module__}.{function.__qualname__}"] = function


def offered(held: Held, actor: Actor) -> tuple[Following, ...]:
    """Everything that may follow."""
    found = (function(held, actor) for function in _registry.offers.values())
    return tuple(one for one in found if one is not None)
