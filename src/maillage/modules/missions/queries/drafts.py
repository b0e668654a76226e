"""The facts of a draft beside those of the map and of the other drafts: what contradicts, what changed meanwhile."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from maillage.kit import clock
from maillage.kit.text import long_date
from maillage.modules.missions.enums import Mode, Presence, ScenarioStatus
from maillage.modules.missions.models import (
    Annotation,
    Holding,
    LocalPart,
    MissionFact,
    ModeRecord,
    NarrativeStatement,
    Placement,
    RoleStatement,
    Scenario,
)
from maillage.modules.missions.queries.scenario_shapes import Rival
from maillage.shared.directory.models import Person

TABLES: tuple[type[MissionFact], ...] = (
    Placement,
    ModeRecord,
    Holding,
    RoleStatement,
    LocalPart,
    Annotation,
    NarrativeStatement,
)
"""Every table of dated facts that a draft may hold; places first, so that what is published finds where it stands."""
CONTRADICTING: tuple[type[MissionFact], ...] = (Placement, ModeRecord, Holding)


def facts_of(scenario: Scenario | int, *tables: type[MissionFact]) -> list[Any]:
    """The facts of a draft that still hold, table by table."""
    found: list[Any] = []
    for table in tables or TABLES:
        rows = _named(table).filter(scenario=scenario, withdrawn_at__isnull=True)
        found += rows.order_by(F("since").asc(nulls_first=True), "pk")
    return found


def counts(scenarios: Iterable[int]) -> dict[int, int]:
    """How many facts each draft holds."""
    found: dict[int, int] = dict.fromkeys(scenarios, 0)
    for table in TABLES:
        rows = table._default_manager.filter(scenario__in=list(found), withdrawn_at__isnull=True)
        for one in rows.values_list("scenario", flat=True):
            found[one] += 1
    return found


def touched(facts: Iterable[Any]) -> frozenset[int]:
    """The missions that facts are about."""
    return frozenset(one.mission_id for one in facts)


def occupied(scenario: Scenario) -> tuple[str, ...]:
    """The places and modes of a draft whose day the map already says: publishing would contradict it."""
    found: list[Any] = []
    for table in (Placement, ModeRecord):
        mine = {(*_key(one), one.since) for one in facts_of(scenario, table)}
        rows = _named(table).filter(
            mission__in={mission for mission, *_rest in mine},
            scenario__isnull=True,
            withdrawn_at__isnull=True,
        )
        found += [one for one in rows.order_by("pk") if (*_key(one), one.since) in mine]
    return _about(found)


def changed_since(scenario: Scenario, missions: frozenset[int]) -> tuple[tuple[str, ...], str]:
    """What was recorded or withdrawn on the map, of these missions, since the draft was opened: in words, and a mark that changes
    with it."""
    later = Q(recorded_at__gt=scenario.created_at) | Q(withdrawn_at__gt=scenario.created_at)
    found: list[Any] = []
    for table in TABLES:
        rows = _named(table).filter(later, mission__in=missions, scenario__isnull=True)
        found += rows.exclude(published_from=scenario).order_by("pk")
    mark = (f"{type(one).__name__}:{one.pk}:{'-' if one.withdrawn_at else '+'}" for one in found)
    return _about(found), ",".join(mark)


def rivals(scenario: Scenario) -> tuple[Rival, ...]:
    """The other drafts of the plan that say otherwise of the same mission."""
    pairs: list[tuple[Any, Any]] = []
    for table in CONTRADICTING:
        mine = {_key(one): one for one in facts_of(scenario, table)}
        for other in _other_drafts(scenario, table, {one.mission_id for one in mine.values()}):
            one = mine.get(_key(other))
            if one is not None and _content(one) != _content(other):
                pairs.append((one, other))
    labels = _labels(fact for pair in pairs for fact in pair)
    found: dict[tuple[str, str], list[str]] = {}
    for one, other in pairs:
        words = _("« %(label)s » : ici %(mine)s, là %(other)s") % {
            "label": labels.get(one.mission_id, ""),
            "mine": words_of(one, labels),
            "other": words_of(other, labels),
        }
        found.setdefault((other.scenario.title, other.scenario.slug), []).append(words)
    return tuple(
        Rival(title=title, slug=slug, words=tuple(words)) for (title, slug), words in sorted(found.items())
    )


def rival_titles(scenarios: Iterable[Scenario]) -> dict[int, tuple[str, ...]]:
    """For each draft, the titles of those that contradict it; nothing for what is no draft."""
    drafts = [one for one in scenarios if one.status == ScenarioStatus.DRAFT]
    said: dict[int, dict[tuple[Any, ...], Any]] = {one.pk: {} for one in drafts}
    for table in CONTRADICTING:
        rows = table._default_manager.filter(scenario__in=said, withdrawn_at__isnull=True)
        for one in rows.select_related("mission"):
            said[one.scenario_id][(table, *_key(one))] = _content(one)
    return {
        one.pk: tuple(
            other.title
            for other in drafts
            if other.pk != one.pk
            and any(
                key in said[other.pk] and said[other.pk][key] != content
                for key, content in said[one.pk].items()
            )
        )
        for one in drafts
    }


def words_of(fact: Any, labels: Mapping[int, str]) -> str:
    """A place, a mode or a holder in a few words. ``labels``: what missions are called."""
    match fact:
        case ModeRecord():
            said = str(Mode(fact.mode).label) if fact.mode else _("mode à préciser")
            return f"{said} ({fact.holder.name})" if fact.holder is not None else said
        case Placement():
            if fact.presence == Presence.GONE:
                return _("retiré")
            where = labels.get(fact.parent_id, "") if fact.parent_id else ""
            return _("sous « %(where)s »") % {"where": where} if where else _("présent")
        case Holding():
            return str(fact.organization.name)
    return str(fact._meta.verbose_name)


def _named(table: type[MissionFact]) -> QuerySet[Any]:
    """The facts of a table, with what their words name."""
    bodies = {ModeRecord: "holder", Holding: "organization"}
    rows = table._default_manager.select_related("mission", "cited")
    return rows.select_related(bodies[table]) if table in bodies else rows


def _key(fact: Any) -> tuple[Any, ...]:
    """What two drafts may both speak of: a mission, and for an exception its chamber."""
    return fact.mission_id, getattr(fact, "chamber_id", None)


def _content(fact: Any) -> tuple[Any, ...]:
    match fact:
        case ModeRecord():
            return fact.mode, fact.holder_id
        case Placement():
            return fact.parent_id, fact.presence, fact.label
    return (fact.organization_id, fact.unit_id)


def _other_drafts(scenario: Scenario, table: type[MissionFact], missions: set[int]) -> QuerySet[Any]:
    return (
        _named(table)
        .filter(
            mission__in=missions,
            scenario__plan=scenario.plan_id,
            scenario__status=ScenarioStatus.DRAFT,
            withdrawn_at__isnull=True,
        )
        .exclude(scenario=scenario)
        .select_related("scenario")
        .order_by("scenario", "pk")
    )


def _about(facts: Collection[Any]) -> tuple[str, ...]:
    """« Paye » : Intégration depuis le 1er janvier 2027, enregistré le 3 mars 2026 par Rita Fictif. Two queries for all."""
    labels = _labels(facts)
    users = {one.withdrawn_by_id if one.withdrawn_at else one.recorded_by_id for one in facts}
    people = {one.user_id: str(one) for one in Person.objects.filter(user__in=users - {None})}
    told = []
    for one in facts:
        said = {
            "label": labels.get(one.mission_id, ""),
            "what": words_of(one, labels),
            "when": long_date(clock.day_of(one.withdrawn_at or one.recorded_at)),
            "who": people.get(one.withdrawn_by_id if one.withdrawn_at else one.recorded_by_id)
            or _("un import"),
            "since": long_date(one.since) if one.since else _("toujours"),
        }
        told.append(
            _("« %(label)s » : %(what)s depuis %(since)s, retiré le %(when)s par %(who)s") % said
            if one.withdrawn_at
            else _("« %(label)s » : %(what)s depuis %(since)s, enregistré le %(when)s par %(who)s") % said
        )
    return tuple(told)


def _labels(facts: Iterable[Any]) -> dict[int, str]:
    """What the missions of facts, and those they stand under, are called last; as a draft calls them when the map does not know
    them. One query."""
    wanted: set[int] = set()
    for one in facts:
        wanted |= {one.mission_id} | ({one.parent_id} if getattr(one, "parent_id", None) else set())
    rows = Placement.objects.filter(mission__in=wanted, withdrawn_at__isnull=True)
    named = rows.order_by(
        F("scenario").desc(nulls_last=True), F("since").asc(nulls_first=True), "pk"
    ).values_list("mission", "label")
    return dict(named)
