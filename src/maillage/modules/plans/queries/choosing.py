"""What forms offer: the missions of a plan by function, its organisations."""

from datetime import date

from django.db.models import Q, QuerySet

from maillage.modules.missions.models import Mission, Plan, PlanParty
from maillage.modules.plans.queries.naming import mission_names
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.directory.queries import held

Choices = list[tuple[str, list[tuple[int, str]]]]


def missions_of(plan: str) -> Choices:
    """The missions of a plan (slug) by function, in words."""
    rows = Mission.objects.filter(plan__slug=plan).values_list("pk", flat=True)
    groups: dict[str, list[tuple[int, str]]] = {}
    for name in sorted(mission_names(rows).values(), key=lambda one: (one.function or one.label, one.label)):
        groups.setdefault(name.function or name.label, []).append((name.pk, name.label))
    return list(groups.items())


def organizations_of(plan: str) -> QuerySet[Organization]:
    """Who may answer for something in a plan: its owner, its parties, the network."""
    parties = PlanParty.objects.filter(plan__slug=plan).values("organization")
    owners = Plan.objects.filter(slug=plan).values("owner")
    wanted = Q(pk__in=parties) | Q(pk__in=owners) | Q(in_network=True)
    return Organization.objects.filter(wanted, successor__isnull=True).order_by("name")


def units_of(plan: str, on: date) -> QuerySet[Unit]:
    """The units of these organisations on a day."""
    rows = Unit.objects.filter(held(on), organization__in=organizations_of(plan).order_by())
    return rows.select_related("organization").order_by("organization__name", "name")


def plan_title(slug: str) -> str:
    """The title of a plan; empty when there is none."""
    return Plan.objects.filter(slug=slug).values_list("title", flat=True).first() or ""
