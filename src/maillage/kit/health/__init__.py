"""Is the installation well? Each app registers what it can tell (in its wiring); `maillage doctor` and `/sante/` ask.

A check reads, never writes, names nobody, and holds no secret: what it says is shown on a terminal and to a monitor.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

logger = logging.getLogger(__name__)


class State(StrEnum):
    """How a check ended, from the best to the worst."""

    OK = "ok"
    ATTENTION = "attention"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found: ``sentence`` says it in French, ``way_out`` what to do (empty when nothing is to be done)."""

    state: State
    sentence: str
    way_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A finding with the name of its check (for programs) and its title (for people)."""

    name: str
    title: str
    finding: Finding


Check = Callable[[datetime], Finding | None]
"""Takes the present moment; None when there is nothing to tell on this installation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A check with its place: those of lower ``order`` come first; ``quick`` ones are asked by the monitor too."""

    name: str
    title: str
    check: Check
    order: int
    quick: bool


_checks: dict[str, Registered] = {}


def register(name: str, title: str, check: Check, *, order: int = 100, quick: bool = True) -> None:
    """Add a check. ``quick=False``: too long for a monitor that asks each minute; only `maillage doctor` asks it.

    Raises ValueError when another check has this name.
    """
    known = _checks.get(name)
    if known is not None and known.check is not check:
        raise ValueError(f"two checks are named {name}")
    _checks[name] = Registered(name=name, title=title, check=check, order=order, quick=quick)


def ok(sentence: str) -> Finding:
    """All is well."""
    return Finding(state=State.OK, sentence=sentence)


def attention(sentence: str, way_out: str) -> Finding:
    """It works, and someone should look at it."""
    return Finding(state=State.ATTENTION, sentence=sentence, way_out=way_out)


def fault(sentence: str, way_out: str) -> Finding:
    """Something does not work, or protects nobody."""
    return Finding(state=State.FAULT, sentence=sentence, way_out=way_out)


def checked(at: datetime, *, only_quick: bool = False) -> tuple[Checked, ...]:
    """The findings of all checks, in order. A check that breaks is a fault, told to the log; the others go on."""
    found = []
    for one in sorted(_checks.values(), key=lambda known: (known.order, known.name)):
        if only_quick and not one.quick:
            continue
        finding = _ask(one, at)
        if finding is not None:
            found.append(Checked(name=one.name, title=one.title, finding=finding))
    return tuple(found)


def worst(findings: Iterable[Checked]) -> State:
    """The state of the whole: that of its worst part."""
    order = list(State)
    return max((one.finding.state for one in findings), key=order.index, default=State.OK)


def _ask(one: Registered, at: datetime) -> Finding | None:
    try:
        return one.check(at)
    except Exception as error:
        logger.exception("the check %s failed", one.name)
        return fault(
            f"Ce contrôle n'a pas pu être fait : {type(error).__name__}.",
            "Lancez « maillage doctor » : si la base répond, le journal du serveur dit ce qui a manqué.",
        )
