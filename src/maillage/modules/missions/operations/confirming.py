"""A projection is confirmed by somebody who says so, never by the clock; a condition happens, and what hung on it is read again."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.missions import policies
from maillage.modules.missions.enums import Level, Nature
from maillage.modules.missions.models import (
    Annotation,
    ConditionEvent,
    Holding,
    LocalPart,
    MapState,
    Mission,
    MissionFact,
    ModeRecord,
    Placement,
    Plan,
    RoleStatement,
)
from maillage.modules.missions.operations import keeping, modes
from maillage.shared.sources import operations as sources
from maillage.shared.sources.models import Source
from maillage.shared.sources.quotes import Said

FOLLOWED: tuple[tuple[type[MissionFact], tuple[str, ...]], ...] = (
    (Placement, ()),
    (Annotation, ("boxes",)),
    (Holding, ("beneficiaries",)),
    (RoleStatement, ()),
    (LocalPart, ()),
)
"""The facts that a confirmation says again, beside modes, with their keys to several rows."""


@operation("missions.confirm_state", act=True)
def confirm_state(state_id: int, *, on: date, source: Said, at: datetime, actor: Actor) -> MapState:
    """A projected state of a function came true, a body says so: what it projected for its day becomes a statut, with this
    source. What is still « à confirmer » in it stays so. Raises Refused when it is no projection, when its day is still to
    come, or without a source."""
    state = MapState.objects.select_related("function__plan").filter(pk=state_id).first()
    if state is None:
        raise NotVisible(str(state_id))
    policies.require(actor, state.function.plan, policies.RECORD, day_of(at))
    _confirmable(state, on, day_of(at))
    cited = sources.cite(source, actor=actor)
    if cited is None:
        raise Refused(
            "missions.no_source",
            _("Il manque la source de cette confirmation."),
            way_out=_("Nommez la délibération, le bilan ou la personne qui le dit."),
            field="source",
        )
    _confirm_facts(state, cited, at=at, actor=actor)
    state.confirmed_on = on
    state.save(update_fields=["confirmed_on"])
    return state


def _confirmable(state: MapState, on: date, today: date) -> None:
    if state.nature != Nature.PROJECTED or state.confirmed_on is not None:
        raise Refused(
            "missions.no_projection",
            _("L'état du %(day)s n'est pas une projection à confirmer.") % {"day": long_date(state.day)},
            way_out=_("Corrigez plutôt, boîte par boîte, ce qui n'est pas exact."),
        )
    if on < state.day or on > today:
        raise Refused(
            "missions.confirmed_too_soon",
            _("Une projection se confirme entre son jour, le %(day)s, et aujourd'hui.")
            % {"day": long_date(state.day)},
            way_out=_("Donnez le jour où elle a été constatée."),
            field="confirmed_on",
        )


def _confirm_facts(state: MapState, cited: Source, *, at: datetime, actor: Actor) -> None:
    """Withdraw the projected facts of the day, and record the same as a statut: known from now."""
    inside = standing_under(state.function, state.day)
    _events_happened(state, inside)
    why = _("projection confirmée : %(source)s") % {"source": cited.title}
    said = {"nature": Nature.STATUS.value, "cited": cited}
    projected = Q(nature=Nature.PROJECTED, since=state.day, withdrawn_at__isnull=True, scenario__isnull=True)
    for model, many in FOLLOWED:
        for row in model.objects.filter(projected, mission__in=inside):
            keeping.withdraw(row, why=why, at=at, actor=actor)
            if isinstance(row, Holding) and _held_already(row):
                continue
            keeping.again(row, at=at, actor=actor, many=many, changes=said)
    for mode in ModeRecord.objects.filter(projected, mission__in=inside):
        keeping.withdraw(mode, why=why, at=at, actor=actor)
        modes.again(mode, at=at, actor=actor, conditional_on=None, **said)


def _events_happened(state: MapState, inside: list[int]) -> None:
    """Raises Refused while what the projection hangs on has not happened (S-091)."""
    waits = ConditionEvent.objects.filter(happened_on__isnull=True).filter(
        Q(pk=state.conditional_on_id)
        | Q(
            pk__in=ModeRecord.objects.filter(
                mission__in=inside,
                nature=Nature.PROJECTED,
                since=state.day,
                withdrawn_at__isnull=True,
                scenario__isnull=True,
            ).values("conditional_on")
        )
    )
    if (event := waits.order_by("pk").first()) is not None:
        raise Refused(
            "missions.condition_waits",
            _("Cette projection dépend d'un événement dont rien ne dit encore qu'il a eu lieu : %(event)s.")
            % {"event": event.label},
            way_out=_("Enregistrez d'abord cet événement et ce qu'il a donné, puis confirmez."),
        )


def _held_already(row: Holding) -> bool:
    """Whether the map already knows the same holder on that day."""
    known = Holding.objects.filter(mission=row.mission_id, organization=row.organization_id, unit=row.unit_id)
    return keeping.holding(known, row.since, Nature.STATUS, None).exists()


def standing_under(function: Mission, day: date) -> list[int]:
    """A function and what stands, or stood last, under it on a day (primary keys), projections included: a box that went to another
    function is of that one. One query."""
    rows = Placement.objects.filter(mission__plan=function.plan_id)
    last = {
        one.mission_id: one.parent_id for one in reversed(keeping.holding(rows, day, Nature.PROJECTED, None))
    }

    def inside(mission: int | None, steps: int = 0) -> bool:
        return mission == function.pk or (
            mission is not None and steps < len(Level) and inside(last.get(mission), steps + 1)
        )

    return sorted({function.pk, *(mission for mission in last if inside(mission))})


@operation("missions.add_condition")
def add_condition(
    plan: int,
    label: str,
    *,
    expected_on: date | None = None,
    expected_text: str = "",
    source: Said = "",
    at: datetime,
    actor: Actor,
) -> ConditionEvent:
    """A named event on which projections may depend (S-091). Raises Refused without a name."""
    row = Plan.objects.filter(pk=plan).first()
    if row is None:
        raise NotVisible(str(plan))
    policies.require(actor, row, policies.RECORD, day_of(at))
    name = fields.line(label, most=200, field="label")
    if not name:
        raise Refused(
            "missions.no_label",
            _("Cet événement n'a pas de nom."),
            way_out=_("Nommez-le : « audit du système d'information »."),
            field="label",
        )
    return keeping.kept(
        ConditionEvent(
            plan=row,
            label=name,
            expected_on=expected_on,
            expected_text=fields.line(expected_text, most=120, field="expected_text"),
            cited=sources.cite(source, actor=actor),
        )
    )


@operation("missions.record_event")
def record_event(
    condition: int, *, happened_on: date, outcome: str, source: Said = "", at: datetime, actor: Actor
) -> ConditionEvent:
    """The event on which projections hung has happened: what it gave. Those projections are then to be confirmed or changed by
    their owner (:func:`hanging`). Raises Refused without what it gave, or for a day to come."""
    row = ConditionEvent.objects.select_related("plan").filter(pk=condition).first()
    if row is None:
        raise NotVisible(str(condition))
    policies.require(actor, row.plan, policies.RECORD, day_of(at))
    if happened_on > day_of(at):
        raise Refused(
            "missions.event_to_come",
            _("Le %(day)s n'est pas encore passé.") % {"day": long_date(happened_on)},
            way_out=_("Enregistrez l'événement une fois qu'il a eu lieu."),
            field="happened_on",
        )
    if not outcome.strip():
        raise Refused(
            "missions.no_outcome",
            _("Il manque ce que cet événement a donné."),
            way_out=_("Dites-le en une phrase : les projections qui en dépendent seront relues avec elle."),
            field="outcome",
        )
    row.happened_on, row.outcome = happened_on, outcome.strip()
    row.cited = sources.cite(source, actor=actor) or row.cited
    return keeping.kept(row)
