"""Who carries what (H-062, H-076): per agent and per scheme, proximity and support apart, and time apart from load."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.inquiries import queries as inquiries
from maillage.modules.inquiries import working
from maillage.modules.portfolios import queries as portfolios
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Side
from maillage.shared.todos import policies as todo_rights
from maillage.shared.todos import queries as todos


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLoad:
    """What a person carries. ``card.share``: its time, which is another thing; ``total``: what the counts add up to."""

    card: directory.PersonCard
    requests: int
    parts: int
    followed: int
    late: int
    away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLoad:
    """The agents of one side, with their sums; ``time``: percents of full time, None when nobody's is known."""

    label: str
    agents: tuple[AgentLoad, ...]
    time: int | None
    requests: int
    parts: int
    followed: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPage:
    """The load of the units that the actor manages. ``unit``: the slug of the one asked, "" for all."""

    units: tuple[directory.UnitCard, ...]
    unit: str
    sides: tuple[SideLoad, ...]
    schemes: tuple[working.SchemeLoad, ...]


def page(actor: Actor, *, unit: str = "", on: datetime.date) -> LoadPage:
    """The load of a unit, or of all those that the actor manages. Raises NotVisible for another one."""
    managed = todo_rights.managed_units(actor, on)
    units = tuple(one for one in directory.units(on) if one.pk in managed)
    chosen = tuple(one for one in units if not unit or one.slug == unit)
    if not chosen:
        raise NotVisible(unit)
    cards = {card.pk: card for one in chosen for card in directory.members(one.pk, on)}
    requests, parts = inquiries.load(cards), working.parts_of(cards)
    followed, late = portfolios.counted(cards, on), todos.late_of(cards, on)
    away = directory.away(on, cards)
    agents = [
        AgentLoad(
            card=card,
            requests=requests[pk],
            parts=parts[pk],
            followed=followed[pk],
            late=late[pk],
            away=pk in away,
        )
        for pk, card in cards.items()
    ]
    labels = (*((one.value, str(one.label)) for one in Side), ("", _("rôle non renseigné")))
    sides = (_side(label, [one for one in agents if one.card.side == code]) for code, label in labels)
    return LoadPage(
        units=units,
        unit=unit,
        sides=tuple(one for one in sides if one.agents),
        schemes=working.by_scheme(cards),
    )


def _side(label: str, agents: Iterable[AgentLoad]) -> SideLoad:
    mine = tuple(sorted(agents, key=lambda one: (-(one.requests + one.parts), one.card.name)))
    shares = [one.card.share for one in mine if one.card.share is not None]
    return SideLoad(
        label=label,
        agents=mine,
        time=sum(shares) if shares else None,
        requests=sum(one.requests for one in mine),
        parts=sum(one.parts for one in mine),
        followed=sum(one.followed for one in mine),
        late=sum(one.late for one in mine),
    )
