"""The unit of a manager: who answers, with which time and which load (H-076), who is away, what is late (H-074)."""

import datetime
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.inquiries import abilities
from maillage.modules.inquiries import queries as inquiries
from maillage.modules.portfolios import queries as portfolios
from maillage.shared.directory import departures
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person
from maillage.shared.directory.operations import leave
from maillage.shared.todos import queries as todos

SHOWN = 50
"""Late requests listed at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A person of the unit. ``load``: open requests led; ``late``: those past their date; ``todos_late``: its late actions.
    ``card.share``: its time."""

    card: directory.PersonCard
    load: int
    late: int
    is_away: bool
    followed: int
    todos_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """A unit that the actor manages, on a day; ``others``: the other ones."""

    unit: directory.UnitCard
    members: tuple[MemberLine, ...]
    late: inquiries.Late
    todos_late: tuple[todos.TodoRow, ...]
    others: tuple[directory.UnitCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeparturePage:
    """What would follow the departure of a person of the unit on a day, in sentences; nothing is written yet. ``on`` None: no
    day is said. Without a day, or with one that is ``past``, it is what a departure today would change."""

    card: directory.PersonCard
    on: datetime.date | None
    past: bool
    consequences: tuple[str, ...]


def page(actor: Actor, *, on: datetime.date, slug: str = "") -> UnitPage:
    """The unit asked, or the first that the actor manages. Raises NotVisible."""
    mine = managed(actor, on=on)
    unit = next((one for one in mine if one.slug == slug or not slug), None)
    if unit is None:
        raise NotVisible(slug)
    team = directory.members(unit.pk, on)
    pks = [card.pk for card in team]
    load = inquiries.load(pks)
    away = directory.away(on, pks)
    late = inquiries.late_of(pks, actor, on)
    followed, slipped = portfolios.counted(pks, on), todos.late_of(pks, on)
    return UnitPage(
        unit=unit,
        members=tuple(
            MemberLine(
                card=card,
                load=load[card.pk],
                late=late[card.pk],
                is_away=card.pk in away,
                followed=followed[card.pk],
                todos_late=slipped[card.pk],
            )
            for card in team
        ),
        late=inquiries.late(actor, on, limit=SHOWN),
        todos_late=todos.late_in([unit.pk], actor=actor, on=on, limit=SHOWN),
        others=tuple(one for one in mine if one.pk != unit.pk),
    )


def managed(actor: Actor, *, on: datetime.date) -> tuple[directory.UnitCard, ...]:
    """The units that the actor manages: those of its grants, or all of its organisation."""
    if not abilities.manages(actor):
        return ()
    found = directory.units(on, organization=actor.organization)
    named = {grant.unit for grant in actor.grants if grant.unit is not None}
    return tuple(one for one in found if one.pk in named) or found


def departure(actor: Actor, slug: str, *, on: datetime.date, day: datetime.date | None) -> DeparturePage:
    """What the departure of a member on ``day`` would move, as far as the actor reads on ``on``, today. Raises NotVisible."""
    card = _member(actor, slug, on)
    past = day is not None and day < on
    found = departures.consequences(card.pk, max(day or on, on), actor=actor, today=on)
    return DeparturePage(card=card, on=day, past=past, consequences=found)


def depart(actor: Actor, slug: str, *, at: datetime.datetime, on: datetime.date, day: datetime.date) -> None:
    """End what a member holds on ``day``: everything it leads moves. Raises NotVisible and Refused."""
    card = _member(actor, slug, on)
    leave(Person.objects.get(pk=card.pk), on=day, actor=actor, at=at)


def _member(actor: Actor, slug: str, on: datetime.date) -> directory.PersonCard:
    card = directory.person(slug, on)
    if card.unit not in {one.pk for one in managed(actor, on=on)} or card.pk == actor.person:
        raise NotVisible(slug)
    return card
