"""What the pages of writing read: the mission they write on, what a person may choose, what was last said and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import long_date
from maillage.modules.missions import policies
from maillage.modules.missions.enums import Level, LinkKind, Presence
from maillage.modules.missions.models import (
    ConditionEvent,
    FrameVersion,
    Mission,
    MissionLink,
    Placement,
    Plan,
    PlanParty,
    Scenario,
)
from maillage.modules.missions.operations import keeping
from maillage.modules.missions.operations.frames import offered
from maillage.modules.missions.operations.keeping import EARLIEST, LATEST
from maillage.shared.directory.models import Organization, Unit

Choices = list[tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSubject:
    """The plan one writes on."""

    id: int
    slug: str
    title: str
    abilities: Abilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The mission one writes on. ``day``: the day of its name; ``scenario``: the draft one writes in, with its title."""

    id: int
    code: str
    label: str
    level: str
    level_label: str
    where: str
    url: str
    demands_parts: bool
    definition: str
    plan: PlanSubject
    scenario: int | None = None
    scenario_title: str = ""
    effect_day: date | None = None

    @property
    def here(self) -> str:
        """The page of the mission, in the draft one writes in."""
        return f"{self.url}?scenario={self.scenario}" if self.scenario else self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A state of the map that may show a box, or not: what its reading says."""

    id: int
    day: date | None
    nature_label: str
    under: str
    note: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A place of a mission that holds, who recorded it (``by``: the account) and when."""

    id: int
    since: date | None
    label: str
    under: str
    presence_label: str
    nature_label: str
    recorded_at: datetime
    author: str
    by: int | None

    @property
    def words(self) -> str:
        """« Déclarations sociales, sous Paye, depuis le 1er janvier 2017 »."""
        where = _("%(label)s, sous %(under)s") % {"label": self.label, "under": self.under}
        return keeping.since_when(where if self.under else self.label, self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """A mission tied to another: to read again when one of them changes (S-062, S-095)."""

    link: int
    kind: str
    kind_label: str
    label: str
    url: str
    since: date | None
    until: date | None

    @property
    def endable(self) -> bool:
        """Whether it may end: the story of identities does not."""
        return self.until is None and self.kind in (LinkKind.SHARED, LinkKind.INTERDEPENDENT)


def plan_of(slug: str, *, actor: Actor, on: date) -> PlanSubject:
    """The plan of an address, and what the actor may do with it. Raises NotVisible."""
    policies.seen(actor)
    row = Plan.objects.filter(slug=slug).first()
    if row is None:
        raise NotVisible(slug)
    return _plan(row, actor, on)


def subject(
    plan: str, code: str, *, actor: Actor, on: date, day: date | None = None, scenario: int | None = None
) -> Subject:
    """The mission of an address. ``day``: the one whose name is shown. Raises NotVisible, and for a draft of another plan."""
    policies.seen(actor)
    row = Mission.objects.select_related("plan").filter(plan__slug=plan, code=code).first()
    if row is None:
        raise NotVisible(code)
    draft = None
    if scenario is not None:
        draft = Scenario.objects.filter(pk=scenario, plan=row.plan_id).first()
        if draft is None:
            raise NotVisible(str(scenario))
    place = keeping.placed(row, day or on, scenario=draft) or row.placements.order_by(EARLIEST).first()
    above = place.parent if place else None
    return Subject(
        id=row.pk,
        code=row.code,
        label=place.label if place else row.code,
        level=row.level,
        level_label=str(Level(row.level).label),
        where=keeping.label_of(above, day or on) if above else "",
        url=reverse("missions:box", args=[row.plan.slug, row.code]),
        demands_parts=row.demands_parts or _demands_parts(above),
        definition=row.definition,
        plan=_plan(row.plan, actor, on),
        scenario=scenario,
        scenario_title=draft.title if draft else "",
        effect_day=draft.effect_day if draft else None,
    )


def described(mission: int) -> dict[str, Any]:
    """What a mission says of itself, as its form shows it."""
    row = Mission.objects.get(pk=mission)
    return {
        "definition": row.definition,
        "aliases": "\n".join(row.aliases),
        "purposes": "\n".join(row.purposes),
        "perimeters": "\n".join(row.perimeters),
        "guarantor": row.guarantor_id or "",
    }


def unsettled(mission: int) -> tuple[Unsettled, ...]:
    """The states where a box is « à confirmer », the earliest first."""
    rows = Placement.objects.filter(
        mission=mission, presence=Presence.UNCONFIRMED, withdrawn_at__isnull=True, scenario__isnull=True
    )
    return tuple(
        Unsettled(
            id=row.pk,
            day=row.since,
            nature_label=row.get_nature_display(),
            under=keeping.label_of(row.parent, row.since) if row.parent else "",
            note=row.note,
            evidence=row.evidence,
        )
        for row in rows.select_related("parent").order_by(EARLIEST, "pk")
    )


def places(mission: int) -> tuple[PlaceLine, ...]:
    """The places of a mission that hold, the latest first."""
    rows = Placement.objects.filter(mission=mission, withdrawn_at__isnull=True, scenario__isnull=True)
    return tuple(
        PlaceLine(
            id=row.pk,
            since=row.since,
            label=row.label,
            under=keeping.label_of(row.parent, row.since) if row.parent else "",
            presence_label=row.get_presence_display(),
            nature_label=row.get_nature_display(),
            recorded_at=row.recorded_at,
            author=keeping.author(row.recorded_by_id),
            by=row.recorded_by_id,
        )
        for row in rows.select_related("parent").order_by(LATEST, "-pk")
    )


def seen_place(mission: int) -> int:
    """The key of the last place that a person reads: sent back with a change, to know of another meanwhile."""
    return keeping.latest(Placement.objects.filter(mission=mission))


def tied(mission: int, scenario: int | None = None) -> tuple[Tied, ...]:
    """What a mission is tied to, whatever the way, in the draft too: to read again when it changes."""
    drawn = Q(scenario__isnull=True) | Q(scenario=scenario) if scenario else Q(scenario__isnull=True)
    rows = MissionLink.everything.filter(Q(first=mission) | Q(second=mission), drawn).select_related(
        "first__plan", "second__plan", "scenario"
    )
    found = []
    for row in rows.order_by("pk"):
        other = row.second if row.first_id == mission else row.first
        found.append(
            Tied(
                link=row.pk,
                kind=row.kind,
                kind_label=_tie(row, mission),
                label=keeping.label_of(other, row.since, row.scenario),
                url=reverse("missions:box", args=[other.plan.slug, other.code])
                + (f"?scenario={row.scenario_id}" if row.scenario_id else ""),
                since=row.since,
                until=row.until,
            )
        )
    return tuple(found)


def to_review(mission: int, on: date) -> tuple[Tied, ...]:
    """What asks to be read again when a mission changes: shared with it, or interdependent, on the day (S-062, S-095)."""
    kinds = (LinkKind.SHARED, LinkKind.INTERDEPENDENT)
    return tuple(one for one in tied(mission) if one.kind in kinds and (one.until is None or one.until > on))


def organizations(plan: int, on: date) -> Choices:
    """Every organisation of the directory, those of the plan first; one that ended says since when, one that will end
    until which day."""
    parties = set(PlanParty.objects.filter(plan=plan).values_list("organization", flat=True))
    inside, outside = [], []
    for row in Organization.objects.order_by("name").only("pk", "name", "ended_on"):
        if row.ended_on is None:
            ended = ""
        elif row.ended_on <= on:
            ended = _(" (n'existe plus depuis le %(day)s)") % {"day": long_date(row.ended_on)}
        else:
            ended = _(" (existe jusqu'au %(day)s)") % {"day": long_date(row.ended_on - timedelta(days=1))}
        (inside if row.pk in parties else outside).append((row.pk, f"{row.name}{ended}"))
    return [(_("Organismes du schéma"), inside), (_("Autres organismes"), outside)]


def parties(plan: int) -> Choices:
    """The organisations that work under a plan, in its order; those of its owner's network when none is known."""
    rows = PlanParty.objects.filter(plan=plan).select_related("organization").order_by("order", "pk")
    found = [(row.organization_id, _party(row)) for row in rows]
    if found:
        return found
    network = Organization.objects.filter(in_network=True, ended_on__isnull=True).order_by("name")
    return [(row.pk, row.name) for row in network]


def units(plan: int, on: date) -> Choices:
    """The units of the organisations of the directory, with theirs."""
    rows = Unit.objects.exclude(until__lte=on).select_related("organization")
    return [
        (row.pk, f"{row.name}, {row.organization.name}")
        for row in rows.order_by("organization__name", "name")
    ]


def missions(plan: int, *, levels: Sequence[str] = (), but: int | None = None) -> Choices:
    """The missions of a plan under the name of their function: their last name, and where they stand."""
    rows = Placement.objects.filter(
        mission__plan=plan, withdrawn_at__isnull=True, scenario__isnull=True
    ).select_related("mission")
    last: dict[int, Placement] = {}
    for row in rows.order_by(EARLIEST, "pk"):
        last[row.mission_id] = row
    grouped: dict[str, list[tuple[int, str]]] = {}
    for pk, row in sorted(last.items(), key=lambda pair: (_path(pair[1], last), pair[1].position)):
        if (levels and row.mission.level not in levels) or pk == but:
            continue
        path = _path(row, last)
        grouped.setdefault(path[0], []).append((pk, " · ".join(path[1:]) or path[0]))
    return list(grouped.items())


def on_the_map() -> Q:
    """The missions that have a place outside drafts, and that the import which made them still holds."""
    places = Placement.objects.filter(withdrawn_at__isnull=True, scenario__isnull=True)
    return Q(pk__in=places.values("mission"))


def functions(plan: int) -> Choices:
    """The functions of a plan."""
    rows = Mission.objects.filter(on_the_map(), plan=plan, level=Level.FUNCTION).order_by("code")
    return [(row.pk, keeping.label_of(row, None)) for row in rows]


def conditions(plan: int) -> Choices:
    """The events on which projections of a plan may depend."""
    rows = ConditionEvent.objects.filter(plan=plan).order_by("label")
    return [(row.pk, row.label) for row in rows]


def frames(plan: int, scenario: int | None = None) -> Choices:
    """The versions of frames of a plan, and those that the draft imagines."""
    named = sorted(offered(plan, scenario), key=lambda row: (row.frame.title, row.number))
    return [
        (row.pk, _("%(title)s, version %(number)s") % {"title": row.frame.title, "number": row.number})
        for row in named
    ]


def frame_names(plan: str) -> list[tuple[int, str, str]]:
    """The versions of frames of the map of a plan (its slug): key, title, number."""
    rows = FrameVersion.objects.filter(frame__plan__slug=plan, withdrawn_at__isnull=True)
    return list(rows.values_list("pk", "frame__title", "number"))


def _plan(row: Plan, actor: Actor, on: date) -> PlanSubject:
    return PlanSubject(
        id=row.pk, slug=row.slug, title=row.title, abilities=policies.abilities(actor, row, on)
    )


def _demands_parts(above: Mission | None) -> bool:
    """Whether what stands under a mission says its two parts: its function asks for it."""
    if above is None:
        return False
    if above.level == Level.FUNCTION:
        return above.demands_parts
    place = above.placements.select_related("parent").order_by(LATEST).first()
    return bool(place and place.parent and place.parent.demands_parts)


def _path(row: Placement, last: dict[int, Placement]) -> tuple[str, ...]:
    found: list[str] = []
    current: Placement | None = row
    while current is not None and len(found) < 6:
        found.append(current.label)
        current = last.get(current.parent_id) if current.parent_id else None
    return tuple(reversed(found))


def _party(row: PlanParty) -> str:
    name = row.organization.name
    if row.until is not None:
        return _("%(name)s (jusqu'au %(day)s)") % {"name": name, "day": long_date(row.until)}
    if row.since is not None:
        return _("%(name)s (depuis le %(day)s)") % {"name": name, "day": long_date(row.since)}
    return name


def _tie(row: MissionLink, mission: int) -> str:
    """The tie as one reads it from a mission."""
    if row.kind == LinkKind.MERGED:
        return _("fusionnée dans") if row.first_id == mission else _("réunit")
    if row.kind == LinkKind.SPLIT:
        return _("a donné") if row.first_id == mission else _("issue de")
    return str(LinkKind(row.kind).label)
