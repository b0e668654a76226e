"""What means say of one mission: shown on its page."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.modules.means.models import (
    ManagementDelegation,
    MasterPlanItem,
    PooledSkill,
    ResultStatement,
    Tool,
)
from maillage.modules.means.queries.people import DELEGATIONS, SKILLS
from maillage.modules.means.queries.reading import earliest, plan_row, when
from maillage.modules.means.queries.results import MASTER_PLANS, RESULTS, figure
from maillage.modules.means.queries.shapes import Named, OfMission
from maillage.modules.means.queries.software import TOOLS
from maillage.modules.means.queries.studies import rows as studies
from maillage.modules.means.queries.studies import shown
from maillage.modules.missions.enums import Level
from maillage.modules.missions.models import Mission, Placement, Plan
from maillage.modules.missions.queries.around import labels_of


def above(plan: int, missions: Iterable[int]) -> set[int]:
    """Missions, their domains and their functions, wherever any state placed them: what is said of a function bears on its boxes."""
    rows = Placement.objects.filter(mission__plan=plan, withdrawn_at__isnull=True, scenario__isnull=True)
    parents: dict[int, set[int]] = {}
    for one, parent in rows.exclude(parent__isnull=True).values_list("mission", "parent"):
        parents.setdefault(one, set()).add(parent)
    found = set(missions)
    left = list(found)
    while left:
        new = parents.get(left.pop(), set()) - found
        found |= new
        left.extend(new)
    return found


def of_mission(slug: str, code: str, *, on: date, actor: Actor) -> OfMission | None:
    """The studies that bear on a mission or on what it stands under, and the tools, skills, delegations, results and items of master
    plans tied to it. None: nothing to say, or no such mission."""
    plan = plan_row(slug, actor)
    mission = Mission.objects.filter(plan=plan, code=code).first()
    if mission is None:
        return None
    said = _said(plan, above(plan.pk, [mission.pk]))
    return said if said.studies or said.links else None


def by_level(slug: str, code: str, *, on: date, actor: Actor) -> tuple[OfMission, ...]:
    """The same, apart for the mission itself and for each that it stands under: what the source says of a function is not said of
    each of its boxes. Those of which nothing is said are left out."""
    plan = plan_row(slug, actor)
    mission = Mission.objects.filter(plan=plan, code=code).first()
    if mission is None:
        return ()
    if of_mission(slug, code, on=on, actor=actor) is None:
        return ()
    over = Mission.objects.filter(pk__in=above(plan.pk, [mission.pk]) - {mission.pk})
    named = labels_of([one.pk for one in over], on)
    told = [
        _said(plan, {mission.pk}),
        *(
            _said(plan, {one.pk}, of=named.get(one.pk, (one.code, None))[0], level=one.level)
            for one in sorted(over, key=lambda one: (Level.values.index(one.level), one.code), reverse=True)
        ),
    ]
    return tuple(one for one in told if one.studies or one.links)


def _said(plan: Plan, wanted: set[int], *, of: str = "", level: str = "") -> OfMission:
    bearing = studies(plan).filter(withdrawn_at__isnull=True, missions__in=wanted).distinct()
    links = tuple((label, found) for label, found in _links(plan.slug, plan.pk, wanted) if found)
    return OfMission(studies=tuple(shown(row, plan) for row in bearing), links=links, of=of, level=level)


def _links(slug: str, plan: int, wanted: set[int]) -> list[tuple[str, tuple[Named, ...]]]:
    held = {"plan": plan, "withdrawn_at__isnull": True}

    def page(section: str, pk: int) -> str:
        return reverse("means:sheet", args=[slug, section, pk])

    tools = Tool.objects.filter(**held, functions__in=wanted).distinct().order_by("name")
    skills = PooledSkill.objects.filter(**held, missions__in=wanted).distinct().order_by("label")
    delegations = ManagementDelegation.objects.filter(Q(mission__in=wanted), **held).order_by(earliest())
    delegations = delegations.select_related("delegator", "delegate")
    results = ResultStatement.objects.filter(**held, causes__in=wanted).distinct().order_by("pk")
    items = MasterPlanItem.objects.filter(
        master_plan__plan=plan, withdrawn_at__isnull=True, missions__in=wanted
    ).distinct()
    return [
        (_("Outils"), tuple(Named(label=one.name, url=page(TOOLS.code, one.pk)) for one in tools)),
        (
            _("Compétences mises en commun"),
            tuple(Named(label=one.label, url=page(SKILLS.code, one.pk)) for one in skills),
        ),
        (
            _("Délégations de gestion"),
            tuple(
                Named(
                    label=f"{one.delegator.name} → {one.delegate.name}",
                    url=page(DELEGATIONS.code, one.pk),
                    under=when(one),
                )
                for one in delegations
            ),
        ),
        (
            _("Résultats énoncés"),
            tuple(
                Named(label=one.claim, url=page(RESULTS.code, one.pk), under=figure(one)) for one in results
            ),
        ),
        (
            _("Schéma directeur"),
            tuple(
                Named(label=one.title, url=page(MASTER_PLANS.code, one.master_plan_id))
                for one in items.order_by(earliest("due_on"), "pk")
            ),
        ),
    ]
