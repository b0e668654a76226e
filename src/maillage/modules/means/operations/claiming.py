"""Results that are claimed, master plans and the items of their roadmap."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import MasterPlan, MasterPlanItem, ResultStatement, Tool
from maillage.modules.means.operations.keeping import columns, kept, needed, of_plan
from maillage.modules.means.policies import require
from maillage.modules.missions.models import Mission, Plan


@operation("means.claim")
def claim(
    plan: Plan,
    text: str,
    *,
    causes: Iterable[Mission] = (),
    tools: Iterable[Tool] = (),
    cause_text: str = "",
    figure: Decimal | None = None,
    unit: str = "",
    proof: str = "",
    told: Told,
    at: datetime,
    actor: Actor,
) -> ResultStatement:
    """A result, tied to what it comes from (S-030). No figure: « non chiffré » (S-042). Refused: no cause at all; a figure that
    nothing proves."""
    given = columns(plan, told, at=at, actor=actor)
    text = needed(text, field="text", sentence=_("Il manque le résultat."))
    named, equipped = of_plan(plan, causes, field="causes"), [one for one in tools if one.plan_id == plan.pk]
    if not named and not equipped and not cause_text.strip():
        raise Refused(
            "means.no_cause",
            _("Ce résultat n'est lié à aucune action."),
            way_out=_(
                "Choisissez la mission, l'action ou l'outil dont il vient, ou dites-le en quelques mots."
            ),
            field="causes",
        )
    if figure is not None and not proof.strip() and given["cited"] is None:
        raise Refused(
            "means.no_proof",
            _("Rien ne permet de vérifier ce chiffre."),
            way_out=_(
                "Dites où il se lit (fichier, tableau, source), ou laissez le chiffre vide : « non chiffré »."
            ),
            field="proof",
        )
    row = kept(
        ResultStatement(
            plan=plan,
            claim=text,
            cause_text=cause_text.strip(),
            figure=figure,
            unit=unit.strip(),
            proof=proof.strip(),
            **given,
        )
    )
    row.causes.set(named)
    row.tools.set(equipped)
    return row


@operation("means.open_master_plan")
def open_master_plan(
    plan: Plan, title: str, *, functions: Iterable[Mission] = (), told: Told, at: datetime, actor: Actor
) -> MasterPlan:
    """A master plan and the functions whose projections it prepares (S-078)."""
    given = columns(plan, told, at=at, actor=actor)
    title = needed(title, field="title", sentence=_("Il manque le titre."))
    named = of_plan(plan, functions, field="functions")
    row = kept(MasterPlan(plan=plan, title=title, **given))
    row.functions.set(named)
    return row


@operation("means.add_item")
def add_item(
    master_plan: MasterPlan,
    title: str,
    *,
    due_on: date | None = None,
    missions: Iterable[Mission] = (),
    told: Told,
    at: datetime,
    actor: Actor,
) -> MasterPlanItem:
    """A line of the roadmap, and the missions whose projection it prepares; none: the list of items without one tells it."""
    given = columns(master_plan.plan, told, at=at, actor=actor)
    title = needed(title, field="title", sentence=_("Il manque l'action."))
    named = of_plan(master_plan.plan, missions, field="missions")
    row = kept(MasterPlanItem(master_plan=master_plan, title=title, due_on=due_on, **given))
    row.missions.set(named)
    return row


@operation("means.tie_item")
def tie_item(item: MasterPlanItem, missions: Iterable[Mission], *, at: datetime, actor: Actor) -> None:
    """Say which projections an item prepares: these, and no others."""
    require(actor, item.master_plan.plan, day_of(at))
    item.missions.set(of_plan(item.master_plan.plan, missions, field="missions"))
