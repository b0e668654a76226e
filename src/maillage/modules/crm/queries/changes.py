"""What the register changed of the companies that an actor may open, the latest first."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.crm import policies
from maillage.modules.crm.enums import FIELDS
from maillage.modules.crm.models import Company, RegisterChange
from maillage.modules.crm.queries import masking
from maillage.modules.crm.queries.card import in_words
from maillage.shared.register import queries as register
from maillage.shared.register.queries import RegisterState

SHOWN = 100
LABELS = {
    **FIELDS,
    "name": _("Nom"),
    "trade_name": _("Enseigne"),
    "opened": _("Nouvel établissement"),
    "gone": _("N'est plus au registre"),
    "closed_on": _("Fermé le"),
    "opened_on": _("Ouvert le"),
    "is_head_office": _("Siège"),
}
"""What may change, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One thing that a new stock says otherwise; ``before`` empty: it was not known."""

    company: str
    name: str
    label: str
    siret: str
    before: str
    after: str
    as_of: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The register that is read (None: none), and what it changed; ``more``: older changes are not shown."""

    state: RegisterState | None
    lines: tuple[ChangeLine, ...]
    more: bool


def changes(actor: Actor, on: datetime.date, *, company: str = "") -> Changes:
    """What the register changed, for all companies or for one (public identifier): a constant number of queries."""
    seen = Company.objects.filter(policies.visible_companies(actor, on))
    if company:
        seen = seen.filter(public_id=company)
    rows = list(
        RegisterChange.objects.filter(company__in=seen)
        .select_related("company")
        .order_by("-recorded_at", "-pk")[: SHOWN + 1]
    )
    called = masking.shown({row.company_id: row.company for row in rows}.values(), actor, on)
    lines = tuple(
        ChangeLine(
            company=row.company.public_id,
            name=called[row.company_id].name,
            label=str(LABELS.get(row.field, row.field)),
            siret=row.siret,
            before=_said(row.field, row.before) if _tells(row, called[row.company_id]) else "",
            after=_said(row.field, row.after) if _tells(row, called[row.company_id]) else "",
            as_of=row.as_of,
        )
        for row in rows[:SHOWN]
    )
    return Changes(state=register.state(), lines=lines, more=len(rows) > SHOWN)


def _tells(row: RegisterChange, called: masking.Shown) -> bool:
    """Neither a name nor a place that one may not read."""
    if row.field in ("name", "trade_name"):
        return not called.masked
    return called.placed or row.field != "commune"


def _said(field: str, text: str) -> str:
    return in_words({field: text}).get(field, text)
