"""What still stands: commitments that are followed, prerequisites that are open, campaigns that are locked."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from maillage.modules.missions.adapters import LATEST_FIRST
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import Holding, MissionFact, ModeRecord, Placement, Plan, Prerequisite
from maillage.modules.plans.enums import FactKind
from maillage.modules.plans.models import Commitment, FollowUpCampaign

FACTS: tuple[tuple[FactKind, type[MissionFact]], ...] = (
    (FactKind.MODE, ModeRecord),
    (FactKind.PLACE, Placement),
    (FactKind.HOLDER, Holding),
)


def fact_withdrawn() -> Q:
    """The commitments whose fact of the map was withdrawn: nobody projects it any more. One that came true is no such."""
    wanted = Q(pk__in=[])
    for kind, model in FACTS:
        withdrawn = model._default_manager.filter(withdrawn_at__isnull=False).exclude(_said_again(model))
        wanted |= Q(fact_kind=kind, fact__in=withdrawn.values("pk"))
    return wanted


def came_true() -> Q:
    """The commitments whose projection was confirmed: what it projected was recorded as a statut instead, in the same act. The year
    still asks for them: a promise that came true is one to report."""
    wanted = Q(pk__in=[])
    for kind, model in FACTS:
        confirmed = model._default_manager.filter(_said_again(model), withdrawn_at__isnull=False)
        wanted |= Q(fact_kind=kind, fact__in=confirmed.values("pk"))
    return wanted


def _said_again(model: type[MissionFact]) -> Exists:
    same = {
        "mission": OuterRef("mission"),
        "since": OuterRef("since"),
        "recorded_at": OuterRef("withdrawn_at"),
    }
    if model is ModeRecord:
        same["mode"] = OuterRef("mode")
    known = model._default_manager.filter(**same, scenario__isnull=True).exclude(nature=Nature.PROJECTED)
    return Exists(known)


def standing(plan: Plan | None = None) -> QuerySet[Commitment]:
    """The commitments to follow, of a plan or of all, the first due first."""
    rows = Commitment.objects.filter(withdrawn_at__isnull=True).exclude(fact_withdrawn())
    if plan is not None:
        rows = rows.filter(plan=plan)
    return rows.order_by("due_on", "pk")


def locked(campaign: FollowUpCampaign, on: date) -> bool:
    """Whether nothing of a campaign changes any more: from the day of the Bureau, marked or not."""
    return on >= campaign.locks_on


def due_to_lock(on: date) -> QuerySet[FollowUpCampaign]:
    """The campaigns whose day has come, and whose lock is not marked yet."""
    return FollowUpCampaign.objects.filter(locked_at__isnull=True, locks_on__lte=on)


def prerequisites_of(commitment: Commitment) -> QuerySet[Prerequisite]:
    """What must be done before a commitment can hold: attached to its projected mode, to its mission, to the domain or to the
    function above."""
    whole = Q(record__isnull=True, mission__in=_with_those_above(commitment.mission_id))
    if commitment.fact_kind == FactKind.MODE:
        whole |= Q(record=commitment.fact)
    return Prerequisite.objects.filter(whole).select_related("mission", "cited").order_by("pk")


def open_prerequisites(commitment: Commitment) -> tuple[str, ...]:
    """Those that are not met, in words."""
    return tuple(prerequisites_of(commitment).filter(met_on__isnull=True).values_list("text", flat=True))


def _with_those_above(mission: int) -> list[int]:
    """A mission, its domain, its function: three steps at most, four with an action."""
    seen: list[int] = []
    current: int | None = mission
    while current is not None and current not in seen:
        seen.append(current)
        places = Placement.objects.filter(
            mission=current, withdrawn_at__isnull=True, scenario__isnull=True
        ).order_by(LATEST_FIRST, "-recorded_at", "-pk")
        current = places.values_list("parent", flat=True).first()
    return seen
