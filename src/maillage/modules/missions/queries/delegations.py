"""Who manages a mission by delegation on a day, said by the app above that records delegations (S-076, H-181).

It registers its answer from its ``wiring``, as :mod:`maillage.modules.missions.impacts` does.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.modules.missions.queries.shapes import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation of a delegation."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """``delegator`` gave ``delegate`` the management of a mission (its primary key), and of all that stands under it. ``when``: its
    dates in words; ``origin``: who says so; ``recorded_at``: since when we know it."""

    mission: int
    subject: str
    delegator: Body
    delegate: Body
    when: str
    url: str
    recorded_at: datetime
    origin: Origin


Find = Callable[[Collection[int] | None, date, datetime | None], tuple[Delegation, ...]]
"""The delegations of some missions (None: of all) that run on a day, as known at an instant (None: now)."""

_finders: dict[str, Find] = {}


def tell(name: str, find: Find) -> None:
    """Answer for the delegations that an app records; a second registration of a name replaces the first."""
    _finders[name] = find


def running(
    missions: Collection[int] | None, day: date, known_at: datetime | None = None
) -> tuple[Delegation, ...]:
    """The delegations of some missions (None: of all) on a day, as known at an instant."""
    return tuple(one for find in _finders.values() for one in find(missions, day, known_at))


def parts_of(one: Delegation, body: int, mission: int) -> str:
    """What an organisation is to a mission by a delegation that bears on it (then with its dates) or on what it stands under.
    Empty: the delegation does not name it."""
    said = {"subject": one.subject, "delegator": one.delegator.name, "delegate": one.delegate.name}
    words = ""
    if one.delegate.id == body:
        words = _("gère par délégation de %(delegator)s (%(subject)s)") % said
    elif one.delegator.id == body:
        words = _("a délégué à %(delegate)s (%(subject)s)") % said
    return f"{words}, {one.when}" if words and one.when and one.mission == mission else words


def managed_by(one: Delegation) -> str:
    """« CCI Mayenne, par délégation de CCI Pays de la Loire (La fonction…), du … au … »"""
    said = {"delegate": one.delegate.name, "delegator": one.delegator.name, "subject": one.subject}
    words = _("%(delegate)s, par délégation de %(delegator)s (%(subject)s)") % said
    return f"{words}, {one.when}" if one.when else words


def bodies(day: date) -> set[int]:
    """The organisations of the delegations that run on a day."""
    return {body.id for one in running(None, day) for body in (one.delegator, one.delegate)}
