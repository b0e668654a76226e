"""Events told to the addresses of partners: declared by the apps where they happen, written in the transaction of the fact.

What is told holds references only; the program then reads by the API what it may see. Nothing is told of what the role and
the perimeter of its token do not show, nor under a token that no longer holds.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.jobs import enqueue
from maillage.shared.accounts.scopes import Scope
from maillage.shared.programs import queries
from maillage.shared.programs.delivering import deliver
from maillage.shared.programs.models import Delivery, Webhook

TEST = "maillage.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may be told; ``scope``: what the token must open to be told of it, None: anyone is."""

    name: str
    label: str | Promise
    scope: Scope | None = None


_events: dict[str, Event] = {}


def declare(name: str, label: str | Promise, *, scope: Scope | None = None) -> None:
    """Make an event known ("inquiry.received"). For ``wiring``."""
    _events[name] = Event(name=name, label=label, scope=scope)


def declared() -> tuple[Event, ...]:
    """Every event, in the order in which they were declared."""
    return tuple(_events.values())


def tell(
    name: str, about: str, url: str, *, at: datetime, visible: Callable[[Actor], bool] = lambda actor: True
) -> int:
    """Tell an event to those who asked for it and may see it; how many. To call inside the operation that makes it happen.

    ``about``: the reference of the thing; ``url``: its path in the API; ``visible``: whether an actor sees it. One query when
    nobody asked for anything.
    """
    event = _events[name]
    asked = Webhook.objects.filter(stopped_at__isnull=True).select_related("token")
    told = 0
    for webhook in asked:
        if name in webhook.events and _may_know(webhook, event, clock.day_of(at), visible):
            write(webhook, name, about, url, at=at)
            told += 1
    return told


def write(webhook: Webhook, event: str, about: str, url: str, *, at: datetime) -> Delivery:
    """Write one event for one address; it leaves when the transaction is kept."""
    public_id = secrets.token_hex(16)
    row = Delivery.objects.create(
        webhook=webhook,
        public_id=public_id,
        event=event,
        payload={"id": public_id, "event": event, "at": at.isoformat(), "about": about, "url": url},
        written_at=at,
        next_attempt_at=at,
    )
    enqueue(deliver, row.pk)
    return row


def _may_know(webhook: Webhook, event: Event, on: date, visible: Callable[[Actor], bool]) -> bool:
    token = webhook.token
    if token.revoked_at is not None or token.expires_on <= on:
        return False
    if event.scope is not None and event.scope.value not in token.scopes:
        return False
    return visible(queries.program_of(token).actor)
