"""A fact about means comes to its end on a day, or is withdrawn because it was wrong. Nothing is edited, nothing is erased."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.means.models import MeansFact
from maillage.modules.means.operations.keeping import kept
from maillage.modules.means.policies import require
from maillage.modules.missions.models import Plan
from maillage.modules.missions.operations import keeping


@operation("means.end")
def end(fact: MeansFact, *, on: date, why: str = "", at: datetime, actor: Actor) -> None:
    """The fact is true no more from a day, known from now: what was known before stays readable. Refused: it has ended already, or
    would end before it starts."""
    require(actor, plan_of(fact), day_of(at))
    if fact.until is not None or fact.withdrawn_at is not None:
        raise Refused(
            "means.ended",
            _("C'est déjà terminé ou retiré."),
            way_out=_("Si la date est fausse, retirez-le avec son motif, puis enregistrez-le de nouveau."),
        )
    if fact.since is not None and on <= fact.since:
        raise Refused(
            "means.ends_before_it_starts",
            _("La fin, le %(on)s, viendrait avant le début, le %(since)s.")
            % {"on": long_date(on), "since": long_date(fact.since)},
            way_out=_("Choisissez un jour plus tardif, ou retirez ce qui était faux."),
            field="until",
        )
    fact.until, fact.end_reason = on, why.strip()
    fact.ended_at, fact.ended_by_id = max(at, fact.recorded_at), actor.user
    kept(fact)


@operation("means.withdraw")
def withdraw(fact: MeansFact, *, why: str, at: datetime, actor: Actor) -> None:
    """The fact is held for true no more; it stays readable with the reason. Refused: no reason; withdrawn already."""
    require(actor, plan_of(fact), day_of(at))
    keeping.withdraw(fact, why=why, at=at, actor=actor)


def plan_of(fact: MeansFact) -> Plan:
    """The plan of a fact, through the tool, the study or the master plan that bears it."""
    for bearer in ("tool", "study", "master_plan"):
        if hasattr(fact, f"{bearer}_id"):
            plan: Plan = getattr(fact, bearer).plan
            return plan
    own: Plan = fact.plan  # type: ignore[attr-defined]
    return own
