"""Whether what companies asked was answered: told by whoever holds their requests, which stands above this app."""

import datetime
from collections.abc import Callable, Collection, Mapping

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.modules.crm.enums import AnswerState

Wanted = Callable[[AnswerState, Actor, datetime.date], Q]
"""The companies in a state, among what the actor may open, as a filter on Company."""
States = Callable[[Collection[int], Actor, datetime.date], Mapping[int, AnswerState]]
"""The states of a few companies (primary keys); a company left out asked nothing that the actor may open."""

_tellers: list[tuple[Wanted, States]] = []


def told_by(wanted: Wanted, states: States) -> None:
    """Let these two functions tell it. For ``wiring``; only one app holds requests."""
    if (wanted, states) not in _tellers:
        _tellers.append((wanted, states))


def known() -> bool:
    """Whether anybody tells it: the filter is offered only then."""
    return bool(_tellers)


def wanted(state: AnswerState, actor: Actor, on: datetime.date) -> Q:
    """The companies in a state, as a filter on Company; none when nobody tells it."""
    found = Q()
    for filtering, _states in _tellers:
        found &= filtering(state, actor, on)
    return found if _tellers else Q(pk__in=())


def states(companies: Collection[int], actor: Actor, on: datetime.date) -> dict[int, AnswerState]:
    """The states of a few companies (primary keys)."""
    found: dict[int, AnswerState] = {}
    for _filtering, telling in _tellers if companies else ():
        found.update(telling(companies, actor, on))
    return found
