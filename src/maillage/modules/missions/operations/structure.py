"""What a plan is made of: functions, domains, macro-processes and actions are added by people, never by a program (S-016)."""

import json
import re
import zlib
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, searchable, typed
from maillage.modules.missions import policies
from maillage.modules.missions.enums import Level, Nature
from maillage.modules.missions.inputs import FactInput, ModeInput
from maillage.modules.missions.models import (
    MapState,
    Mission,
    Placement,
    Plan,
    PlanParty,
    SubMission,
)
from maillage.modules.missions.operations import keeping, modes, parts, placing
from maillage.modules.missions.operations.stating import annotate, end_hold, hold, say_parts, state_role
from maillage.modules.missions.operations.ties import link, merge, split, unlink
from maillage.shared.directory.models import Organization
from maillage.shared.sources.quotes import Said

__all__ = [
    "add_state",
    "annotate",
    "create_action",
    "create_box",
    "create_domain",
    "create_function",
    "describe",
    "divide",
    "end_hold",
    "hold",
    "join",
    "leave",
    "link",
    "merge",
    "say_parts",
    "split",
    "state_role",
    "unlink",
]


@operation("missions.create_function")
def create_function(
    plan: int,
    label: str,
    given: FactInput,
    *,
    code: str = "",
    demands_parts: bool = False,
    at: datetime,
    actor: Actor,
) -> Mission:
    """Another function of a plan, with the first state of its map: by an administrator, without code. ``demands_parts``: each of
    its macro-processes says its local and regional parts (S-056). Raises Refused for a code that is taken."""
    row = plan_row(plan)
    policies.require(actor, row, policies.FOUND, day_of(at))
    wanted = code or _initials(label)
    made = _mission(row, Level.FUNCTION, wanted, demands_parts=demands_parts)
    place = placing.place(made.pk, given, parent=None, label=label, at=at, actor=actor)
    if given.since is not None:
        keeping.kept(
            MapState(function=made, day=given.since, nature=given.nature, drawn=False, cited=place.cited)
        )
    return made


@operation("missions.create_domain")
def create_domain(
    function: int,
    label: str,
    given: FactInput,
    *,
    code: str = "",
    definition: str = "",
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Mission:
    """Another column of a function's map from a day on."""
    above = _above(function, Level.FUNCTION, scenario, at, actor)
    made = _mission(
        above.plan, Level.DOMAIN, code or f"{above.code}-{_initials(label)}", definition=definition
    )
    placing.place(made.pk, given, parent=above.pk, label=label, scenario=scenario, at=at, actor=actor)
    return made


@operation("missions.create_box")
def create_box(
    domain: int,
    label: str,
    given: FactInput,
    *,
    code: str = "",
    definition: str = "",
    local: str = "",
    regional: str = "",
    parts_follow: bool = False,
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Mission:
    """Another macro-process of a domain from a day on. Raises Refused without its local or regional part where its function
    demands them (S-056), unless ``parts_follow``: the same act says them next."""
    above = _above(domain, Level.DOMAIN, scenario, at, actor)
    told = bool(typed(local) or typed(regional))
    if not told and not parts_follow and parts.demanding(above, given.since):
        raise parts.lacking(_("Dites l'une des deux parts au moins, en une phrase."), field="local")
    made = _mission(above.plan, Level.MACRO_PROCESS, code or _numbered(above), definition=definition)
    placing.place(made.pk, given, parent=above.pk, label=label, scenario=scenario, at=at, actor=actor)
    if told:
        say_parts(made.pk, given, local=local, regional=regional, scenario=scenario, at=at, actor=actor)
    return made


@operation("missions.create_action")
def create_action(
    parent: int,
    label: str,
    given: FactInput,
    *,
    code: str = "",
    possible: Sequence[str] = (),
    scenario: int | None = None,
    at: datetime,
    actor: Actor,
) -> Mission:
    """An action under a macro-process, a domain or a function. ``possible``: the modes among which it is still to say (S-132)."""
    above = _above(parent, None, scenario, at, actor)
    made = _mission(above.plan, Level.INITIATIVE, code or _numbered(above))
    placing.place(made.pk, given, parent=above.pk, label=label, scenario=scenario, at=at, actor=actor)
    if possible:
        said = ModeInput(
            since=given.since,
            nature=given.nature,
            basis=given.basis,
            source=given.source,
            evidence=given.evidence,
            possible=tuple(possible),
        )
        modes.record(made.pk, said, scenario=scenario, at=at, actor=actor)
    return made


@operation("missions.describe")
def describe(
    mission_id: int,
    *,
    definition: str,
    aliases: Sequence[str] = (),
    purposes: Sequence[str] = (),
    perimeters: Sequence[str] = (),
    guarantor: int | None = None,
    seen: int | None = None,
    at: datetime,
    actor: Actor,
) -> Mission:
    """What a mission is, its other names (S-022), its purposes, the trades it gathers (S-095), who guarantees it. ``seen``: the mark
    of the description that the person read (None: did not look). Raises Refused("stale") when another one would be erased."""
    mission = keeping.mission_row(mission_id)
    policies.require(actor, mission.plan, policies.STRUCTURE, day_of(at))
    before = _description(mission)
    found = keeping.organizations(
        () if guarantor is None else (guarantor,), on=None, field="guarantor", mission=mission
    )
    mission.definition = typed(definition)
    mission.aliases = _lines(aliases, "aliases")
    mission.purposes = _lines(purposes, "purposes")
    mission.perimeters = _lines(perimeters, "perimeters")
    mission.guarantor = found[0] if found else None
    if seen is not None and seen != _mark(before):
        _not_erasing(before, _description(mission))
    return keeping.kept(mission)


def mark(mission: int) -> int:
    """What stands for the description of a mission as it is now: a person who read it sends it back with a change."""
    return _mark(_description(Mission.objects.select_related("guarantor").get(pk=mission)))


def _mark(description: dict[str, str]) -> int:
    return zlib.crc32(json.dumps(list(description.values())).encode())


def _description(mission: Mission) -> dict[str, str]:
    """What describes a mission, by its name in words."""
    return {
        _("définition"): mission.definition,
        _("autres noms"): ", ".join(mission.aliases),
        _("finalités"): ", ".join(mission.purposes),
        _("périmètres"): ", ".join(mission.perimeters),
        _("garant"): mission.guarantor.name if mission.guarantor else "",
    }


def _not_erasing(there: dict[str, str], wanted: dict[str, str]) -> None:
    """Raises Refused("stale") with the words, written meanwhile, that what is wanted would replace."""
    lost = [
        _("%(name)s « %(words)s »") % {"name": name, "words": words or _("vide")}
        for name, words in there.items()
        if words != wanted[name]
    ]
    if lost:
        raise Refused(
            "stale",
            _("Entre-temps, quelqu'un a changé cette description, qui dit maintenant : %(words)s.")
            % {"words": " ; ".join(lost)},
            way_out=_(
                "Ce que vous avez saisi est gardé : relisez, reprenez ce qui doit rester, puis envoyez de nouveau."
            ),
        )


@operation("missions.add_state")
def add_state(
    function: int, day: date, nature: str, *, label: str = "", source: Said, at: datetime, actor: Actor
) -> MapState:
    """Another dated state of a function, at which its map stops. Raises Refused for a second one of the same day."""
    mission = keeping.mission_row(function)
    policies.require(actor, mission.plan, policies.STRUCTURE, day_of(at))
    given = FactInput(since=day, nature=nature, source=source)
    columns = keeping.columns(given, scenario=None, at=at, actor=actor)
    return keeping.kept(
        MapState(
            function=mission,
            day=day,
            nature=nature,
            label=fields.line(label, most=80, field="label"),
            drawn=False,
            cited=columns["cited"],
        )
    )


@operation("missions.divide")
def divide(
    function: int,
    label: str,
    *,
    since: date | None,
    until: date | None = None,
    source: Said,
    evidence: str = "",
    at: datetime,
    actor: Actor,
) -> SubMission:
    """A sub-mission of a function, with its dates: it stays readable once replaced (S-049). Said again, its end is corrected."""
    mission = keeping.mission_row(function)
    policies.require(actor, mission.plan, policies.STRUCTURE, day_of(at))
    to_come = since is not None and since > day_of(at)
    nature = Nature.PROJECTED if to_come else Nature.STATUS
    asked = FactInput(since=since, until=until, nature=nature, source=source)
    columns = keeping.columns(asked, scenario=None, at=at, actor=actor)
    name = fields.line(label, most=200, field="label")
    known = SubMission.objects.filter(function=mission, label=name, since=since).first()
    row = known or SubMission(function=mission, label=name, since=since)
    row.until, row.evidence, row.cited = until, evidence, columns["cited"]
    return keeping.kept(row)


@operation("missions.join")
def join(plan: int, organization: int, *, since: date | None, at: datetime, actor: Actor) -> PlanParty:
    """An organisation works under a plan from a day on: a new or merged chamber is a row (S-002)."""
    row = plan_row(plan)
    policies.require(actor, row, policies.FOUND, day_of(at))
    body = Organization.objects.filter(pk=organization).first()
    if body is None:
        raise NotVisible(str(organization))
    if body.ended_on is not None and since is not None and body.ended_on <= since:
        raise Refused(
            "missions.organization_ended",
            _("« %(name)s » n'existe plus depuis le %(day)s.")
            % {"name": body.name, "day": long_date(body.ended_on)},
            way_out=_("Choisissez celui qui l'a remplacé."),
            field="organization",
        )
    known = PlanParty.objects.filter(plan=row, organization=body).first()
    party = known or PlanParty(plan=row, organization=body)
    party.since, party.until = since, None
    return keeping.kept(party)


@operation("missions.leave")
def leave(plan: int, organization: int, *, until: date, at: datetime, actor: Actor) -> PlanParty:
    """An organisation works under a plan no more from a day on; what it did stays readable."""
    row = plan_row(plan)
    policies.require(actor, row, policies.FOUND, day_of(at))
    party = PlanParty.objects.filter(plan=row, organization=organization).first()
    if party is None:
        raise NotVisible(str(organization))
    if party.since is not None and until <= party.since:
        raise Refused(
            "missions.ends_before_it_starts",
            _("Cet organisme n'est dans le schéma que depuis le %(day)s.") % {"day": long_date(party.since)},
            way_out=_("Donnez un jour qui vient après."),
            field="until",
        )
    party.until = until
    return keeping.kept(party)


def plan_row(pk: int) -> Plan:
    """The plan to write on. Raises NotVisible."""
    found = Plan.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotVisible(str(pk))
    return found


def _above(pk: int, level: Level | None, scenario: int | None, at: datetime, actor: Actor) -> Mission:
    mission = keeping.mission_row(pk)
    keeping.allowed(mission, scenario=scenario, at=at, actor=actor, verb=policies.STRUCTURE)
    if level is not None and mission.level != level:
        raise Refused(
            "missions.parent",
            _("Cette mission ne se range pas là."),
            way_out=_("Un domaine se range dans une fonction, un macro-processus dans un domaine."),
            field="parent",
        )
    return mission


def _mission(
    plan: Plan, level: Level, code: str, *, definition: str = "", demands_parts: bool = False
) -> Mission:
    wanted = re.sub(r"[^A-Za-z0-9_-]+", "-", code)[:40].strip("-")
    if not wanted:
        raise Refused(
            "missions.no_label",
            _("Cette mission n'a pas de libellé."),
            way_out=_("Écrivez-le comme il se lira sur la carte."),
            field="label",
        )
    taken = set(
        Mission.objects.filter(plan=plan, code__startswith=wanted[:36]).values_list("code", flat=True)
    )
    free, number = wanted, 2
    while free in taken:
        free, number = f"{wanted[:36]}-{number}", number + 1
    return keeping.kept(
        Mission(plan=plan, level=level, code=free, definition=typed(definition), demands_parts=demands_parts)
    )


def _initials(label: str) -> str:
    """« Comptabilité sociale » gives CS; one word gives its beginning."""
    words = [word for word in searchable(label).split() if len(word) > 2]
    if len(words) > 1:
        return "".join(word[0] for word in words)[:5].upper()
    return slugify(label)[:6].upper()


def _numbered(above: Mission) -> str:
    number = Placement.objects.filter(parent=above).values("mission").distinct().count() + 1
    return f"{above.code[:36]}-{number}"


def _lines(values: Sequence[str], name: str) -> list[str]:
    return [one for value in values if (one := fields.line(value, most=300, field=name))]
