"""The yearly follow-ups of a plan, and one of them: how far each owner is."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import policies as missions
from maillage.modules.plans import policies
from maillage.modules.plans.enums import FollowUpState
from maillage.modules.plans.models import CampaignReopening, Commitment, FollowUp, FollowUpCampaign
from maillage.modules.plans.queries.commitments import row_of, with_state
from maillage.modules.plans.queries.lines import line_of
from maillage.modules.plans.queries.naming import mission_names, people_names
from maillage.modules.plans.queries.shapes import (
    CampaignPage,
    CampaignRow,
    Line,
    OwnerProgress,
    Reopening,
)
from maillage.modules.plans.queries.standing import locked


def campaigns(*, actor: Actor, on: date, plan: str = "") -> tuple[CampaignRow, ...]:
    """The yearly follow-ups, the last first; ``plan``: of one (slug). NotVisible for who reads no plan."""
    missions.seen(actor)
    rows = _counted().order_by("-year", "plan__title")
    return tuple(summed_up(row, on) for row in (rows.filter(plan__slug=plan) if plan else rows))


def campaign(pk: int, *, actor: Actor, on: date) -> CampaignPage:
    """A yearly follow-up with all its lines, those of the reader first. NotVisible."""
    missions.seen(actor)
    row = campaign_row(pk)
    lines = lines_of(row, actor=actor, on=on)
    return CampaignPage(
        row=summed_up(row, on),
        lines=tuple(sorted(lines, key=lambda line: not line.commitment.mine)),
        owners=_progress(lines),
        reopenings=reopenings_of(row),
        abilities=policies.abilities_on_follow_up(actor, row.plan),
    )


def campaign_row(pk: int) -> FollowUpCampaign:
    """The row of a campaign with its counts. NotVisible."""
    row = _counted().filter(pk=pk).first()
    if row is None:
        raise NotVisible(f"campaign {pk}")
    return row


def lines_of(row: FollowUpCampaign, *, actor: Actor, on: date) -> tuple[Line, ...]:
    """The lines of a campaign, by function then by day; a constant number of queries."""
    found = list(
        FollowUp.objects.filter(campaign=row)
        .select_related("campaign", "cited", "promised_cited", "commitment__plan", "commitment__cited")
        .order_by("commitment__due_on", "commitment")
    )
    whole = with_state(Commitment.objects.filter(follow_ups__campaign=row))
    commitments = {one.pk: one for one in whole.select_related("plan", "owner", "unit", "person")}
    names = mission_names(one.mission_id for one in commitments.values())
    people = people_names(one.filled_by_id for one in found)
    commits = policies.why_not_commit(actor, row.plan, on)
    lines = (
        line_of(
            one,
            row_of(commitments[one.commitment_id], names, actor, on),
            people,
            actor,
            on,
            commits=commits,
        )
        for one in found
    )
    return tuple(sorted(lines, key=_by_function))


def reopenings_of(row: FollowUpCampaign) -> tuple[Reopening, ...]:
    """When a campaign was opened again, by whom and why."""
    found = list(CampaignReopening.objects.filter(campaign=row).order_by("at"))
    people = people_names(one.by_id for one in found)
    return tuple(
        Reopening(at=one.at, by=people.get(one.by_id or 0, ""), until=one.until, reason=one.reason)
        for one in found
    )


def _counted() -> QuerySet[FollowUpCampaign]:
    filled = Count("lines", filter=~Q(lines__state=FollowUpState.NOT_FILLED))
    return FollowUpCampaign.objects.select_related("plan__owner").annotate(
        total=Count("lines"), filled=filled
    )


def summed_up(row: FollowUpCampaign, on: date) -> CampaignRow:
    """A campaign in a few figures; ``row`` comes from :func:`campaign_row`."""
    return CampaignRow(
        pk=row.pk,
        plan=row.plan.title,
        plan_slug=row.plan.slug,
        year=row.year,
        due_on=row.due_on,
        bureau_on=row.bureau_on,
        locks_on=row.locks_on,
        assembly_on=row.assembly_on,
        locked=locked(row, on),
        filled=row.filled,
        total=row.total,
    )


def _progress(lines: Iterable[Line]) -> tuple[OwnerProgress, ...]:
    totals: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    for line in lines:
        owner = line.commitment.owner or _("à désigner")
        totals[owner] += 1
        filled[owner] += line.state != FollowUpState.NOT_FILLED
    return tuple(OwnerProgress(owner=one, filled=filled[one], total=totals[one]) for one in sorted(totals))


def _by_function(line: Line) -> tuple[str, date, int]:
    mission = line.commitment.mission
    function = (mission.function or mission.label) if mission else ""
    return function, line.commitment.due_on, line.commitment.pk
