"""Reads of means: sections and sheets, the reports on usages, costs and roadmaps, what they say of a mission."""

from datetime import date

from maillage.kit.actor import Actor
from maillage.modules.means import policies
from maillage.modules.means.queries.missions import by_level, of_mission
from maillage.modules.means.queries.people import cost_split
from maillage.modules.means.queries.reading import plan_row, plans, reading
from maillage.modules.means.queries.results import roadmaps, unfigured
from maillage.modules.means.queries.sections import (
    KINDS,
    kind_of,
    known_sheet,
    overview,
    part,
    row,
    section,
    sheet,
)
from maillage.modules.means.queries.shapes import CostSplit, Roadmap, UsageReport
from maillage.modules.means.queries.software import usage_report

__all__ = [
    "by_level",
    "KINDS",
    "costs",
    "kind_of",
    "known_sheet",
    "of_mission",
    "overview",
    "part",
    "plan_row",
    "plans",
    "roads",
    "row",
    "section",
    "sheet",
    "unfigured",
    "usages",
]


def usages(slug: str, *, on: date, actor: Actor) -> UsageReport:
    """The number of distinct tools by usage and by year (S-085)."""
    return usage_report(plan_row(slug, actor), on)


def costs(slug: str, year: int, *, on: date, actor: Actor) -> CostSplit:
    """The cost of partial assignments by organisation in a year (S-081). A sum that is one person's is for who reads people."""
    plan = plan_row(slug, actor)
    return cost_split(plan, year, on, people=policies.reads_people(actor, plan, on))


def roads(slug: str, *, on: date, actor: Actor) -> tuple[Roadmap, ...]:
    """The master plans of a plan against the projections of its map (S-078)."""
    return roadmaps(reading(plan_row(slug, actor), on=on, actor=actor))
