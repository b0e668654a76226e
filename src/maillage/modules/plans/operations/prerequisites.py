"""Prerequisites («préalables»): attached to a projected mode, told met with their evidence (S-021)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.missions import policies as missions
from maillage.modules.missions.models import Prerequisite
from maillage.modules.plans.enums import FactKind
from maillage.modules.plans.operations.finding import commitment_of, said, saved


@operation("plans.add_prerequisite")
def add_prerequisite(commitment: int, text: str, *, at: datetime, actor: Actor) -> Prerequisite:
    """Say what must be done before the projection of a commitment can hold: attached to its projected mode, else to its
    mission. Refused without words."""
    row = commitment_of(commitment, actor)
    missions.require(actor, row.plan, missions.COMMIT, clock.day_of(at))
    return saved(
        Prerequisite(
            mission_id=row.mission_id,
            record_id=row.fact if row.fact_kind == FactKind.MODE else None,
            text=said(typed(text), _("Dites ce qui doit être fait d'abord."), "text"),
        )
    )


@operation("plans.meet")
def meet(prerequisite: int, *, met_on: date, evidence: str = "", at: datetime, actor: Actor) -> Prerequisite:
    """Say since when a prerequisite is met, and what shows it. Refused: a day to come, or before the first state of the plan;
    nothing that shows it."""
    missions.seen(actor)
    rows = Prerequisite.objects.select_for_update(of=("self",)).select_related("mission__plan")
    row = rows.filter(pk=prerequisite).first()
    if row is None:
        raise NotVisible(f"prerequisite {prerequisite}")
    missions.require(actor, row.mission.plan, missions.COMMIT, clock.day_of(at))
    if met_on > clock.day_of(at):
        raise Refused(
            "plans.met_on",
            _("Ce jour n'est pas encore venu."),
            way_out=_("Dites depuis quel jour le préalable est rempli."),
            field="met_on",
        )
    row.met_on = met_on
    row.evidence = said(
        typed(evidence) or row.evidence, _("Rien ne montre que ce préalable est rempli."), "evidence"
    )
    return saved(row)
