"""What is said of a mission beside its mode: who holds it, who does what, its two parts, the notes of a map."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, typed
from maillage.modules.missions import projecting
from maillage.modules.missions.enums import MissionRole, Nature
from maillage.modules.missions.inputs import FactInput
from maillage.modules.missions.models import (
    Annotation,
    Holding,
    LocalPart,
    Mission,
    MissionFact,
    RoleStatement,
    Scenario,
)
from maillage.modules.missions.operations import keeping, timing
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources.quotes import Said

FACTS: dict[str, type[MissionFact]] = {
    "holding": Holding,
    "role": RoleStatement,
    "part": LocalPart,
    "annotation": Annotation,
}


@operation("missions.hold")
def hold(
    mission_id: int,
    organization: int,
    given: FactInput,
    *,
    unit: int | None = None,
    beneficiaries: Sequence[int] = (),
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Holding:
    """An organisation, or one of its units, holds a mission from a day on, for others. Raises Refused for one that does not exist
    that day, a unit of another, or what it holds already."""
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    timing.aimed(mission, given, columns["nature"])
    timing.standing(mission, given, columns["nature"], draft)
    body = keeping.organizations(
        (organization,), on=given.since, until=given.until, field="organization", mission=mission
    )[0]
    part = _unit(unit, body.pk)
    once(mission, body, part, given.since, columns["nature"], draft)
    helped = keeping.organizations(beneficiaries, on=given.since, field="beneficiaries", mission=mission)
    row = keeping.kept(Holding(mission=mission, organization=body, unit=part, **columns))
    row.beneficiaries.set(helped)
    if row.nature == Nature.PROJECTED and draft is None:
        projecting.announce(projected(mission, row))
    return row


def once(
    mission: Mission,
    body: Organization,
    unit: Unit | None,
    day: date | None,
    nature: str,
    draft: Scenario | None,
) -> None:
    """Raises Refused when an organisation, or its unit, holds the mission on the day already."""
    living = keeping.holding(mission.holdings.all(), day, nature, draft)
    if living.filter(organization=body, unit=unit).exists():
        raise Refused(
            "missions.holds_already",
            _("« %(name)s » tient déjà cette mission ce jour-là.") % {"name": body.name},
            way_out=_("Rien n'est à faire ; pour changer le bénéficiaire, retirez d'abord ce qui est dit."),
            field="organization",
        )


def projected(mission: Mission, row: Holding) -> projecting.Projected:
    """What a projected holder tells those who follow it."""
    words = {
        "label": keeping.label_of(mission, row.since),
        "name": row.organization.name,
        "day": long_date(row.since) if row.since else "",
        "until": long_date(row.until - timedelta(days=1)) if row.until else "",
    }
    if row.until:
        sentence = _("« %(label)s » est tenu par « %(name)s » du %(day)s au %(until)s.") % words
    else:
        sentence = _("« %(label)s » est tenu par « %(name)s » à partir du %(day)s.") % words
    return projecting.Projected(
        mission=mission.pk,
        plan=mission.plan_id,
        day=row.since,
        kind=projecting.HOLDER,
        fact_id=row.pk,
        sentence=sentence,
    )


@operation("missions.end_hold")
def end_hold(holding_id: int, *, on: date, source: Said, at: datetime, actor: Actor) -> Holding:
    """A mission is held so no more from a day on: the same, with its end. Raises Refused for a day before its start."""
    row = Holding.objects.filter(pk=holding_id).first()
    if row is None:
        raise NotVisible(str(holding_id))
    mission = keeping.mission_row(row.mission_id)
    draft = keeping.allowed(mission, scenario=row.scenario_id, at=at, actor=actor)
    given = FactInput(
        since=row.since,
        until=on,
        nature=row.nature,
        basis=row.basis,
        source=source,
        evidence=row.evidence,
        note=row.note,
    )
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    keeping.withdraw(row, why=_("fin de ce titulaire"), at=at, actor=actor)
    ended = keeping.kept(
        Holding(mission=mission, organization_id=row.organization_id, unit_id=row.unit_id, **columns)
    )
    ended.beneficiaries.set(row.beneficiaries.all())
    if ended.nature == Nature.PROJECTED and draft is None:
        projecting.announce(replace(projected(mission, ended), again=row.pk))
    return ended


@operation("missions.state_role")
def state_role(
    mission_id: int,
    role: str,
    given: FactInput,
    *,
    organization: int | None = None,
    unit: int | None = None,
    words: str = "",
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> RoleStatement:
    """Who defines, agrees, supports, executes or steers a mission (S-054): an organisation, or words of the source."""
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    if role not in MissionRole.values:
        raise Refused(
            "missions.role",
            _("Ce rôle n'existe pas."),
            way_out=_("Choisissez : définit, donne son accord, appuie, exécute ou pilote."),
            field="role",
        )
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    keys = () if organization is None else (organization,)
    found = keeping.organizations(keys, on=given.since, field="organization", mission=mission)
    body = found[0] if found else None
    said = fields.line(words, most=300, field="words")
    if body is None and not said:
        raise Refused(
            "missions.nobody",
            _("Il manque qui tient ce rôle."),
            way_out=_("Choisissez un organisme, ou reprenez les mots de la source."),
            field="organization",
        )
    part = _unit(unit, body.pk) if body else None
    return keeping.kept(
        RoleStatement(mission=mission, role=role, organization=body, unit=part, words=said, **columns)
    )


@operation("missions.say_parts")
def say_parts(
    mission_id: int,
    given: FactInput,
    *,
    local: str,
    regional: str,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> LocalPart:
    """What is done locally and what is done in the region, in words (S-056); what was said of that same day is withdrawn. Raises
    Refused when neither is said."""
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    if not typed(local) and not typed(regional):
        raise Refused(
            "missions.no_parts",
            _("Ni la part locale ni la part régionale n'est dite."),
            way_out=_("Dites l'une des deux au moins, en une phrase."),
            field="local",
        )
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    for old in LocalPart.objects.filter(
        mission=mission, since=given.since, scenario=draft, withdrawn_at__isnull=True
    ):
        keeping.withdraw(old, why=_("dit autrement le même jour"), at=at, actor=actor)
    return keeping.kept(LocalPart(mission=mission, local=typed(local), regional=typed(regional), **columns))


@operation("missions.annotate")
def annotate(
    mission_id: int,
    text: str,
    given: FactInput,
    *,
    boxes: Sequence[int] = (),
    mode: str = "",
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Annotation:
    """A sentence that the map bears from a day on, on some boxes or with no known scope (S-027, S-032)."""
    mission = keeping.mission_row(mission_id)
    draft = keeping.allowed(mission, scenario=scenario, at=at, actor=actor)
    said = fields.line(text, most=500, field="text")
    if not said:
        raise Refused(
            "missions.no_text",
            _("Cette annotation est vide."),
            way_out=_("Écrivez ce que la carte doit porter."),
            field="text",
        )
    marked = list(Mission.objects.filter(pk__in=boxes, plan=mission.plan_id))
    columns = keeping.columns(given, scenario=draft, at=at, actor=actor)
    row = keeping.kept(Annotation(mission=mission, text=said, mode=mode, **columns))
    row.boxes.set(marked)
    return row


@operation("missions.withdraw_statement")
def withdraw(kind: str, fact_id: int, *, why: str, at: datetime, actor: Actor) -> MissionFact:
    """A holder, a role, parts or an annotation (``kind``: a key of FACTS) are held for true no more. Raises Refused without a
    reason."""
    if kind not in FACTS:
        raise NotVisible(kind)
    row = FACTS[kind].objects.filter(pk=fact_id).first()
    if row is None:
        raise NotVisible(str(fact_id))
    mission = keeping.mission_row(row.mission_id)
    keeping.allowed(mission, scenario=row.scenario_id, at=at, actor=actor)
    keeping.withdraw(row, why=why, at=at, actor=actor)
    return row


def _unit(pk: int | None, organization: int) -> Unit | None:
    if pk is None:
        return None
    found = Unit.objects.filter(pk=pk, organization=organization).first()
    if found is None:
        raise Refused(
            "missions.unit",
            _("Cette unité n'est pas de cet organisme."),
            way_out=_("Choisissez une unité du même organisme, ou aucune."),
            field="unit",
        )
    return found
