"""What a scenario would touch among means: tools, people by share, delegations (shown on the page of the scenario)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.text import NO_BREAK
from maillage.modules.means import policies
from maillage.modules.means.models import ManagementDelegation, PartialAssignment, Tool
from maillage.modules.means.queries.knowing import as_known
from maillage.modules.means.queries.missions import above
from maillage.modules.means.queries.reading import earliest, holds
from maillage.modules.missions.impacts import Line, Touched
from maillage.modules.missions.models import Plan


def tools(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """The tools in service on the day that serve what is touched, or its function."""
    plan, wanted = _around(touched)
    rows = Tool.objects.filter(touched.known_before, plan=plan, functions__in=wanted).distinct()
    return tuple(
        Line(text=row.name, url=_page(plan, "outils", row.pk))
        for row in as_known(rows.order_by("name"), touched.published_at)
        if holds(row, touched.day)
    )


def people(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """The shares of time given to what is touched, on the day; without names for who may not read them."""
    plan, wanted = _around(touched)
    named = policies.reads_people(actor, plan, clock.today())
    rows = PartialAssignment.objects.filter(touched.known_before, plan=plan, mission__in=wanted)
    lines = []
    rows = rows.select_related("person", "organization").order_by("organization__name", "pk")
    for row in as_known(rows, touched.published_at):
        if not holds(row, touched.day):
            continue
        who = str(row.person) if named or row.person_id == actor.person else _("une personne du réseau")
        share = {"who": who, "percent": f"{row.percent}{NO_BREAK}%", "where": row.organization.name}
        text = _("%(who)s, %(percent)s du temps, %(where)s") % share
        lines.append(Line(text=text, url=_page(plan, "affectations", row.pk)))
    return tuple(lines)


def delegations(touched: Touched, actor: Actor) -> tuple[Line, ...]:
    """The delegations of management of what is touched, that run on the day."""
    plan, wanted = _around(touched)
    rows = ManagementDelegation.objects.filter(touched.known_before, plan=plan, mission__in=wanted)
    rows = rows.select_related("delegator", "delegate").order_by(earliest(), "pk")
    return tuple(
        Line(
            text=f"{row.subject} ({row.delegator.name} → {row.delegate.name})",
            url=_page(plan, "delegations", row.pk),
        )
        for row in as_known(rows, touched.published_at)
        if holds(row, touched.day)
    )


def _around(touched: Touched) -> tuple[Plan, set[int]]:
    return Plan.objects.get(pk=touched.plan), above(touched.plan, touched.missions)


def _page(plan: Plan, section: str, pk: int) -> str:
    return reverse("means:sheet", args=[plan.slug, section, pk])
