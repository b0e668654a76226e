"""The commitments that the plans of the package project: each projected change opens one (S-018, S-070), once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.missions.enums import Nature, PlanKind, Presence
from maillage.modules.missions.models import Mission, ModeRecord, Placement, Plan
from maillage.modules.missions.operations import keeping, modes, placing
from maillage.modules.missions.projecting import Projected
from maillage.modules.plans.enums import CommitmentKind
from maillage.modules.plans.inputs import CommitmentInput
from maillage.modules.plans.models import Commitment
from maillage.modules.plans.operations.committing import open_commitment, open_projected

KEPT = {
    "FIN": (
        "Consolider les modes de gestion des services financiers et comptables, et valoriser les fruits de cette transformation.",
        date(2021, 1, 1),
        "lignes 372-373",
    )
}
"""What the SROM promises to keep (S-043): by code of function, its words, the day, the passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a loading did, in numbers of commitments."""

    created: int
    changed: int
    unchanged: int


@operation("plans.load_commitments")
def load_commitments(*, at: datetime, actor: Actor) -> Loaded:
    """Open the commitments of the projections of every plan of missions; one that is open is left as it is. Plans come first."""
    before = Commitment.objects.count()
    seen = 0
    for plan in Plan.objects.filter(kind=PlanKind.MISSIONS).order_by("slug"):
        for projected in _projected(plan):
            open_projected(projected, at=at, actor=actor)
            seen += 1
        seen += _kept(plan, at=at, actor=actor)
    created = Commitment.objects.count() - before
    return Loaded(created=created, changed=0, unchanged=seen - created)


def _projected(plan: Plan) -> Iterator[Projected]:
    """What the projections of a plan change of what was known before them: a box under another domain, a box that is gone, a
    mode. A box that is new was told when the plan was loaded; a label that changes promises nothing (S-070)."""
    for row in _facts(Placement, plan):
        before = keeping.placed(row.mission, row.since, nature=Nature.STATUS)
        moved = before is not None and before.parent_id != row.parent_id
        gone = row.presence == Presence.GONE and before is not None and before.presence == Presence.SHOWN
        if gone or (moved and row.presence == Presence.SHOWN):
            yield placing.projected(row.mission, row, before)
    for record in _facts(ModeRecord, plan).filter(chamber__isnull=True):
        known = ModeRecord.objects.filter(mission=record.mission_id, chamber__isnull=True)
        before = keeping.holding(known, record.since, Nature.STATUS, None).first()
        yield modes.projected(record.mission, record, before)


def _facts(model: type[Model], plan: Plan) -> QuerySet[Any]:
    rows = model._default_manager.filter(
        mission__plan=plan, nature=Nature.PROJECTED, withdrawn_at__isnull=True, scenario__isnull=True
    )
    return rows.select_related("mission").order_by(keeping.EARLIEST, "pk")


def _kept(plan: Plan, *, at: datetime, actor: Actor) -> int:
    """The modes that the plan promises to keep; how many it names."""
    named = 0
    for code, (words, day, evidence) in KEPT.items():
        function = Mission.objects.filter(plan=plan, code=code, plan__cited__isnull=False).first()
        if function is None:
            continue
        named += 1
        if Commitment.objects.filter(mission=function, kind=CommitmentKind.KEEP, due_on=day).exists():
            continue
        row = open_commitment(
            plan.slug,
            function.pk,
            CommitmentInput(kind=CommitmentKind.KEEP, words=words, due_on=day, evidence=evidence),
            at=at,
            actor=actor,
        )
        row.cited = plan.cited
        row.save(update_fields=["cited"])
    return named
