"""Reads of the mission map."""

from maillage.modules.missions.queries.boxes import box
from maillage.modules.missions.queries.differing import compare, compare_dates, compare_plans
from maillage.modules.missions.queries.exchanges import exchanges, sent_file, spreadsheet
from maillage.modules.missions.queries.finding import NOTHING, MissionsFound, find
from maillage.modules.missions.queries.gaps import gaps
from maillage.modules.missions.queries.plans import function_names, functions, legend, plan, plans
from maillage.modules.missions.queries.reading import map_of
from maillage.modules.missions.queries.side_by_side import side_by_side
from maillage.modules.missions.queries.waiting import to_confirm
from maillage.modules.missions.queries.who import bodies, doing, held_by

__all__ = [
    "NOTHING",
    "MissionsFound",
    "bodies",
    "box",
    "compare",
    "compare_dates",
    "compare_plans",
    "doing",
    "exchanges",
    "find",
    "function_names",
    "functions",
    "gaps",
    "held_by",
    "legend",
    "map_of",
    "plan",
    "plans",
    "sent_file",
    "side_by_side",
    "spreadsheet",
    "to_confirm",
]
