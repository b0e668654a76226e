"""Missions and people in words, for many rows at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from maillage.modules.missions.adapters import BY_DAY
from maillage.modules.missions.models import Placement
from maillage.shared.directory.models import Person

LEVELS = 4
"""A function, a domain, a macro-process, an action."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionName:
    """A mission as a page names it. ``function`` is its function, empty when it is one itself, or when nothing places it."""

    pk: int
    code: str
    label: str
    function: str
    function_code: str
    plan: str

    @property
    def url(self) -> str:
        return reverse("missions:box", args=[self.plan, self.code])

    @property
    def full(self) -> str:
        """« Déclarations sociales (Gestion des ressources humaines) »."""
        return f"{self.label} ({self.function})" if self.function else self.label


def mission_names(missions: Iterable[int]) -> dict[int, MissionName]:
    """Missions by their last known place, with their function: four queries at most, whatever their number."""
    places: dict[int, Placement] = {}
    wanted = set(missions)
    for _level in range(LEVELS):
        if not wanted:
            break
        places |= _last_places(wanted)
        wanted = {one.parent_id for one in places.values() if one.parent_id and one.parent_id not in places}
    return {pk: _named(place, places) for pk, place in places.items()}


def people_names(users: Iterable[int | None]) -> dict[int, str]:
    """The people of some accounts, by account."""
    rows = Person.objects.filter(user__in={one for one in users if one is not None})
    return {one.user_id: str(one) for one in rows if one.user_id is not None}


def _last_places(missions: set[int]) -> dict[int, Placement]:
    rows = (
        Placement.objects.filter(mission__in=missions, withdrawn_at__isnull=True, scenario__isnull=True)
        .select_related("mission__plan")
        .order_by("mission", BY_DAY, "recorded_at", "pk")
    )
    # The last of each wins.
    return {row.mission_id: row for row in rows}


def _named(place: Placement, places: dict[int, Placement]) -> MissionName:
    top, seen = place, {place.mission_id}
    while top.parent_id in places and top.parent_id not in seen:
        seen.add(top.parent_id)
        top = places[top.parent_id]
    itself = top.mission_id == place.mission_id
    return MissionName(
        pk=place.mission_id,
        code=place.mission.code,
        label=place.label,
        function="" if itself else top.label,
        function_code="" if itself else top.mission.code,
        plan=place.mission.plan.slug,
    )
