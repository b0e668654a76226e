"""The morning of whoever signs in: what to answer, what is today, what is new; for a manager, what nobody answered."""

import datetime
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.modules.inquiries import abilities
from maillage.modules.inquiries import queries as inquiries
from maillage.modules.plans import queries as commitments
from maillage.modules.portfolios import queries as portfolios
from maillage.modules.portfolios.queries import RelayRow
from maillage.shared.directory import queries as directory
from maillage.shared.todos import queries as todos
from maillage.shared.todos.queries import TodoRow

NEWS_DAYS = 7
SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """The front page of the desk. ``today``: what must be done today; ``away``: who is absent in the unit; ``late`` and
    ``counts`` None: not for this person. ``follow_ups``: the yearly follow-ups of commitments that wait for it; ``todos``: its actions due
    or late; ``relays``: the companies that somebody proposes to it."""

    on: datetime.date
    to_answer: inquiries.ToAnswer | None
    late: inquiries.Late | None
    today: tuple[inquiries.InquiryRow, ...]
    parts_today: tuple[inquiries.PartLine, ...]
    away: tuple[directory.PersonCard, ...]
    novelties: tuple[inquiries.Novelty, ...]
    counts: inquiries.Counts | None
    follow_ups: tuple[commitments.Asking, ...]
    todos: tuple[TodoRow, ...] = ()
    relays: tuple[RelayRow, ...] = ()

    @property
    def nothing_today(self) -> bool:
        return not (self.today or self.parts_today or self.away or self.todos or self.relays)


def morning(actor: Actor, *, at: datetime.datetime, on: datetime.date) -> Morning:
    """The morning of a person, in a number of queries that does not depend on how much awaits."""
    if not abilities.answers(actor):
        return _figures(actor, on)
    mine = inquiries.to_answer(actor, on, limit=SHOWN)
    return Morning(
        on=on,
        to_answer=mine,
        late=inquiries.late(actor, on, limit=SHOWN) if abilities.manages(actor) else None,
        today=mine.today,
        parts_today=tuple(part for part in mine.parts if part.due_on == on),
        away=_away(actor, on),
        novelties=inquiries.recent(actor, at - datetime.timedelta(days=NEWS_DAYS), on)[:SHOWN],
        counts=None,
        follow_ups=_follow_ups(actor, on),
        todos=todos.due(actor=actor, on=on, limit=SHOWN),
        relays=tuple(one for one in portfolios.pending(actor=actor, on=on) if one.for_me),
    )


def _figures(actor: Actor, on: datetime.date) -> Morning:
    """Of whoever answers no company: figures; a controller has the list as well, one link away."""
    return Morning(
        on=on,
        to_answer=None,
        late=None,
        today=(),
        parts_today=(),
        away=(),
        novelties=(),
        counts=inquiries.counts(actor, on),
        follow_ups=_follow_ups(actor, on),
    )


def _follow_ups(actor: Actor, on: datetime.date) -> tuple[commitments.Asking, ...]:
    """The yearly follow-ups where a commitment waits for the person (S-142)."""
    return tuple(one for one in commitments.asking(actor=actor, on=on) if one.waiting)


def _away(actor: Actor, on: datetime.date) -> tuple[directory.PersonCard, ...]:
    """Who is absent today in the unit of the person."""
    if actor.person is None:
        return ()
    card = directory.person(actor.person, on)
    if card.unit is None:
        return ()
    away = directory.away(on)
    return directory.members(card.unit, on, among=away) if away else ()
