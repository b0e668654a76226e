"""Improvement actions on a mission, whatever its mode (S-019): closed once an indicator says what they gave (S-044)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.missions import policies as missions
from maillage.modules.plans.enums import Aim
from maillage.modules.plans.inputs import ActionInput
from maillage.modules.plans.models import ActionIndicator, ImprovementAction
from maillage.modules.plans.operations.finding import (
    action_of,
    chosen,
    mission_of,
    plan_of,
    said,
    saved,
)
from maillage.shared.directory.models import Organization
from maillage.shared.sources.operations import cite


@operation("plans.open_action")
def open_action(
    plan: str, mission: int, given: ActionInput, *, at: datetime, actor: Actor
) -> ImprovementAction:
    """Record an improvement action on a mission of a plan (slug). Refused: no words, an aim that is none of the three (S-044),
    an end before its start."""
    found = plan_of(plan, actor)
    missions.require(actor, found, missions.COMMIT, clock.day_of(at))
    if given.due_on is not None and given.due_on < given.started_on:
        raise Refused(
            "plans.due_on",
            _("L'action finit avant d'avoir commencé."),
            way_out=_("Corrigez l'une des deux dates."),
            field="due_on",
        )
    if given.owner is not None and not Organization.objects.filter(pk=given.owner).exists():
        raise Refused(
            "plans.owner",
            _("Cet organisme n'est pas connu."),
            way_out=_("Choisissez dans la liste."),
            field="owner",
        )
    return saved(
        ImprovementAction(
            plan=found,
            mission=mission_of(found, mission),
            aim=chosen(given.aim, Aim, "aim"),
            words=said(typed(given.words), _("Dites ce qui est fait."), "words"),
            owner_id=given.owner,
            started_on=given.started_on,
            due_on=given.due_on,
            cited=cite(given.source, actor=actor),
            opened_at=at,
            opened_by_id=actor.user,
        )
    )


@operation("plans.add_indicator")
def add_indicator(
    action: int, label: str, *, value: str = "", measured_on: date | None = None, at: datetime, actor: Actor
) -> ActionIndicator:
    """Say by what an action is judged; without ``value`` it is « non chiffré » for now."""
    row = _open(action, at, actor)
    label = said(typed(label), _("Nommez l'indicateur."), "label")
    if row.indicators.filter(label=label).exists():
        raise Refused(
            "plans.indicator",
            _("Cet indicateur est déjà celui de l'action."),
            way_out=_("Donnez-lui sa valeur au lieu de l'ajouter de nouveau."),
            field="label",
        )
    return saved(ActionIndicator(action=row, label=label, value=typed(value), measured_on=measured_on))


@operation("plans.measure")
def measure(indicator: int, *, value: str, measured_on: date, at: datetime, actor: Actor) -> ActionIndicator:
    """Give an indicator its value on a day."""
    row = ActionIndicator.objects.filter(pk=indicator).first()
    if row is None:
        raise NotVisible(f"indicator {indicator}")
    _open(row.action_id, at, actor)
    row.value = said(typed(value), _("Donnez la valeur constatée."), "value")
    row.measured_on = measured_on
    return saved(row)


@operation("plans.close_action")
def close_action(
    action: int, *, closed_on: date, outcome: str, at: datetime, actor: Actor
) -> ImprovementAction:
    """Close an action with what it gave. Refused while no indicator judges it (S-044), or before its start."""
    row = _open(action, at, actor)
    if not row.indicators.exists():
        raise Refused(
            "plans.no_indicator",
            _("Aucun indicateur ne dit ce que cette action a donné."),
            way_out=_("Ajoutez-en un avant de la terminer."),
        )
    if closed_on < row.started_on:
        raise Refused(
            "plans.closed_on",
            _("L'action finit avant d'avoir commencé."),
            way_out=_("Corrigez le jour où elle se termine."),
            field="closed_on",
        )
    row.outcome = said(typed(outcome), _("Dites ce que l'action a donné."), "outcome")
    row.closed_on = closed_on
    return saved(row)


def _open(action: int, at: datetime, actor: Actor) -> ImprovementAction:
    """An action that may still change, for this actor."""
    row = action_of(action, actor)
    missions.require(actor, row.plan, missions.COMMIT, clock.day_of(at))
    if row.closed_on is not None:
        raise Refused(
            "plans.closed",
            _("Cette action est terminée : elle ne change plus."),
            way_out=_("Enregistrez-en une autre sur la même mission."),
        )
    return row
