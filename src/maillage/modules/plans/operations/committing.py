"""Commitments opened by a projection or by a person, completed, withdrawn."""

from datetime import date, datetime

from django.db.models import Model
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.missions import policies as missions
from maillage.modules.missions.models import Holding, MissionFact, ModeRecord, Placement, Prerequisite
from maillage.modules.missions.projecting import Projected
from maillage.modules.plans import policies
from maillage.modules.plans.enums import CommitmentKind, FactKind
from maillage.modules.plans.inputs import CommitmentInput
from maillage.modules.plans.models import Commitment, FollowUp, FollowUpCampaign
from maillage.modules.plans.operations.finding import (
    chosen,
    cited_as,
    commitment_of,
    mission_of,
    plan_of,
    said,
    saved,
)
from maillage.modules.plans.operations.freezing import freeze_before_change
from maillage.modules.plans.queries.standing import came_true
from maillage.shared.directory.models import Organization, Person, Unit

FACTS: dict[str, type[MissionFact]] = {
    FactKind.MODE: ModeRecord,
    FactKind.PLACE: Placement,
    FactKind.HOLDER: Holding,
}


@operation("plans.open_commitment")
def open_commitment(
    plan: str, mission: int, given: CommitmentInput, *, at: datetime, actor: Actor
) -> Commitment:
    """Open a commitment about a mission of a plan (slug); « maintenir le mode » is one (S-043). Refused: no words, a source
    without a title, a unit or a person that is not known, rights."""
    found = plan_of(plan, actor)
    missions.require(actor, found, missions.COMMIT, clock.day_of(at))
    row = Commitment(plan=found, mission=mission_of(found, mission), opened_at=at, opened_by_id=actor.user)
    _fill(row, given, actor)
    return _followed(saved(row), at=at)


@operation("plans.open_projected")
def open_projected(projected: Projected, *, at: datetime, actor: Actor) -> Commitment:
    """Open the commitment of a projected fact (S-018): its words are those of the change, its owner is to be designated. The same
    fact opens one; a fact that takes the place of a withdrawn one keeps its commitment."""
    known = Commitment.objects.filter(fact_kind=projected.kind, fact=projected.fact_id).first()
    if known is not None:
        return known
    fact = FACTS[projected.kind]._default_manager.get(pk=projected.fact_id)
    row = _taken_over(projected, fact)
    if row is None:
        row = Commitment(
            plan_id=projected.plan,
            mission_id=projected.mission,
            kind=CommitmentKind.KEEP if projected.keeps else CommitmentKind.CHANGE,
            opened_at=at,
            opened_by_id=actor.user,
        )
    else:
        freeze_before_change(row, on=clock.day_of(at), at=at)
        if projected.kind == FactKind.MODE:
            # What must be done first holds back what is projected, corrected or not (S-021).
            Prerequisite.objects.filter(record=row.fact).update(record=projected.fact_id)
    if projected.sentence != row.announced:
        # A fact corrected that promises the same leaves the words and the day that people gave.
        row.words, row.announced = projected.sentence, projected.sentence
        row.due_on = projected.day or clock.day_of(at)
    elif projected.day is not None and projected.day != _day_of(row):
        row.due_on = projected.day
    row.fact_kind, row.fact = projected.kind, projected.fact_id
    row.cited, row.evidence = fact.cited, fact.evidence
    return _followed(saved(row), at=at)


@operation("plans.amend")
def amend(commitment: int, given: CommitmentInput, *, at: datetime, actor: Actor) -> Commitment:
    """Say better what is promised, who answers for it, by when, and how it is measured."""
    row = commitment_of(commitment, actor)
    policies.must(policies.abilities_on(actor, row, clock.day_of(at))[policies.AMEND])
    _still_standing(row)
    freeze_before_change(row, on=clock.day_of(at), at=at)
    _fill(row, given, actor)
    return saved(row)


@operation("plans.withdraw", act=True)
def withdraw(commitment: int, *, why: str, at: datetime, actor: Actor) -> Commitment:
    """Withdraw a commitment that nobody is held to any more; what was said of it each year stays readable. Refused without a
    reason."""
    row = commitment_of(commitment, actor)
    policies.must(policies.abilities_on(actor, row, clock.day_of(at))[policies.WITHDRAW])
    _still_standing(row)
    row.withdrawal_reason = said(typed(why)[:300], _("Dites pourquoi cet engagement est retiré."), "why")
    row.withdrawn_at = at
    return saved(row)


def _taken_over(projected: Projected, fact: MissionFact) -> Commitment | None:
    """The commitment of what this fact takes the place of: what it says again, or what was withdrawn in the same act, a correction.
    A projection withdrawn before, or confirmed, keeps its own: what is projected after is another promise."""
    rows = Commitment.objects.select_for_update(of=("self",)).filter(
        mission=projected.mission, fact_kind=projected.kind, withdrawn_at__isnull=True
    )
    if projected.again is not None and (same := rows.filter(fact=projected.again).first()) is not None:
        return same
    corrected = FACTS[projected.kind]._default_manager.filter(withdrawn_at__gte=fact.recorded_at)
    return rows.filter(fact__in=corrected.values("pk")).exclude(came_true()).order_by("-pk").first()


def _day_of(row: Commitment) -> date | None:
    """From when the fact that opened a commitment was aimed at."""
    return FACTS[row.fact_kind]._default_manager.values_list("since", flat=True).get(pk=row.fact)


def _followed(row: Commitment, *, at: datetime) -> Commitment:
    """The commitment, with its line in the follow-ups that are still open: they are of every commitment of the plan (S-142)."""
    on = clock.day_of(at)
    open_now = FollowUpCampaign.objects.filter(plan=row.plan_id, locks_on__gt=on, reopenings__isnull=True)
    for campaign in open_now.exclude(lines__commitment=row):
        FollowUp.objects.create(campaign=campaign, commitment=row)
    return row


def _still_standing(row: Commitment) -> None:
    if row.withdrawn_at is not None:
        raise Refused(
            "plans.withdrawn",
            _("Cet engagement a été retiré : il ne change plus."),
            way_out=_("Ouvrez-en un autre sur la même mission."),
        )


def _fill(row: Commitment, given: CommitmentInput, actor: Actor) -> None:
    row.kind = chosen(given.kind, CommitmentKind, "kind")
    row.words = said(typed(given.words), _("Dites ce qui est promis."), "words")
    row.due_on = given.due_on
    row.indicator, row.target = typed(given.indicator), typed(given.target)
    row.evidence = typed(given.evidence)
    row.cited = cited_as(row.cited, given.source, actor)
    unit = _one(Unit, given.unit, "unit", _("Cette unité n'est pas connue."))
    row.unit = unit
    row.person = _one(Person, given.person, "person", _("Cette personne n'est pas connue."))
    row.owner = _one(Organization, given.owner, "owner", _("Cet organisme n'est pas connu."))
    if unit is not None:
        if row.owner is not None and row.owner != unit.organization:
            raise Refused(
                "plans.unit",
                _("« %(unit)s » n'est pas une unité de cet organisme.") % {"unit": unit.name},
                way_out=_("Choisissez une de ses unités, ou laissez l'unité vide."),
                field="unit",
            )
        row.owner = unit.organization


def _one(model: type[Model], pk: int | None, field: str, sentence: str) -> Model | None:
    if pk is None:
        return None
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Refused(f"plans.{field}", sentence, way_out=_("Choisissez dans la liste."), field=field)
    return found
