"""The referent of a company, now and before (H-063)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.kit.db.once import once
from maillage.modules.crm.queries.opened import company_row
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.models import Following, Referent, RelayLine
from maillage.modules.portfolios.queries.shapes import ReferentLine, ReferentPage
from maillage.shared.directory import queries as directory
from maillage.shared.todos import queries as todos


def on_day(on: date) -> Q:
    """The rows in force on a day, of referents and of followings."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def in_force(row: Referent | Following, on: date) -> bool:
    """``on_day``, of one row that was read."""
    return row.since <= on and (row.until is None or row.until > on)


@once
def every_referent(company: int) -> tuple[Referent, ...]:
    """The referents of a company (primary key), the latest first: asked once for every part of its page."""
    return tuple(Referent.objects.filter(company=company).order_by("-since", "-pk"))


@once
def every_following(company: int) -> tuple[Following, ...]:
    """Who follows or followed a company (primary key), the first first."""
    return tuple(Following.objects.filter(company=company).order_by("since", "pk"))


def referent(company: int, on: date) -> ReferentLine | None:
    """The referent of a company (primary key) on a day; None when it has none."""
    row = Referent.objects.filter(on_day(on), company=company).first()
    return _line(row, on) if row is not None else None


def referents(companies: Iterable[int], on: date) -> dict[int, int]:
    """The referents (primary keys) of companies (primary keys) on a day; those without one are absent."""
    rows = Referent.objects.filter(on_day(on), company__in=tuple(companies))
    return dict(rows.values_list("company", "person"))


@once
def page(public_id: str, *, actor: Actor, on: date) -> ReferentPage:
    """What the head of the page of a company says of its referent, and what the reader may do. Raises NotVisible."""
    company = company_row(public_id, actor=actor, on=on)
    rows = every_referent(company.pk)
    now = next((row for row in rows if row.until is None), None)
    mine = (one for one in every_following(company.pk) if one.person_id == actor.person and one.until is None)
    following = next(mine, None)
    waiting = RelayLine.objects.filter(company=company, pending=True).filter(
        Q(referent=True) | Q(relay__giver=actor.person)
    )
    line = waiting.select_related("relay").first()
    may = policies.abilities(actor, now, following, line is not None, on)
    taker = directory.person(line.relay.taker_id, on).short if line is not None else ""
    return ReferentPage(
        public_id=public_id,
        now=_line(now, on) if now is not None else None,
        before=tuple(_line(row, on) for row in rows if row.until is not None and row.until > row.since),
        relay=line.relay.public_id if line is not None and actor.person in _sides(line) else "",
        relay_to=taker,
        followed=following is not None,
        abilities=may,
        candidates=candidates(actor, on) if may[policies.NAME].allowed else (),
        todos=todos.of_subject("crm.company", public_id, actor=actor, on=on),
    )


def candidates(actor: Actor, on: date) -> tuple[directory.PersonCard, ...]:
    """Whom the actor may name: the people of its units who answer companies, by name."""
    others = policies.apart(on)
    found = directory.cards(policies.teams(actor, on) - others, on).values()
    return tuple(sorted((card for card in found if card.in_service), key=lambda card: card.name))


def takers(actor: Actor, on: date) -> tuple[directory.PersonCard, ...]:
    """To whom the actor may propose companies: whoever answers companies in the network, itself aside, by name."""
    others = policies.apart(on)
    found = directory.colleagues("", on, limit=10_000)
    return tuple(card for card in found if card.pk not in others and card.pk != actor.person)


def _sides(line: RelayLine) -> tuple[int, int]:
    return line.relay.giver_id, line.relay.taker_id


def _line(row: Referent, on: date) -> ReferentLine:
    card = directory.person(row.person_id, on)
    away = row.until is None and row.person_id in directory.away(on, [row.person_id])
    deputy = directory.deputy_of(row.person_id, on) if away else None
    return ReferentLine(
        card=card,
        since=row.since,
        until=row.until,
        reason=str(row.get_reason_display()),
        note=row.note,
        decided_by=row.decided_by,
        away=away,
        deputy=directory.person(deputy, on).name if deputy is not None else "",
    )
