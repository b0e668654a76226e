"""What the directory rests on, all of it public."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.shared.directory.models import Organization, OrganizationName, Service, Unit, UnitName
from maillage.shared.sources.citations import Citing, Told, register


def declare() -> None:
    """Say which facts of the directory cite their source."""
    register(
        Citing(
            name="directory.organization",
            label=_("organismes"),
            rows=lambda actor, on: Organization.objects.order_by("name"),
            told=lambda row: Told(title=row.name, url=_page(row)),
        )
    )
    register(
        Citing(
            name="directory.organization_name",
            label=_("anciens noms d'organismes"),
            rows=lambda actor, on: OrganizationName.objects.select_related("organization").order_by("name"),
            told=lambda row: Told(title=f"{row.name} → {row.organization.name}", url=_page(row.organization)),
        )
    )
    register(
        Citing(
            name="directory.unit",
            label=_("unités"),
            rows=lambda actor, on: Unit.objects.select_related("organization").order_by("name", "pk"),
            told=lambda row: Told(title=f"{row.name}, {row.organization.name}", url=_page(row.organization)),
        )
    )
    register(
        Citing(
            name="directory.unit_name",
            label=_("anciens noms d'unités"),
            rows=lambda actor, on: UnitName.objects.select_related("unit__organization").order_by("name"),
            told=lambda row: Told(title=f"{row.name} → {row.unit.name}", url=_page(row.unit.organization)),
        )
    )
    register(
        Citing(
            name="directory.service",
            label=_("qui fait quoi où"),
            rows=lambda actor, on: Service.objects.select_related("subject", "unit__organization").order_by(
                "subject__order", "pk"
            ),
            told=lambda row: Told(
                title=f"{row.subject.label} : {row.unit.name}", url=_page(row.unit.organization)
            ),
        )
    )


def _page(organization: Organization) -> str:
    return reverse("directory:organization", args=[organization.slug])
