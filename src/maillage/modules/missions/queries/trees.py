"""Where missions stand, by day, when a list spans several days: labels, domains and functions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from maillage.modules.missions.adapters import BY_DAY
from maillage.modules.missions.enums import Level
from maillage.modules.missions.models import Mission, Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A mission on a day, with what it stands under."""

    code: str
    label: str
    domain: str
    function_code: str
    function: str
    rank: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The dated places of some missions, and of all the domains and functions of their plans."""

    levels: dict[int, tuple[str, str]]
    places: dict[int, list[tuple[date, str, int | None, int]]]

    def at(self, mission: int, day: date) -> Spot:
        """Where a mission stands on a day; one that came later, as it first stood."""
        code, _level = self.levels[mission]
        path = self._path(mission, day)
        label = path[0][1] if path else code
        by_level = {self.levels[one][1]: (one, said, rank) for one, said, rank in path}
        domain = by_level.get(Level.DOMAIN)
        function = by_level.get(Level.FUNCTION)
        return Spot(
            code=code,
            label=label,
            domain=domain[1] if domain and domain[0] != mission else "",
            function_code=self.levels[function[0]][0] if function else "",
            function=function[1] if function else "",
            rank=(
                function[2] if function else 0,
                domain[2] if domain else 0,
                path[0][2] if path else 0,
            ),
        )

    def _path(self, mission: int | None, day: date) -> list[tuple[int, str, int]]:
        path: list[tuple[int, str, int]] = []
        while mission is not None and mission in self.places and len(path) < 5:
            known = self.places[mission]
            _began, label, parent, rank = next((one for one in reversed(known) if one[0] <= day), known[0])
            path.append((mission, label, rank))
            mission = parent
        return path


def tree(plans: Collection[int], missions: Collection[int] = ()) -> Tree:
    """The trees of some plans: their functions and domains, and these missions. Two queries."""
    upper = Q(level__in=(Level.FUNCTION, Level.DOMAIN)) | Q(pk__in=list(missions))
    levels = {
        pk: (code, level)
        for pk, code, level in Mission.objects.filter(upper, plan__in=plans).values_list(
            "pk", "code", "level"
        )
    }
    places: dict[int, list[tuple[date, str, int | None, int]]] = {}
    rows = Placement.objects.filter(
        mission__in=list(levels), withdrawn_at__isnull=True, scenario__isnull=True
    )
    for mission, since, label, parent, rank in rows.order_by(BY_DAY, "pk").values_list(
        "mission_id", "since", "label", "parent_id", "position"
    ):
        places.setdefault(mission, []).append((since or date.min, label, parent, rank))
    return Tree(levels=levels, places=places)
