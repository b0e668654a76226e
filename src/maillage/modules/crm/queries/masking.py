"""Who may not be named: sole traders, whose name is a person's, and the companies that the register does not publish."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.modules.crm import policies
from maillage.modules.crm.models import Company


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How a company is named to somebody; ``masked``: not by its name; ``placed``: where it works may be said."""

    name: str
    trade_name: str
    masked: bool
    placed: bool


def shown(rows: Iterable[Company], actor: Actor, on: datetime.date) -> dict[int, Shown]:
    """How these companies are named to the actor, by key: one query at most, none when nobody is protected."""
    companies = list(rows)
    protected = [row.pk for row in companies if row.sole_trader or not row.is_published]
    named = (
        set(
            Company.objects.filter(policies.named_companies(actor, on), pk__in=protected).values_list(
                "pk", flat=True
            )
        )
        if protected
        else set()
    )
    hidden = set(protected) - named
    return {row.pk: _masked(row) if row.pk in hidden else _open(row) for row in companies}


def named(rows: Iterable[Company]) -> dict[int, Shown]:
    """Companies sought among `policies.named_companies`, by key: each has its name."""
    return {row.pk: _open(row) for row in rows}


def _open(row: Company) -> Shown:
    return Shown(name=row.name, trade_name=row.trade_name, masked=False, placed=True)


def _masked(row: Company) -> Shown:
    name = (
        _("Entreprise individuelle, nom non publié") if row.is_published else _("Entreprise non diffusible")
    )
    return Shown(name=name, trade_name="", masked=True, placed=row.is_published)
