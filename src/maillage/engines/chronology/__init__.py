"""Days, half-open periods and dated facts: what was true on a day, as it was known at an instant.

Pure: no clock. The day and the instant are always arguments.
"""

from maillage.engines.chronology.differences import Change, ChangeKind, difference
from maillage.engines.chronology.facts import Fact, Moment, known, state
from maillage.engines.chronology.periods import ALWAYS, Period, PeriodError

__all__ = [
    "ALWAYS",
    "Change",
    "ChangeKind",
    "Fact",
    "Moment",
    "Period",
    "PeriodError",
    "difference",
    "known",
    "state",
]
