"""Improvement actions, in a list and one by one."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import policies as missions
from maillage.modules.plans.enums import Aim, CommitmentKind
from maillage.modules.plans.models import ActionIndicator, ImprovementAction
from maillage.modules.plans.queries.lines import cite_of
from maillage.modules.plans.queries.naming import mission_names
from maillage.modules.plans.queries.shapes import ActionPage, ActionRow, IndicatorRow
from maillage.modules.plans.queries.standing import standing


def actions(*, actor: Actor, plan: str = "", year: int | None = None) -> tuple[ActionRow, ...]:
    """The improvement actions, those under way first; ``plan``: of one (slug); ``year``: those that lived in it. NotVisible for
    who reads no plan."""
    missions.seen(actor)
    rows = ImprovementAction.objects.order_by("closed_on", "started_on", "pk")
    if plan:
        rows = rows.filter(plan__slug=plan)
    if year is not None:
        lived = Q(closed_on__isnull=True) | Q(closed_on__gte=date(year, 1, 1))
        rows = rows.filter(lived, started_on__lte=date(year, 12, 31))
    found = sorted(rows.select_related("plan", "owner", "cited"), key=lambda one: one.closed_on is not None)
    return _rows(found)


def action(pk: int, *, actor: Actor, on: date) -> ActionPage:
    """An improvement action. NotVisible."""
    missions.seen(actor)
    row = ImprovementAction.objects.filter(pk=pk).select_related("plan", "owner", "cited").first()
    if row is None:
        raise NotVisible(f"action {pk}")
    return ActionPage(row=_rows([row])[0], abilities=missions.abilities(actor, row.plan, on))


def _rows(rows: list[ImprovementAction]) -> tuple[ActionRow, ...]:
    indicators: dict[int, list[IndicatorRow]] = defaultdict(list)
    for one in ActionIndicator.objects.filter(action__in=rows).order_by("pk"):
        indicators[one.action_id].append(
            IndicatorRow(pk=one.pk, label=one.label, value=one.value, measured_on=one.measured_on)
        )
    names = mission_names(row.mission_id for row in rows)
    promised = standing().filter(kind=CommitmentKind.CHANGE, mission__in={row.mission_id for row in rows})
    changing = set(promised.values_list("mission", flat=True))
    return tuple(
        ActionRow(
            pk=row.pk,
            words=row.words,
            aim=row.aim,
            aim_label=str(Aim(row.aim).label),
            mission=names.get(row.mission_id),
            plan_slug=row.plan.slug,
            plan=row.plan.title,
            owner=row.owner.name if row.owner else "",
            started_on=row.started_on,
            due_on=row.due_on,
            closed_on=row.closed_on,
            outcome=row.outcome,
            indicators=tuple(indicators[row.pk]),
            cite=cite_of(row),
            changing=row.mission_id in changing,
        )
        for row in rows
    )
