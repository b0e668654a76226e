"""Hand-overs of companies: those that wait for the reader, those that it proposed."""

from datetime import date

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies as crm
from maillage.modules.crm.models import Company
from maillage.modules.crm.queries import masking
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.enums import RelayState
from maillage.modules.portfolios.models import Relay
from maillage.modules.portfolios.queries.shapes import RelayRow
from maillage.shared.directory import queries as directory


def pending(*, actor: Actor, on: date) -> tuple[RelayRow, ...]:
    """The hand-overs that wait for an answer, given by the actor or proposed to it; the oldest first."""
    return _rows(policies.relays_of(actor) & Q(state=RelayState.PROPOSED), actor, on)


def relay(public_id: str, *, actor: Actor, on: date) -> RelayRow:
    """One hand-over. Raises NotVisible."""
    found = _rows(policies.relays_of(actor) & Q(public_id=public_id), actor, on)
    if not found:
        raise NotVisible(public_id)
    return found[0]


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
        )
        for row in rows
    )


def _opened(companies: set[int], actor: Actor, on: date) -> dict[int, Company]:
    """Of these companies, those that the actor may open: a hand-over names no other."""
    return {row.pk: row for row in Company.objects.filter(crm.visible_companies(actor, on), pk__in=companies)}
