"""Modes aimed at that are not the ones observed (S-082): an objective is never a mode."""

from datetime import date

from maillage.modules.missions.enums import Mode, Nature
from maillage.modules.missions.models import ModeObjective, ModeRecord, Plan
from maillage.modules.plans.queries.naming import mission_names
from maillage.modules.plans.queries.shapes import Cite, Gap


def gaps(plan: Plan, *, day: date) -> tuple[Gap, ...]:
    """The objectives of mode of a plan that the mode known on a day does not meet; ``observed`` empty: not known."""
    aimed = list(
        ModeObjective.objects.filter(mission__plan=plan)
        .select_related("mission", "cited")
        .order_by("by_day", "mission__code")
    )
    observed = _observed({one.mission_id for one in aimed}, day)
    names = mission_names({one.mission_id for one in aimed})
    labels = dict(Mode.choices)
    return tuple(
        Gap(
            mission=names[one.mission_id].full if one.mission_id in names else one.mission.code,
            aimed=f"{labels[one.mode]} ({one.mode})",
            by_day=one.by_day,
            observed=f"{labels[known]} ({known})" if (known := observed.get(one.mission_id, "")) else "",
            cite=Cite(title=one.cited.title if one.cited else "", evidence=one.evidence, pk=one.cited_id),
        )
        for one in aimed
        if observed.get(one.mission_id, "") != one.mode
    )


def _observed(missions: set[int], day: date) -> dict[int, str]:
    """The last mode said of each mission that is no projection, on a day."""
    rows = ModeRecord.objects.filter(
        mission__in=missions, chamber__isnull=True, scenario__isnull=True, withdrawn_at__isnull=True
    ).exclude(nature=Nature.PROJECTED)
    found: dict[int, tuple[int, int, str]] = {}
    for row in rows.exclude(since__gt=day).exclude(until__lte=day):
        when = (row.since.toordinal() if row.since else 0, row.pk, row.mode)
        found[row.mission_id] = max(found.get(row.mission_id, when), when)
    return {mission: mode for mission, (_since, _pk, mode) in found.items()}
