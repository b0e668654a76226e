"""Missions by the words one knows: their labels of any time, their other names, their definitions (S-022)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.text import searchable, stem
from maillage.modules.missions import policies
from maillage.modules.missions.adapters import LATEST_FIRST
from maillage.modules.missions.enums import Level
from maillage.modules.missions.models import Mission, Placement
from maillage.modules.missions.queries.reading import box_url
from maillage.modules.missions.queries.trees import tree

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionFound:
    """A mission that answers the words. ``why``: when its present label does not hold them, what does."""

    id: int
    plan_slug: str
    plan: str
    code: str
    label: str
    level_label: str
    domain: str
    function: str
    url: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionsFound:
    """The first missions that answer, and how many others."""

    missions: tuple[MissionFound, ...]
    others: int


NOTHING = MissionsFound(missions=(), others=0)


def find(words: str, actor: Actor, *, plan: str = "", limit: int | None = SHOWN) -> MissionsFound:
    """The missions whose code, label (of any time), other names or definition hold every word; a label before an other name, an
    other name before a definition. ``limit`` None: all of them. A constant number of queries."""
    asked = searchable(words).split()
    if not asked or not policies.visible(actor):
        return NOTHING
    stems = [stem(word) for word in asked]
    scope = Q(plan__slug=plan) if plan else Q()
    labels: dict[int, list[str]] = {}
    placed = Placement.objects.filter(
        withdrawn_at=None, scenario=None, mission__in=Mission.objects.filter(scope)
    )
    for mission, label in placed.order_by(LATEST_FIRST, "pk").values_list("mission_id", "label"):
        labels.setdefault(mission, []).append(label)
    ranked = []
    for pk, code, aliases, definition, level in Mission.objects.filter(scope).values_list(
        "pk", "code", "aliases", "definition", "level"
    ):
        if pk not in labels:
            continue  # It stands in a draft only, or its import was undone: it is not on the map.
        rank = _rank(stems, [code, *labels[pk][:1]], labels[pk][1:], aliases, definition)
        if rank is not None:
            ranked.append((rank[0], tuple(Level.values).index(level), code, pk, rank[1]))
    ranked.sort()
    first = [(pk, why) for *_rest, pk, why in ranked[:limit]]
    return MissionsFound(missions=tuple(_told(first)), others=len(ranked) - len(first))


def _rank(
    stems: list[str], named: Iterable[str], former: Iterable[str], aliases: Iterable[str], definition: str
) -> tuple[int, str] | None:
    """Where every word is found: (0, "") in the name, else the rank and the words that say where; None: nowhere."""
    if any(_holds(stems, text) for text in named):
        return 0, ""
    for text in former:
        if _holds(stems, text):
            return 1, _("autrefois : %(name)s") % {"name": text}
    for text in aliases:
        if _holds(stems, text):
            return 1, _("autre nom : %(name)s") % {"name": text}
    if _holds(stems, definition):
        return 2, _("définition : %(text)s") % {"text": definition}
    return None


def _holds(stems: list[str], text: str) -> bool:
    there = f" {searchable(text)}"
    return all(f" {one}" in there for one in stems)


def _told(found: list[tuple[int, str]]) -> Iterable[MissionFound]:
    rows = {
        row.pk: row
        for row in Mission.objects.filter(pk__in=[pk for pk, _why in found]).select_related("plan")
    }
    places = tree({row.plan_id for row in rows.values()}, list(rows))
    for pk, why in found:
        row = rows[pk]
        spot = places.at(pk, date.max)
        yield MissionFound(
            id=pk,
            plan_slug=row.plan.slug,
            plan=row.plan.title,
            code=row.code,
            label=spot.label,
            level_label=str(Level(row.level).label),
            domain=spot.domain,
            function=spot.function if spot.function_code != row.code else "",
            url=box_url(row.plan.slug, row.code),
            why=why,
        )
