"""Who works on a company now, whatever the directorate (H-046, H-064): each app that knows it says so here, in its ``wiring``.

A function is asked for one company and one reader. It names the agents to any reader of the network; what they do in words
that the reader may read, « une demande » otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from maillage.kit.actor import Actor
from maillage.modules.crm.models import Company


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One person at work on a company. ``person``: primary key; ``part``: its part, in words; ``kind``: a code of
    ``enums.FollowPart``; ``since`` None: not known; ``planned``: the day of what is to come; ``url``: where the reader opens it,
    "" when it may not."""

    person: int
    part: str
    kind: str
    since: date | None = None
    planned: date | None = None
    url: str = ""


# (company, reader, day) -> who works on it
AtWork = Callable[[Company, Actor, date], tuple[Work, ...]]

_functions: list[AtWork] = []


def also(function: AtWork) -> AtWork:
    """Ask ``function`` too."""
    if function not in _functions:
        _functions.append(function)
    return function


def on_company(company: Company, actor: Actor, on: date) -> tuple[Work, ...]:
    """Everybody at work on a company, as the apps tell it, in their order."""
    return tuple(work for function in _functions for work in function(company, actor, on))
