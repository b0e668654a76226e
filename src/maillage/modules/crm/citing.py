"""What is known of companies rests on: shown to whoever may read each value."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.kit.actor import Actor
from maillage.modules.crm import policies
from maillage.modules.crm.enums import FIELDS
from maillage.modules.crm.models import Company, CompanyValue, Establishment
from maillage.shared.sources.citations import Citing, Told, register


def declare() -> None:
    """Say which facts of companies cite their source."""
    register(Citing(name="crm.company", label=_("entreprises"), rows=_companies, told=_company))
    register(
        Citing(
            name="crm.establishment",
            label=_("établissements"),
            rows=lambda actor, on: _of_companies(Establishment, actor, on),
            told=lambda row: _company(row.company),
        )
    )
    register(
        Citing(
            name="crm.value",
            label=_("valeurs connues des entreprises"),
            rows=lambda actor, on: _of_companies(CompanyValue, actor, on),
            told=lambda row: Told(
                title=f"{row.company.name} : {FIELDS.get(row.field, row.field)}", url=_page(row.company)
            ),
        )
    )


def _companies(actor: Actor, on: date) -> QuerySet[Any]:
    if not policies.reads_companies(actor):
        return Company.objects.none()
    return Company.objects.filter(policies.visible_companies(actor, on)).order_by("search_name", "pk")


def _of_companies(model: type[Establishment] | type[CompanyValue], actor: Actor, on: date) -> QuerySet[Any]:
    if not policies.reads_companies(actor):
        return model.objects.none()
    rows = model.objects.filter(policies.visible_values(actor, on)).select_related("company")
    return rows.order_by("company__search_name", "pk")


def _company(company: Company) -> Told:
    return Told(title=company.name, url=_page(company))


def _page(company: Company) -> str:
    return reverse("crm:company", args=[company.public_id])
