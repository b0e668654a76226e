"""The commitments that the plans of the package project: each projected change opens one (S-018, S-070), once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.missions import queries as missions
from maillage.modules.missions.enums import Nature, PlanKind
from maillage.modules.missions.models import MapState, Mission, ModeRecord, Placement, Plan
from maillage.modules.missions.projecting import MODE, PLACE, Projected
from maillage.modules.plans.enums import CommitmentKind
from maillage.modules.plans.inputs import CommitmentInput
from maillage.modules.plans.models import Commitment
from maillage.modules.plans.operations.committing import open_commitment, open_projected

CHANGES = {"appeared": PLACE, "moved": PLACE, "gone": PLACE, "mode": MODE}
"""The differences that are promises, and the table of their fact. A label that changes promises nothing (S-070)."""
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
        for projected in _projected(plan, actor):
            open_projected(projected, at=at, actor=actor)
            seen += 1
        seen += _kept(plan, at=at, actor=actor)
    created = Commitment.objects.count() - before
    return Loaded(created=created, changed=0, unchanged=seen - created)


def _projected(plan: Plan, actor: Actor) -> Iterator[Projected]:
    """What each projected state of a function changes of the state before it."""
    states = MapState.objects.filter(function__plan=plan, drawn=True).select_related("function")
    known: dict[int, MapState] = {}
    for state in states.order_by("function__code", "day"):
        before = known.get(state.function_id)
        known[state.function_id] = state
        if before is not None and state.nature == Nature.PROJECTED:
            yield from _changes(plan, state, before, actor)


def _changes(plan: Plan, state: MapState, before: MapState, actor: Actor) -> Iterator[Projected]:
    maps = [
        missions.map_of(plan.slug, state.function.code, actor=actor, day=one.day) for one in (before, state)
    ]
    facts = _facts(plan, state.day)
    for told in missions.compare(*maps).sentences:
        kind = CHANGES.get(told.kind)
        fact = facts.get((kind or "", told.code))
        if kind is not None and fact is not None:
            mission, pk = fact
            yield Projected(
                mission=mission, plan=plan.pk, day=state.day, kind=kind, fact_id=pk, sentence=told.words
            )


def _facts(plan: Plan, day: date) -> dict[tuple[str, str], tuple[int, int]]:
    """The projected facts of a day: (kind, code of the mission) → (mission, fact)."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for kind, model in ((PLACE, Placement), (MODE, ModeRecord)):
        rows = model.objects.filter(
            mission__plan=plan,
            since=day,
            nature=Nature.PROJECTED,
            withdrawn_at__isnull=True,
            scenario__isnull=True,
        )
        for pk, mission, code in rows.values_list("pk", "mission", "mission__code"):
            found[kind, code] = (mission, pk)
    return found


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
