"""What pages and programs read of scenarios."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.kit.abilities import Abilities
from maillage.modules.missions.impacts import Group
from maillage.modules.missions.queries.shapes import ComparisonShown, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCard:
    """A scenario in a list. ``facts``: how many its draft holds; ``rivals``: the titles of the drafts that contradict it."""

    pk: int
    slug: str
    title: str
    question: str
    plan_slug: str
    plan: str
    status: str
    status_label: str
    base_day: date
    effect_day: date
    created_at: datetime
    created_by: str
    decided_by: str
    decided_on: date | None
    drop_reason: str
    facts: int
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionDiff:
    """What a scenario changes of one function, in words, and where it is drawn."""

    code: str
    label: str
    comparison: ComparisonShown


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another draft that says otherwise of the same mission."""

    title: str
    slug: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPage:
    """A scenario, whole. ``changed``: what the map says since the draft was opened, of the same missions, in words, and ``mark`` what
    stands for having read it; ``occupied``: what would come on a day already said; ``others``: the scenarios to compare with."""

    card: ScenarioCard
    origin: Origin
    functions: tuple[FunctionDiff, ...]
    all_functions: tuple[tuple[str, str], ...]
    impacts: tuple[Group, ...]
    rivals: tuple[Rival, ...]
    changed: tuple[str, ...]
    occupied: tuple[str, ...]
    mark: str
    others: tuple[tuple[str, str], ...]
    abilities: Abilities

    @property
    def is_draft(self) -> bool:
        return self.card.status == "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoScenarios:
    """What leads from one scenario to another, function by function, on the later of their days of effect."""

    first: ScenarioCard
    second: ScenarioCard
    day: date
    functions: tuple[FunctionDiff, ...]
