"""What a scenario would touch of what stands above the map: shares of people's time, tools, commitments."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from maillage.kit.actor import Actor
from maillage.kit.text import NO_BREAK, long_date
from maillage.modules.means.models import PartialAssignment, Tool
from maillage.modules.means.queries.missions import above
from maillage.modules.missions import impacts
from maillage.modules.missions.adapters import holding
from maillage.modules.missions.impacts import Line, Touched
from maillage.modules.missions.models import Mission
from maillage.modules.plans.queries import standing


def declare() -> None:
    """Fill the page of every scenario."""
    impacts.also("people", later("Parts de temps des personnes"), people, order=20)
    impacts.also("tools", later("Outils"), tools, order=30)
    impacts.also("commitments", later("Engagements touchés"), commitments, order=40)


def people(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """Shares of time given to these missions, or to what they stand under, by chamber: no person is named."""
    rows = PartialAssignment.objects.filter(
        holding(touched.day), plan=touched.plan, mission__in=_whole(touched), withdrawn_at__isnull=True
    )
    return tuple(
        Line(
            text=_("%(percent)s du temps d'une personne, %(chamber)s")
            % {"percent": f"{one.percent}{NO_BREAK}%", "chamber": one.organization.name}
        )
        for one in rows.select_related("organization").order_by("organization__name", "pk")
    )


def tools(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """The tools that serve these missions, or their function."""
    rows = Tool.objects.filter(
        holding(touched.day), plan=touched.plan, functions__in=_whole(touched), withdrawn_at__isnull=True
    )
    return tuple(
        Line(text=one.name, url=reverse("means:sheet", args=[one.plan.slug, "outils", one.pk]))
        for one in rows.select_related("plan").distinct().order_by("name")
    )


def commitments(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """The commitments that stand about these missions."""
    rows = standing().filter(mission__in=touched.missions)
    return tuple(
        Line(
            text=_("%(words)s Pour le %(day)s.") % {"words": one.words, "day": long_date(one.due_on)},
            url=reverse("plans:commitment", args=[one.pk]),
        )
        for one in rows
    )


def _whole(touched: Touched) -> set[int]:
    found = set(touched.missions)
    for one in Mission.objects.filter(pk__in=touched.missions):
        found |= above(one)
    return found
