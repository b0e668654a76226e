"""Writes: one verb, one author, one transaction; what was written is told to whoever keeps it (journal, chain of acts)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.db.savepoints import Mark
from maillage.kit.errors import Refused

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Something put aside by a listener. ``mark``: it stands as long as the writes it was put aside with."""

    what: Any
    mark: Mark


@dataclass(slots=True, kw_only=True)
class Running:
    """An operation while it runs. ``kept``: what listeners put aside until its end (rows of the journal); what was put aside
    in a savepoint that was rolled back is still there, its mark no longer stands (``kit.db.savepoints``).

    ``act``: it decides, publishes, signs or gives rights: its trace may never be rewritten. ``parent``: the operation
    inside which it runs. ``closed``: what it kept is written, nothing more is put aside.
    """

    id: str
    name: str
    actor: Actor
    at: datetime
    act: bool = False
    parent: "Running | None" = None
    kept: list[Kept] = field(default_factory=list)
    closed: bool = False
    result: object = None

    def keep(self, *found: Any) -> None:
        """Put something aside until the end, for as long as what is written now stands."""
        last = self.kept[-1].mark if self.kept else None
        mark = last if last is not None and last.is_here() else Mark()
        self.kept.extend(Kept(what=one, mark=mark) for one in found)

    @property
    def outermost(self) -> "Running":
        return self if self.parent is None else self.parent.outermost


Listener = Callable[[Running], None]

_running: ContextVar[Running | None] = ContextVar("operation", default=None)
_listeners: list[Listener] = []


def current() -> Running | None:
    """The operation that runs now; None outside any."""
    return _running.get()


def when_done(listener: Listener) -> Listener:
    """Call ``listener`` at the end of each operation, inner ones first, inside the transaction: what it raises undoes all."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def operation(
    name: str, *, act: bool = False, harmless: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function as a write named ``name`` ("schemes.import"): it demands ``actor=`` and runs in a transaction.

    Who only reads (an elected member, a controller, someone trying the application as another) is refused, but for what is
    ``harmless``: its own settings, a search counted. ``act``: see :class:`Running`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = kwargs.get("actor")
            if not isinstance(actor, Actor):
                raise TypeError(f"{name} is an operation: say who acts with actor=…")
            around = _running.get()
            if around is None and not harmless:
                _may_write(actor)
            with transaction.atomic(), _run(name, actor, act, around) as running:
                result = function(*args, **kwargs)
                running.result = result
                for listener in _listeners:
                    listener(running)
                return result

        wrapper.operation_name = name  # type: ignore[attr-defined]
        wrapper.is_act = act  # type: ignore[attr-defined]
        wrapper.harmless = harmless  # type: ignore[attr-defined]
        return wrapper

    return decorate


@contextmanager
def _run(name: str, actor: Actor, act: bool, around: Running | None) -> Iterator[Running]:
    running = Running(id=uuid4().hex, name=name, actor=actor, at=clock.now(), act=act, parent=around)
    token = _running.set(running)
    try:
        yield running
    finally:
        _running.reset(token)


def only_reading(actor: Actor) -> Refused | None:
    """Why an actor writes nothing of the trade, whatever it asks; None for whoever may be allowed to."""
    if actor.tried_by is not None:
        return Refused(
            "trying",
            _("Vous essayez l'application à la place d'une autre personne\u00a0: rien ne s'écrit."),
            way_out=_("Cessez l'essai, par le bandeau en haut de la page, pour agir en votre nom."),
        )
    if actor.reads_only:
        return Refused(
            "reads_only",
            _("Votre rôle permet de lire, pas d'écrire."),
            way_out=_("Demandez à l'administration le rôle qu'il vous faut."),
        )
    return None


def _may_write(actor: Actor) -> None:
    if refused := only_reading(actor):
        raise refused
