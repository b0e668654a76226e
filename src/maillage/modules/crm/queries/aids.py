"""The aids of one company, as its page tells them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import helping, offering, policies
from maillage.modules.crm.models import AidReceived, Company
from maillage.modules.crm.queries.opened import company_row
from maillage.modules.crm.queries.register import origin_label
from maillage.shared.sources import queries as sources


@dataclass(frozen=True, slots=True, kw_only=True)
class AidLine:
    """One aid. ``amount`` None: « non chiffré »; ``scheme_url`` empty: no page of the catalogue; ``purpose`` and ``reference``
    empty for whoever may not read them; ``withdrawn``: why, when it was; ``withdraws``: whether the reader may withdraw it or put
    it back, ``why_kept``: why not."""

    public_id: str
    label: str
    scheme_url: str
    giver: str
    unit: str
    purpose: str
    reference: str
    industry: str
    year: int | None
    decided_on: datetime.date | None
    paid_on: datetime.date | None
    amount: Decimal | None
    state: str
    origin: str
    cited: sources.SourceCard | None
    recorded_at: datetime.datetime
    withdrawn: str
    withdraws: bool
    why_kept: str

    @property
    def details(self) -> tuple[str, ...]:
        """Its industry, what it was for and its number, those that are known to the reader."""
        return tuple(filter(None, (self.industry, self.purpose, self.reference)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AidsOfCompany:
    """The aids of a company, the latest first. ``amount``: the sum of what is in figures, ``unpriced``: how many are not;
    ``reserved``: whether the reader is not told what they were for; ``notes``: whether it may note one; ``diagnosis``: the address of
    what the company may still ask for, empty: none."""

    public_id: str
    rows: tuple[AidLine, ...]
    amount: Decimal
    unpriced: int
    reserved: bool
    notes: bool
    diagnosis: str


def of_company(public_id: str, *, actor: Actor, on: datetime.date) -> AidsOfCompany:
    """The aids that a company received. Raises NotVisible for a company that the actor may not open."""
    company = company_row(public_id, actor=actor, on=on)
    read = helping.reads_purpose(actor, company.pk, on)
    rows = list(
        AidReceived.objects.filter(company=company, withdrawn_at__isnull=True)
        .select_related("giver", "unit", "cited")
        .order_by(F("year").desc(nulls_last=True), F("decided_on").desc(nulls_last=True), "-pk")
    )
    return AidsOfCompany(
        public_id=public_id,
        rows=_lines(rows, company, actor, read),
        amount=sum((row.amount for row in rows if row.amount is not None), Decimal(0)),
        unpriced=sum(row.amount is None for row in rows),
        reserved=not read,
        notes=helping.notes_aids(actor) and not actor.reads_only,
        diagnosis=offering.diagnosis(public_id),
    )


def aid_row(public_id: str, *, actor: Actor, on: datetime.date) -> AidReceived:
    """One aid by its public identifier. Raises NotVisible when the actor may not open its company."""
    row = AidReceived.objects.select_related("company", "giver", "unit").filter(public_id=public_id).first()
    if row is None or not policies.sees_company(actor, row.company, on):
        raise NotVisible(public_id)
    return row


def line_of(row: AidReceived, *, actor: Actor, on: datetime.date) -> AidLine:
    """One aid, withdrawn or not, as its page tells it."""
    return _lines([row], row.company, actor, helping.reads_purpose(actor, row.company_id, on))[0]


def _lines(rows: Iterable[AidReceived], company: Company, actor: Actor, read: bool) -> tuple[AidLine, ...]:
    listed = list(rows)
    schemes = offering.named({row.scheme for row in listed})
    return tuple(
        AidLine(
            public_id=row.public_id,
            label=row.label,
            scheme_url=schemes[row.scheme].url if row.scheme in schemes else "",
            giver=row.giver.name if row.giver else "",
            unit=row.unit.name if row.unit else "",
            purpose=row.purpose if read else "",
            reference=row.reference if read else "",
            industry=row.industry,
            year=row.year,
            decided_on=row.decided_on,
            paid_on=row.paid_on,
            amount=row.amount,
            state=str(row.get_state_display()) if row.state else "",
            origin=origin_label(row.origin, company.is_fictional),
            cited=sources.of(row.cited),
            recorded_at=row.recorded_at,
            withdrawn=row.withdrawal_reason if row.withdrawn_at else "",
            withdraws=(may := helping.abilities(actor, row)["withdraw"]).allowed,
            why_kept=may.reason,
        )
        for row in listed
    )
