"""The facts of a draft beside those of the map and of the other drafts: what contradicts, what changed meanwhile."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
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
        rows = table._default_manager.filter(scenario=scenario, withdrawn_at__isnull=True)
        found += rows.select_related("mission", "cited").order_by("since", "pk")
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
    said = []
    for table in (Placement, ModeRecord):
        for one in facts_of(scenario, table):
            rows = table._default_manager.filter(
                mission=one.mission_id, since=one.since, scenario__isnull=True, withdrawn_at__isnull=True
            )
            if table is ModeRecord:
                rows = rows.filter(chamber=one.chamber_id)
            if (other := rows.first()) is not None:
                said.append(_about(one.mission_id, other))
    return tuple(said)


def changed_since(scenario: Scenario, missions: frozenset[int]) -> tuple[tuple[str, ...], str]:
    """What was recorded or withdrawn on the map, of these missions, since the draft was opened: in words, and a mark that changes
    with it."""
    later = Q(recorded_at__gt=scenario.created_at) | Q(withdrawn_at__gt=scenario.created_at)
    said, mark = [], []
    for table in TABLES:
        rows = table._default_manager.filter(later, mission__in=missions, scenario__isnull=True)
        for one in rows.exclude(published_from=scenario).order_by("pk"):
            said.append(_about(one.mission_id, one))
            mark.append(f"{table.__name__}:{one.pk}:{'-' if one.withdrawn_at else '+'}")
    return tuple(said), ",".join(mark)


def rivals(scenario: Scenario) -> tuple[Rival, ...]:
    """The other drafts of the plan that say otherwise of the same mission."""
    found: dict[tuple[str, str], list[str]] = {}
    for table in CONTRADICTING:
        mine = {_key(one): one for one in facts_of(scenario, table)}
        others = _other_drafts(scenario, table, {one.mission_id for one in mine.values()})
        for other in others:
            one = mine.get(_key(other))
            if one is not None and _content(one) != _content(other):
                words = _("« %(label)s » : ici %(mine)s, là %(other)s") % {
                    "label": _label(one.mission_id),
                    "mine": words_of(one),
                    "other": words_of(other),
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


def words_of(fact: Any) -> str:
    """A place, a mode or a holder in a few words."""
    match fact:
        case ModeRecord():
            said = str(Mode(fact.mode).label) if fact.mode else _("mode à préciser")
            return f"{said} ({fact.holder.name})" if fact.holder is not None else said
        case Placement():
            if fact.presence == Presence.GONE:
                return _("retiré")
            where = _label(fact.parent_id) if fact.parent_id else ""
            return _("sous « %(where)s »") % {"where": where} if where else _("présent")
        case Holding():
            return str(fact.organization.name)
    return str(fact._meta.verbose_name)


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
        table._default_manager.filter(
            mission__in=missions,
            scenario__plan=scenario.plan_id,
            scenario__status=ScenarioStatus.DRAFT,
            withdrawn_at__isnull=True,
        )
        .exclude(scenario=scenario)
        .select_related("scenario", "mission")
        .order_by("scenario", "pk")
    )


def _about(mission: int, fact: Any) -> str:
    """« Paye » : Intégration depuis le 1er janvier 2027, enregistré le 3 mars 2026 par Rita Fictif."""
    person = Person.objects.filter(user=fact.withdrawn_by_id if fact.withdrawn_at else fact.recorded_by_id)
    said = {
        "label": _label(mission),
        "what": words_of(fact),
        "when": long_date(clock.day_of(fact.withdrawn_at or fact.recorded_at)),
        "who": str(person.first() or _("un import")),
        "since": long_date(fact.since) if fact.since else _("toujours"),
    }
    if fact.withdrawn_at:
        return _("« %(label)s » : %(what)s depuis %(since)s, retiré le %(when)s par %(who)s") % said
    return _("« %(label)s » : %(what)s depuis %(since)s, enregistré le %(when)s par %(who)s") % said


def _label(mission: int) -> str:
    """What a mission is called; as a draft first calls it when the map does not know it yet."""
    named = Placement.objects.filter(mission=mission).order_by("scenario", "-since", "-pk")
    return named.values_list("label", flat=True).first() or ""
