"""Reads of the mission map."""

from maillage.modules.missions.queries.differing import compare, compare_dates, side_by_side
from maillage.modules.missions.queries.plans import functions, legend, plan, plans
from maillage.modules.missions.queries.reading import map_of

__all__ = [
    "compare",
    "compare_dates",
    "functions",
    "legend",
    "map_of",
    "plan",
    "plans",
    "side_by_side",
]
