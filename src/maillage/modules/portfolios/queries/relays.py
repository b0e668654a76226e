"""Hand-overs of companies: those that wait for the reader, those that it proposed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.enums import RelayState
from maillage.modules.portfolios.models import Following, Referent, Relay, RelayLine
from maillage.modules.portfolios.queries.referents import on_day
from maillage.modules.portfolios.queries.shapes import RelayRow
from maillage.shared.directory import queries as directory


def pending(*, actor: Actor, on: date) -> tuple[RelayRow, ...]:
    """The hand-overs that wait for an answer, given by the actor or proposed to it; the oldest first."""
    return _rows(policies.relays_of(actor) & Q(state=RelayState.PROPOSED), actor, on)


def relay(public_id: str, *, actor: Actor, on: date) -> RelayRow:
    """One hand-over, with what of it stays with the giver. Raises NotVisible."""
    wanted = policies.relays_of(actor) & Q(public_id=public_id)
    found = _rows(wanted, actor, on)
    if not found:
        raise NotVisible(public_id)
    row = found[0]
    accepted = row.state == RelayState.ACCEPTED
    staying = _staying(public_id, on) if row.for_me or accepted else frozenset()
    opened = {ref for ref, _name, _leads in row.companies}
    return replace(row, staying=len(staying), stayed=staying & opened if row.given else frozenset())


def _rows(wanted: Q, actor: Actor, on: date) -> tuple[RelayRow, ...]:
    rows = list(Relay.objects.filter(wanted).prefetch_related("lines"))
    cards = directory.cards({pk for row in rows for pk in (row.giver_id, row.taker_id)}, on)
    companies = {line.company_id for row in rows for line in row.lines.all()}
    opened = _opened(companies, actor, on) if companies else {}
    called = masking.shown(opened.values(), actor, on)
    return tuple(
        RelayRow(
            public_id=row.public_id,
            giver=cards[row.giver_id],
            taker=cards[row.taker_id],
            reason=row.reason,
            state=row.state,
            state_label=str(row.get_state_display()),
            proposed_at=row.proposed_at,
            answer_by=row.answer_by,
            late=row.state == RelayState.PROPOSED and row.answer_by < on,
            settled_at=row.settled_at,
            settled_reason=row.settled_reason,
            companies=tuple(
                sorted(
                    (
                        (opened[line.company_id].public_id, called[line.company_id].name, line.referent)
                        for line in row.lines.all()
                        if line.company_id in opened
                    ),
                    key=lambda one: one[1],
                )
            ),
            unopened=sum(line.company_id not in opened for line in row.lines.all()),
            for_me=policies.may_settle(actor, row),
            mine=policies.may_cancel(actor, row),
            given=row.giver_id == actor.person,
        )
        for row in rows
    )


def _staying(public_id: str, on: date) -> frozenset[str]:
    """The companies that stay with the giver (public identifiers): while it waits for an answer, those that ``accept`` would not
    give; then those that the giver held on after the day when it was accepted."""
    row = Relay.objects.get(public_id=public_id)
    lines = {line.company_id: line for line in row.lines.select_related("company")}
    if row.settled_at is None:
        left = policies.closed_to(row.taker_id, lines, on)
    else:
        left = _held_on(row.giver_id, lines.values(), day_of(row.settled_at))
    return frozenset(lines[pk].company.public_id for pk in left)


def _held_on(giver: int, lines: Iterable[RelayLine], day: date) -> set[int]:
    """Of companies handed over on a day, those (primary keys) that their giver did not give."""
    rows = Following.objects.filter(person=giver, company__in=[line.company_id for line in lines])
    followed = rows.filter(on_day(day)).exclude(company__in=rows.filter(until=day).values("company"))
    led = Referent.objects.filter(
        on_day(day), person=giver, company__in=[line.company_id for line in lines if line.referent]
    )
    return {*followed.values_list("company", flat=True), *led.values_list("company", flat=True)}


def _opened(companies: set[int], actor: Actor, on: date) -> dict[int, Company]:
    """Of these companies, those that the actor may open: a hand-over names no other."""
    return {row.pk: row for row in Company.objects.filter(crm.visible_companies(actor, on), pk__in=companies)}
