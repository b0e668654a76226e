"""Writing a whole plan of the package: its functions, the states of their maps, what the text says around."""

import datetime
from dataclasses import dataclass

from maillage.kit.datafiles import Entry
from maillage.modules.missions.enums import Basis, Legibility, Level, Nature, Presence
from maillage.modules.missions.models import (
    Annotation,
    ConditionEvent,
    Frame,
    Holding,
    MapState,
    Mission,
    MissionLink,
    ModeObjective,
    NarrativeStatement,
    Placement,
    Plan,
    PlanParty,
    Prerequisite,
    RoleStatement,
    SubMission,
)
from maillage.modules.missions.operations.packaged import MODE, RowWriter, passage
from maillage.shared.sources import operations as sources
from maillage.shared.sources.adapters import read_source

PLAN = (
    "slug",
    "title",
    "kind",
    "owner",
    "starts_on",
    "ends_on",
    "source",
    "parties",
    "lines",
    "note",
    "is_demo",
)
FUNCTION = (
    *("code", "label", "purposes", "perimeters", "demands_parts", "domains", "states", "statements"),
    *("objectives", "prerequisites", "sub_missions", "roles", "modes"),
)
STATE = (
    *("day", "nature", "label", "lines", "drawn", "condition", "gone", "annotations", "domains", "actions"),
)
DOMAIN = ("code", "label", "lines", "boxes", "unconfirmed")
BOX = ("code", "label", "lines", "read", "note", "mode", "possible", "holders")


@dataclass(slots=True, kw_only=True)
class State:
    """A state of the map while its boxes are written."""

    day: datetime.date
    nature: str
    basis: str


class PlanWriter(RowWriter):
    """Writes one file."""

    def write(self, *, demo: bool) -> Plan | None:
        """Write the plan of the file; None when it is of the demonstration and ``demo`` is false."""
        (told,) = self.entries("plans", PLAN)
        if told.flag("is_demo") and not demo:
            return None
        self.cited = sources.cite(read_source(told), actor=self.actor)
        self._plan(told)
        for entry in self.entries("conditions", ("code", "label", "expected_on", "expected_text", "lines")):
            self.conditions[entry.text("code", required=True)] = self._once(
                ConditionEvent,
                {"plan": self.plan, "label": entry.text("label", required=True)},
                expected_on=entry.day("expected_on"),
                expected_text=entry.text("expected_text"),
                cited=self.cited,
            )
        self.missions = {row.code: row for row in Mission.objects.filter(plan=self.plan)}
        for order, entry in enumerate(self.entries("functions", FUNCTION)):
            self._function(entry, order)
        self._ties()
        return self.plan

    def _plan(self, told: Entry) -> None:
        self._new = not Plan.objects.filter(slug=told.text("slug", required=True)).exists()
        self.plan = self._once(
            Plan,
            {"slug": told.text("slug", required=True)},
            title=told.text("title", required=True),
            kind=told.text("kind", required=True),
            owner=self._organization(told, told.text("owner", required=True)),
            starts_on=told.day("starts_on"),
            ends_on=told.day("ends_on"),
            cited=self.cited,
            note=told.text("note"),
            is_demo=told.flag("is_demo"),
        )
        for order, slug in enumerate(told.texts("parties"), 1):
            self._once(
                PlanParty,
                {"plan": self.plan, "organization": self._organization(told, slug)},
                order=order,
            )

    def _function(self, told: Entry, order: int) -> None:
        function = self._mission(told, Level.FUNCTION)
        self._once(
            Placement,
            {"mission": function, "since": None, "basis": Basis.STORY},
            **self._fact(told, Nature.OBSERVED, Basis.STORY),
            label=told.text("label", required=True),
            position=order,
        )
        for entry in told.nested("domains", ("code", "definition", "aliases", "lines")):
            self._mission(entry, Level.DOMAIN)
        for entry in told.nested("states", STATE):
            self._state(function, entry)
        self._around(function, told)

    def _state(self, function: Mission, told: Entry) -> None:
        drawn = told.values.get("drawn") is not False
        state = State(
            day=self._day(told, "day"),
            nature=told.text("nature", required=True),
            basis=Basis.MAP if drawn else Basis.STORY,
        )
        condition = told.text("condition")
        self._once(
            MapState,
            {"function": function, "day": state.day},
            nature=state.nature,
            label=told.text("label"),
            drawn=drawn,
            evidence=passage(told),
            cited=self.cited,
            conditional_on=self.conditions[condition] if condition else None,
        )
        for rank, entry in enumerate(told.nested("domains", DOMAIN)):
            domain = self._mission(entry, Level.DOMAIN)
            self._place(domain, function, entry, state, rank)
            boxes = [(box, Presence.SHOWN) for box in entry.nested("boxes", BOX)]
            boxes += [(box, Presence.UNCONFIRMED) for box in entry.nested("unconfirmed", BOX)]
            for position, (box, presence) in enumerate(boxes):
                mission = self._mission(box, Level.MACRO_PROCESS)
                self._place(mission, domain, box, state, position, presence)
                self._said_of(mission, box, state)
        for position, entry in enumerate(told.nested("actions", BOX)):
            action = self._mission(entry, Level.INITIATIVE)
            self._place(action, function, entry, state, position)
            self._said_of(action, entry, state)
        for code in told.texts("gone"):
            self._gone(told, code, state)
        for entry in told.nested("annotations", ("text", "mode", "until", "lines", "note")):
            self._once(
                Annotation,
                {"mission": function, "since": state.day, "text": entry.text("text", required=True)},
                **self._fact(entry, state.nature, state.basis),
                mode=entry.text("mode"),
            )

    def _place(
        self,
        mission: Mission,
        parent: Mission,
        told: Entry,
        state: State,
        position: int,
        presence: str = Presence.SHOWN,
    ) -> None:
        first = mission.pk not in self._placed
        self._placed.add(mission.pk)
        row = self._once(
            Placement,
            {"mission": mission, "since": state.day, "basis": state.basis},
            **self._fact(told, state.nature, state.basis),
            parent=parent,
            label=told.text("label", required=True),
            position=position,
            presence=presence,
            legibility=told.text("read") or Legibility.CLEAR,
        )
        if first and state.nature == Nature.PROJECTED and presence == Presence.SHOWN:
            self.appeared.append(row)

    def _gone(self, told: Entry, code: str, state: State) -> None:
        mission = self.missions[code]
        last = Placement.objects.filter(mission=mission, since__lt=state.day).order_by("-since").first()
        if last is None:
            raise told.refused(
                "missions.never-there", f"« {code} » n'a jamais été dessiné avant.", "Retirez-le.", key="gone"
            )
        self._once(
            Placement,
            {"mission": mission, "since": state.day, "basis": state.basis},
            **self._fact(told, state.nature, state.basis),
            parent_id=last.parent_id,
            label=last.label,
            position=last.position,
            presence=Presence.GONE,
            legibility=last.legibility,
        )

    def _said_of(self, mission: Mission, told: Entry, state: State) -> None:
        """The mode and the holders that the text says of a box."""
        if told.values.get("mode") is not None:
            (mode,) = Entry(file=told.file, line=told.line, values={"modes": [told.values["mode"]]}).nested(
                "modes", MODE
            )
            self._mode(mission, mode, since=state.day, nature=state.nature)
        if told.texts("possible"):
            self._mode(mission, told, since=state.day, nature=state.nature)
        for entry in told.nested("holders", ("organization", "unit", "lines", "note")):
            unit = entry.text("unit")
            self._once(
                Holding,
                {
                    "mission": mission,
                    "since": state.day,
                    "organization": self._organization(entry, entry.text("organization", required=True)),
                    "unit": self.units[unit] if unit else None,
                },
                **self._fact(entry, state.nature, Basis.STORY),
            )

    def _around(self, function: Mission, told: Entry) -> None:
        """What the text says around the maps of a function."""
        for entry in told.nested("modes", MODE):
            self._mode(function, entry, since=entry.day("since"), nature=entry.text("nature", required=True))
        keys = ("kind", "subject", "text", "modes", "since", "until", "nature", "when", "lines")
        for entry in told.nested("statements", keys):
            self._once(
                NarrativeStatement,
                {
                    "mission": function,
                    "since": entry.day("since"),
                    "subject": entry.text("subject", required=True),
                },
                **self._fact(entry, entry.text("nature", required=True), Basis.STORY),
                kind=entry.text("kind", required=True),
                text=entry.text("text"),
                modes=list(entry.texts("modes")),
                day_text=entry.text("when"),
            )
        for entry in told.nested("objectives", ("mode", "by_day", "text", "lines")):
            self._once(
                ModeObjective,
                {"mission": function, "mode": entry.text("mode", required=True)},
                by_day=entry.day("by_day"),
                text=entry.text("text"),
                evidence=passage(entry),
                cited=self.cited,
            )
        for entry in told.nested("prerequisites", ("text", "lines")):
            self._once(
                Prerequisite,
                {"mission": function, "text": entry.text("text", required=True)},
                evidence=passage(entry),
                cited=self.cited,
            )
        for order, entry in enumerate(told.nested("sub_missions", ("label", "since", "until", "lines"))):
            self._once(
                SubMission,
                {"function": function, "label": entry.text("label", required=True)},
                order=order,
                since=entry.day("since"),
                until=entry.day("until"),
                evidence=passage(entry),
                cited=self.cited,
            )
        for entry in told.nested("roles", ("role", "organization", "unit", "words", "since", "lines")):
            unit = entry.text("unit")
            self._once(
                RoleStatement,
                {"mission": function, "role": entry.text("role", required=True), "since": entry.day("since")},
                **self._fact(entry, Nature.OBSERVED, Basis.STORY),
                organization=self._organization(entry, entry.text("organization", required=True)),
                unit=self.units[unit] if unit else None,
                words=entry.text("words"),
            )

    def _ties(self) -> None:
        for entry in self.entries("links", ("kind", "first", "second", "since", "note")):
            self._once(
                MissionLink,
                {
                    "kind": entry.text("kind", required=True),
                    "first": self._named(entry, "first"),
                    "second": self._named(entry, "second"),
                },
                since=entry.day("since"),
                note=entry.text("note"),
                cited=self.cited,
            )
        for entry in self.entries("frames", ("title", "functions", "lines")):
            frame = self._once(
                Frame, {"plan": self.plan, "title": entry.text("title", required=True)}, cited=self.cited
            )
            if not frame.functions.exists():
                frame.functions.set(self.missions[code] for code in entry.texts("functions"))
