"""Are these two records one company: normalise, block, compare, weigh, explain.

`link` brings the lines of a file to a register (Splink on DuckDB); `resembling` does the same for one record among a few
candidates, at once. Both say match, doubtful or new, with the weights in words.
"""

from maillage.engines.linkage.levels import COMPARISONS
from maillage.engines.linkage.linking import (
    DEFAULTS,
    Candidate,
    Outcome,
    Result,
    Thresholds,
    link,
    table,
)
from maillage.engines.linkage.names import name
from maillage.engines.linkage.records import Record, prepared
from maillage.engines.linkage.resembling import beginnings, resembling
from maillage.engines.linkage.weighing import Reason, Weights, weigh, weights

__all__ = [
    "COMPARISONS",
    "DEFAULTS",
    "Candidate",
    "Outcome",
    "Reason",
    "Record",
    "Result",
    "Thresholds",
    "Weights",
    "beginnings",
    "link",
    "name",
    "prepared",
    "resembling",
    "table",
    "weigh",
    "weights",
]
