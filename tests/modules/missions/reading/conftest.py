"""A small invented plan, drawn by hand: one function, two domains, and what each test places in it."""

from datetime import UTC, date, datetime

import pytest

from maillage.kit.actor import PUBLIC, TERMINAL, Actor
from maillage.modules.missions.enums import Basis, Level, Nature
from maillage.modules.missions.models import (
    Annotation,
    Holding,
    MapState,
    Mission,
    MissionLink,
    ModeParty,
    ModeRecord,
    Placement,
    Plan,
    PlanParty,
)
from maillage.shared.directory.models import Organization
from maillage.shared.sources.models import Source

RECORDED = datetime(2026, 1, 10, 9, tzinfo=UTC)
IN_2013, IN_2017, IN_2021 = date(2013, 1, 1), date(2017, 1, 1), date(2021, 1, 1)


class SmallPlan:
    """A plan with the function F and its domains F-A and F-B; `box`, `place`, `mode` and the others add to it."""

    def __init__(self, slug: str = "plan-fictif") -> None:
        self.source, _new = Source.objects.get_or_create(
            kind="agreement", title="Schéma fictif", noted_on=date(2026, 1, 1)
        )
        self.bodies = {
            name: Organization.objects.get_or_create(
                slug=name.lower().replace(" ", "-"), defaults={"name": name, "kind": "CCIT"}
            )[0]
            for name in ("CCI Alpha", "CCI Bêta", "CCI Gamma")
        }
        self.plan = Plan.objects.create(
            slug=slug, title="Plan fictif", owner=self.bodies["CCI Alpha"], cited=self.source
        )
        PlanParty.objects.bulk_create(
            PlanParty(plan=self.plan, organization=self.bodies[name], order=order)
            for order, name in enumerate(("CCI Alpha", "CCI Bêta"))
        )
        self.function = self.mission("F", Level.FUNCTION)
        self.place(self.function, None, "Fonction fictive")
        self.domains = []
        for rank, name in enumerate(("Paye", "Budget")):
            domain = self.mission(f"F-{'AB'[rank]}", Level.DOMAIN)
            self.place(domain, self.function, name, position=rank)
            self.domains.append(domain)

    def mission(self, code: str, level: str, **more: object) -> Mission:
        return Mission.objects.create(plan=self.plan, code=code, level=level, **more)

    def state(self, day: date, nature: str = Nature.OBSERVED, **more: object) -> MapState:
        return MapState.objects.create(
            function=more.pop("function", self.function), day=day, nature=nature, cited=self.source, **more
        )

    def box(self, code: str, label: str = "", **more: object) -> Mission:
        """A box drawn in the first domain since 2013."""
        made = self.mission(code, Level.MACRO_PROCESS)
        self.place(made, self.domains[0], label or code, IN_2013, **more)
        return made

    def place(
        self, mission: Mission, parent: Mission | None, label: str, since: date | None = None, **more: object
    ) -> Placement:
        return Placement.objects.create(
            mission=mission,
            parent=parent,
            label=label,
            since=since,
            **self.fact({"basis": Basis.MAP, **more}),
        )

    def mode(self, mission: Mission, letter: str, since: date | None = IN_2013, **more: object) -> ModeRecord:
        parties = more.pop("parties", ())
        record = ModeRecord.objects.create(
            mission=mission, mode=letter, since=since, **self.fact({"complete": False, **more})
        )
        ModeParty.objects.bulk_create(
            ModeParty(record=record, organization=self.bodies[name], role=role) for name, role in parties
        )
        return record

    def note(self, text: str, since: date, **more: object) -> Annotation:
        return Annotation.objects.create(
            mission=more.pop("mission", self.function),
            text=text,
            since=since,
            **self.fact({"basis": Basis.MAP, **more}),
        )

    def hold(self, mission: Mission, name: str, since: date | None = None, **more: object) -> Holding:
        return Holding.objects.create(
            mission=mission, organization=self.bodies[name], since=since, **self.fact(more)
        )

    def link(self, kind: str, first: Mission, second: Mission) -> MissionLink:
        return MissionLink.objects.create(kind=kind, first=first, second=second)

    def fact(self, more: dict[str, object]) -> dict[str, object]:
        """What every fact bears, where the test says nothing else."""
        return {
            "nature": Nature.OBSERVED,
            "recorded_at": RECORDED,
            "cited": self.source,
            "evidence": "ligne 1",
            **more,
        }


@pytest.fixture
def small(db: None) -> SmallPlan:
    return SmallPlan()


@pytest.fixture
def reader() -> Actor:
    return TERMINAL


@pytest.fixture
def stranger() -> Actor:
    return PUBLIC
