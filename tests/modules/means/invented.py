"""The small plan that tests of means start from: what is in it, and when they happen."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maillage.kit.actor import Actor
    from maillage.modules.missions.models import Mission, Plan
    from maillage.shared.directory.models import Organization, Person

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
ON = date(2026, 11, 21)


@dataclass(frozen=True)
class Small:
    """A plan of two chambers, with one function, one domain, two boxes, and two people."""

    plan: "Plan"
    region: "Organization"
    chamber: "Organization"
    function: "Mission"
    box: "Mission"
    other: "Mission"
    ada: "Person"
    bea: "Person"
    director: "Actor"
