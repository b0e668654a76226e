"""Who asked the same company, contact or public lately, and who is about to: said before one asks again (H-125, H-216).

Each app that reaches companies tells what it sent, by ``also``, in its ``wiring``. What the actor may not read is said in one
line, « un collègue de … » and the day; what is confidential is not told by its app at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.modules.interactions.models import SolicitationWindow
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization

DEDUCED_DAYS = 90
"""The window until the network decides one: deduced from the documents, written in none of them (H-125)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is about to go out. ``companies``, ``organizations``, ``contacts``: primary keys; ``groups``: publics (S-123);
    ``kind``: of an exchange, empty for a list of several; ``since``: from which moment earlier requests count; ``apart``: the
    exchange that is being written (primary key)."""

    actor: Actor
    on: date
    since: datetime
    companies: frozenset[int] = frozenset()
    organizations: frozenset[int] = frozenset()
    contacts: frozenset[int] = frozenset()
    groups: frozenset[str] = frozenset()
    kind: str = ""
    subject: str = ""
    apart: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One earlier request, as its app tells it. ``person`` and ``organization``: who made it, for whom (primary keys);
    ``readable``: whether the actor may read it: else only the organisation and the day are told. ``pending``: not done yet."""

    at: datetime
    organization: int
    person: int | None = None
    company: int | None = None
    about: str = ""
    kind_label: str = ""
    url: str = ""
    readable: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Solicitation:
    """One earlier request, as the actor may read it. ``who``: « Bruno N., CCI … » or « un collègue de … »; ``mine``: the actor's
    own; ``pending``: planned, or open, and not done yet; ``days``: since how many days, negative when it is to come."""

    at: datetime
    who: str
    readable: bool
    mine: bool
    pending: bool
    days: int
    company: int | None = None
    about: str = ""
    kind_label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Over how many days earlier requests are told. ``deduced``: nobody decided it yet."""

    days: int
    deduced: bool
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Registry:
    sources: dict[str, Callable[[Asking], Iterable[Found]]] = field(default_factory=dict)


_registry = _Registry()


def also(function: Callable[[Asking], Iterable[Found]]) -> None:
    """Let ``function(asking)`` tell earlier requests: what it reads of several companies costs as much as of one."""
    _registry.sources[f"{function.__module__}.{function.__qualname__}"] = function


def window() -> Window:
    """The window in force: the last one decided, else the one deduced."""
    last = SolicitationWindow.objects.order_by("-decided_at", "-pk").first()
    if last is None:
        return Window(days=DEDUCED_DAYS, deduced=True)
    return Window(days=last.days, deduced=False, decided_by=last.decided_by, decided_at=last.decided_at)


def since(at: datetime) -> datetime:
    """The moment from which earlier requests count."""
    return at - timedelta(days=window().days)


def told(asking: Asking) -> tuple[Solicitation, ...]:
    """The earlier requests, what is to come first, then the latest first."""
    found = [one for source in _registry.sources.values() for one in source(asking)]
    people = directory.cards({one.person for one in found if one.person and one.readable}, asking.on)
    names = dict(
        Organization.objects.filter(pk__in={one.organization for one in found}).values_list("pk", "name")
    )
    said = [_said(one, asking, people, names) for one in found]
    return tuple(sorted(said, key=lambda one: (not one.pending, -one.at.timestamp(), one.who)))


def of_companies(
    companies: Iterable[int], *, actor: Actor, at: datetime, kind: str = "", groups: Iterable[str] = ()
) -> dict[int, tuple[Solicitation, ...]]:
    """The earlier requests made by others to many companies (primary keys), by company: for a list, before it goes out. Those
    that nobody else asked are absent. As many queries for two thousand companies as for one."""
    wanted = frozenset(companies)
    asking = Asking(
        actor=actor, on=day_of(at), since=since(at), companies=wanted, kind=kind, groups=frozenset(groups)
    )
    found: dict[int, list[Solicitation]] = {}
    for one in told(asking):
        if one.company is not None and not one.mine:
            found.setdefault(one.company, []).append(one)
    return {company: tuple(some) for company, some in found.items()}


def _said(
    one: Found, asking: Asking, people: dict[int, directory.PersonCard], names: dict[int, str]
) -> Solicitation:
    days = (asking.on - day_of(one.at)).days
    organization = names.get(one.organization, "")
    mine = one.person is not None and one.person == asking.actor.person
    if not one.readable:
        hidden = _("un collègue de %(organization)s") % {"organization": organization}
        return Solicitation(
            at=one.at,
            who=hidden,
            readable=False,
            mine=mine,
            pending=one.pending,
            days=days,
            company=one.company,
        )
    card = people.get(one.person or 0)
    return Solicitation(
        at=one.at,
        who=f"{card.name}, {card.unit_name or organization}" if card else organization,
        readable=True,
        mine=mine,
        pending=one.pending,
        days=days,
        company=one.company,
        about=one.about,
        kind_label=one.kind_label,
        url=one.url,
    )
