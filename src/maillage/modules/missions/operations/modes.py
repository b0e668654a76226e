"""In which mode a mission is managed: said with its source, corrected, withdrawn, said again."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date
from maillage.modules.missions import projecting
from maillage.modules.missions.enums import ChangeReason, Mode, Nature
from maillage.modules.missions.inputs import ModeInput
from maillage.modules.missions.models import (
    ConditionEvent,
    FrameVersion,
    Mission,
    ModeParty,
    ModeRecord,
    Scenario,
)
from maillage.modules.missions.operations import demands, frames, keeping, timing, turning


@operation("missions.record_mode")
def record(
    mission_id: int,
    given: ModeInput,
    *,
    seen: int | None = None,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> ModeRecord:
    """Say the mode of a mission from a day on, with all that it demands, and its source.

    ``seen``: the key of the last mode of the mission, exceptions included, that the person read (0: none; None: did not look). ``scenario``: in a draft. Raises Refused
    with the field: what is missing, a second mode of the same day, an organisation that does not exist then, "stale".
    """
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    if draft is None:
        keeping.fresh(mission.modes.all(), seen, words=in_words)
    return _record(mission, given, draft, at=at, actor=actor)


@operation("missions.correct_mode")
def correct(
    record_id: int,
    given: ModeInput,
    *,
    why: str,
    seen: int | None = None,
    at: datetime,
    actor: Actor,
) -> ModeRecord:
    """Withdraw what was recorded, with the reason, and record this instead: both stay readable. Raises as :func:`record`."""
    old, mission, draft = _known(record_id, at=at, actor=actor)
    if draft is None:
        keeping.fresh(mission.modes.all(), seen, words=in_words)
    keeping.withdraw(old, why=why, at=at, actor=actor)
    return _record(mission, given, draft, at=at, actor=actor, corrects=True)


@operation("missions.withdraw_mode")
def withdraw(record_id: int, *, why: str, at: datetime, actor: Actor) -> ModeRecord:
    """What was recorded is held for true no more; it stays readable with the reason. Raises Refused without one."""
    old, _mission, _draft = _known(record_id, at=at, actor=actor)
    keeping.withdraw(old, why=why, at=at, actor=actor)
    return old


@operation("missions.reinstate_mode")
def reinstate(record_id: int, *, at: datetime, actor: Actor) -> ModeRecord:
    """Record again a mode that was withdrawn by mistake: the same, known again from now. Raises Refused when it was not withdrawn,
    or when another took its day meanwhile."""
    old, mission, draft = _known(record_id, at=at, actor=actor)
    if old.withdrawn_at is None:
        raise Refused(
            "stale", _("Ce mode n'est pas retiré."), way_out=_("Relisez ce qu'il en est maintenant.")
        )
    alone(mission, old.since, old.until, old.nature, old.chamber_id, draft)
    before = keeping.holding(_of(mission, old.chamber_id), old.since, old.nature, draft).first()
    row = again(old, at=at, actor=actor)
    if row.nature == Nature.PROJECTED and draft is None:
        projecting.announce(replace(projected(mission, row, before), again=old.pk))
    return row


@operation("missions.undo_mode")
def undo(record_id: int, *, at: datetime, actor: Actor) -> ModeRecord | None:
    """Take back what one has just recorded: it is withdrawn, and what it corrected is known again. Answers what holds instead."""
    row, mission, _draft = _known(record_id, at=at, actor=actor)
    keeping.withdraw(row, why=_("annulé par son auteur"), at=at, actor=actor)
    before = mission.modes.filter(
        withdrawn_at=row.recorded_at, chamber=row.chamber_id, scenario=row.scenario_id
    )
    corrected = before.exclude(pk=row.pk).order_by("-pk").first()
    return reinstate(corrected.pk, at=at, actor=actor) if corrected else None


def again(record: ModeRecord, *, at: datetime, actor: Actor, **changes: Any) -> ModeRecord:
    """The same mode, its parties and its frames, known anew from now."""
    copy = keeping.again(record, at=at, actor=actor, many=("frames",), changes=changes)
    for version in copy.frames.filter(withdrawn_at__isnull=False):
        # What an undone spreadsheet had taken away with the mode comes back with it.
        version.withdrawn_at = None
        keeping.kept(version)
    ModeParty.objects.bulk_create(
        ModeParty(record=copy, organization_id=one.organization_id, role=one.role)
        for one in record.parties.all()
    )
    return copy


def in_words(record: ModeRecord) -> str:
    """« Intégration », « à préciser entre H et M »."""
    if record.mode:
        return str(Mode(record.mode).label)
    return _("à préciser entre %(letters)s") % {"letters": _(" et ").join(record.possible)}


def _known(record_id: int, *, at: datetime, actor: Actor) -> tuple[ModeRecord, Mission, Scenario | None]:
    row = ModeRecord.objects.filter(pk=record_id).first()
    if row is None:
        raise NotVisible(str(record_id))
    mission = keeping.mission_row(row.mission_id)
    draft = keeping.allowed(mission, scenario=row.scenario_id, at=at, actor=actor)
    return ModeRecord.objects.get(pk=record_id), mission, draft


def _of(mission: Mission, chamber: int | None) -> QuerySet[ModeRecord]:
    return ModeRecord.objects.filter(mission=mission, chamber=chamber)


def _record(
    mission: Mission,
    given: ModeInput,
    draft: Scenario | None,
    *,
    at: datetime,
    actor: Actor,
    corrects: bool = False,
) -> ModeRecord:
    _says_all(given, actor)
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    timing.aimed(mission, given, columns["nature"])
    timing.standing(mission, given, columns["nature"], draft)
    demanded = demands.of(given, mission)
    chambers = keeping.parties(
        () if given.chamber is None else (given.chamber,), on=given.since, field="chamber", mission=mission
    )
    alone(mission, given.since, given.until, columns["nature"], given.chamber, draft)
    before = keeping.holding(_of(mission, given.chamber), given.since, columns["nature"], draft).first()
    _reasoned(given, before, actor, asked=not corrects)
    row = ModeRecord(
        mission=mission,
        chamber=chambers[0] if chambers else None,
        complete=not given.incomplete,
        reason=given.reason,
        reason_text=given.reason_text,
        conditional_on=_condition(given, mission, columns["nature"]),
        **columns,
        **demanded.columns,
    )
    keeping.kept(row)
    ModeParty.objects.bulk_create(
        ModeParty(record=row, organization=one, role=role) for one, role in demanded.parties
    )
    if given.mode == Mode.HARMONIZATION:
        row.frames.set(_versions(mission, given, draft, at=at, actor=actor))
    if row.nature == Nature.PROJECTED and draft is None:
        projecting.announce(projected(mission, row, before))
    return row


def _says_all(given: ModeInput, actor: Actor) -> None:
    if given.incomplete and actor.kind is not ActorKind.IMPORT:
        raise Refused(
            "missions.incomplete",
            _("Seul le chargement d'un document peut laisser un mode incomplet."),
            way_out=_("Donnez tout ce que le mode demande, ou cochez plusieurs modes possibles."),
            field="mode",
        )


def alone(
    mission: Mission,
    since: date | None,
    until: date | None,
    nature: str,
    chamber: int | None,
    draft: Scenario | None,
) -> None:
    """Raises Refused for a second mode on the same day: of the same start, or inside a period that says its end."""
    rows = _of(mission, chamber).filter(withdrawn_at__isnull=True, scenario=draft)
    same = rows.filter(since=since) if since is not None else rows.filter(since__isnull=True)
    if (other := same.first()) is not None:
        raise Refused(
            "missions.second_mode",
            _("Cette mission a déjà un mode à partir de ce jour : %(mode)s.") % {"mode": in_words(other)},
            way_out=_("Corrigez-le au lieu d'en ajouter un, ou choisissez un autre jour."),
            field="since",
        )
    rows = rows.filter(nature=nature) if nature == Nature.PROJECTED else rows.exclude(nature=Nature.PROJECTED)
    crossing = Q(until__gt=since) & (Q(since__isnull=True) | Q(since__lt=since)) if since else Q(pk__in=())
    if until is not None:
        crossing |= Q(since__lt=until, since__gt=since) if since else Q(since__lt=until)
    if (other := rows.filter(crossing).first()) is not None:
        raise Refused(
            "missions.second_mode",
            _("Un autre mode tient déjà une partie de cette période : %(mode)s, jusqu'au %(until)s.")
            % {"mode": keeping.since_when(in_words(other), other.since), "until": long_date(other.until)}
            if other.until
            else _("Un autre mode commence pendant cette période : %(mode)s.")
            % {"mode": keeping.since_when(in_words(other), other.since)},
            way_out=_("Corrigez-le d'abord, ou choisissez d'autres jours."),
            field="until" if until else "since",
        )


def _reasoned(given: ModeInput, before: ModeRecord | None, actor: Actor, *, asked: bool) -> None:
    """A change of mode says why (S-014): relevance, efficiency, or both. No mode is better than another."""
    if given.reason and given.reason not in ChangeReason.values:
        raise Refused(
            "missions.reason",
            _("Cette raison n'est pas de celles que l'on retient."),
            way_out=_("Choisissez la pertinence, l'efficacité, ou les deux."),
            field="reason",
        )
    changed = before is not None and bool(before.mode) and before.mode != given.mode
    if asked and changed and not given.reason and actor.kind is not ActorKind.IMPORT:
        assert before is not None
        raise Refused(
            "missions.no_reason",
            _("Le mode change, il était : %(mode)s. Il manque la raison du changement.")
            % {"mode": in_words(before)},
            way_out=_("Choisissez la pertinence, l'efficacité, ou les deux."),
            field="reason",
        )


def _condition(given: ModeInput, mission: Mission, nature: str) -> ConditionEvent | None:
    if given.condition is None:
        return None
    if nature != Nature.PROJECTED:
        raise Refused(
            "missions.condition",
            _("Seule une projection dépend d'un événement."),
            way_out=_("Choisissez « projection », ou n'indiquez aucune condition."),
            field="condition",
        )
    found = ConditionEvent.objects.filter(pk=given.condition, plan=mission.plan_id).first()
    if found is None:
        raise Refused(
            "missions.condition",
            _("Cet événement n'est pas de ce schéma."),
            way_out=_("Choisissez-en un de la liste."),
            field="condition",
        )
    return found


def _versions(
    mission: Mission, given: ModeInput, draft: Scenario | None, *, at: datetime, actor: Actor
) -> list[FrameVersion]:
    found = frames.versions(given.frames, mission, draft)
    if given.new_frame is not None:
        asked = replace(
            given.new_frame, title=fields.line(given.new_frame.title, most=200, field="frame_title")
        )
        found.append(
            frames.add_frame(mission.plan_id, asked, source=given.source, draft=draft, at=at, actor=actor)
        )
    for version in found:
        for organization, state in given.adoptions:
            frames.adopt_frame(version.pk, organization, state, given, draft=draft, at=at, actor=actor)
    return found


def projected(mission: Mission, row: ModeRecord, before: ModeRecord | None) -> projecting.Projected:
    """What a projected mode tells those who follow it; ``before``: the mode it takes the place of."""
    return projecting.Projected(
        mission=mission.pk,
        plan=mission.plan_id,
        day=row.since,
        kind=projecting.MODE,
        fact_id=row.pk,
        sentence=turning.in_words(
            keeping.label_of(mission, row.since),
            row,
            before,
            in_words(row),
            in_words(before) if before else "",
        ),
        keeps=before is not None and not turning.changed(row, before),
    )
