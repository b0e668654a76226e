"""The numbers that a company bears and bore."""

import datetime
from dataclasses import dataclass

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.crm import policies
from maillage.modules.crm.models import Company, NumberLink


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """A number with its period and why; ``since`` None: not known; ``until`` None: still borne; ``removable``: the last noted of
    its kind, which may be taken back."""

    pk: int
    kind: str
    number: str
    since: datetime.date | None
    until: datetime.date | None
    reason: str
    note: str
    removable: bool


def numbers(public_id: str, *, actor: Actor, on: datetime.date) -> tuple[NumberLine, ...]:
    """What was noted of the numbers of a company, the latest first. Raises NotVisible for who does not read what it declares."""
    company = Company.objects.filter(public_id=public_id).first()
    if company is None or not policies.reads_declared(actor, company.pk, on):
        raise NotVisible(public_id)
    rows = NumberLink.objects.filter(company=company, withdrawn_at=None).order_by("-recorded_at", "-pk")
    return tuple(
        NumberLine(
            pk=row.pk,
            kind=str(row.get_kind_display()),
            number=row.number,
            since=row.since,
            until=row.until,
            reason=str(row.get_reason_display()),
            note=row.note,
            removable=row.until is None and row.number != "" and not _first(row),
        )
        for row in rows
    )


def _first(row: NumberLink) -> bool:
    """Whether the number is the one that the company had before any change was noted."""
    return row.since is None and not row.note and row.reason == "registered"
