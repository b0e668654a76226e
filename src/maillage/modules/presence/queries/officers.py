"""Subjects × units × perimeters: who answers in each commune (H-219), asked of the directory each time.

An officer is someone in service in a unit that answers on the subject, who neither heads it nor gives support (H-076), in the
communes of the answer and, when that person has a sector, of the sector. Nothing is kept between two pages but the atlas of
territories: an officer added, moved or gone is read at once.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from maillage.engines.territory import CommuneSet, TerritoryError, parse
from maillage.modules.presence.enums import Presence
from maillage.modules.presence.queries.ground import Ground, Reader, nothing
from maillage.modules.presence.queries.shapes import Cell, Choice
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Service, Side, Tenure


@dataclass(frozen=True, slots=True)
class Area:
    """Someone answers on a subject in these communes, for a unit."""

    person: int
    unit: int
    communes: CommuneSet
    sector: str


@dataclass(frozen=True, slots=True)
class States:
    """The communes of a ground on one subject. ``unanswered`` and ``partly`` are parts of ``nobody``: no unit answers there; an
    officer serves a part of the commune."""

    nobody: CommuneSet
    one: CommuneSet
    several: CommuneSet
    outside: CommuneSet
    unanswered: CommuneSet
    partly: CommuneSet

    def of(self, state: str) -> CommuneSet:
        """The communes in a state; all of them for an empty one."""
        if not state:
            return self.nobody | self.one | self.several | self.outside
        held: dict[str, CommuneSet] = {
            Presence.NOBODY: self.nobody,
            Presence.ONE: self.one,
            Presence.SEVERAL: self.several,
            Presence.OUTSIDE: self.outside,
        }
        return held[state]


class Serving:
    """Who serves where on a day, over a ground: two queries. ``unit`` (primary key): that unit alone; ``stage``: those who answer for it."""

    def __init__(
        self, ground: Ground, on: datetime.date, *, unit: int | None = None, stage: str = ""
    ) -> None:
        self.ground, self.unit = ground, unit
        self.reader = Reader(ground.atlas)
        rows = Service.objects.filter(directory.held(on), directory.held(on, "unit__"))
        if unit is not None:
            rows = rows.filter(unit=unit)
        if stage:
            rows = rows.filter(stage__in=("", stage))
        self.answers: dict[str, dict[int, CommuneSet]] = defaultdict(dict)
        self._written: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for subject, one, perimeter in rows.order_by("pk").values_list("subject__code", "unit", "perimeter"):
            there = self.reader.communes(perimeter) & ground.communes
            held = self.answers[subject].get(one)
            self.answers[subject][one] = there if held is None else held | there
            self._written[subject].append((one, perimeter))
        self.tenures: dict[int, list[tuple[int, str]]] = defaultdict(list)
        units = {one for areas in self.answers.values() for one in areas}
        for person, one, sector in in_service(on, units).values_list("person", "post__unit", "perimeter"):
            self.tenures[one].append((person, sector))

    def areas(self, subject: str) -> list[Area]:
        """Who answers on a subject, and where in the ground."""
        found = []
        for unit, answered in self.answers.get(subject, {}).items():
            for person, sector in self.tenures[unit]:
                there = answered & self.reader.communes(sector) if sector else answered
                if there:
                    found.append(Area(person, unit, there, sector))
        return found

    def states(self, subject: str) -> States:
        """The state of each commune of the ground on a subject."""
        ground, none = self.ground.communes, nothing(self.ground.atlas)
        answered = none
        for there in self.answers.get(subject, {}).values():
            answered |= there
        of_person: dict[int, CommuneSet] = {}
        for area in self.areas(subject):
            held = of_person.get(area.person)
            of_person[area.person] = area.communes if held is None else held | area.communes
        one = two = none
        for there in of_person.values():
            two |= one & there
            one |= there
        inside = ground if self.unit is None else answered
        nobody = inside - one
        return States(
            nobody=nobody,
            one=one - two,
            several=two,
            outside=ground - inside,
            unanswered=nobody - answered,
            partly=nobody & self._touched(subject),
        )

    def _touched(self, subject: str) -> CommuneSet:
        """Communes of which some officer may serve a part."""
        atlas, found = self.ground.atlas, nothing(self.ground.atlas)
        for unit, perimeter in self._written.get(subject, ()):
            for _person, sector in self.tenures[unit]:
                written = f"({perimeter}) & ({sector})" if sector else perimeter
                try:
                    found |= atlas.touched(parse(written))
                except TerritoryError:
                    continue
        return found


def in_service(on: datetime.date, units: Iterable[int] | None = None) -> QuerySet[Tenure]:
    """The tenures of officers on the day: posts that neither head nor support. A post whose side is not said counts."""
    rows = Tenure.objects.filter(directory.held(on), directory.held(on, "post__"), post__heads=False)
    rows = rows.exclude(post__side=Side.SUPPORT)
    return (rows if units is None else rows.filter(post__unit__in=set(units))).order_by("pk")


def cell(choice: Choice, states: States, inside: CommuneSet | None = None) -> Cell:
    """The counts of a subject, in some communes or on the whole ground."""

    def count(some: CommuneSet) -> int:
        return len(some if inside is None else some & inside)

    return Cell(
        subject=choice[0],
        label=choice[1],
        nobody=count(states.nobody),
        one=count(states.one),
        several=count(states.several),
        outside=count(states.outside),
        unanswered=count(states.unanswered),
    )
