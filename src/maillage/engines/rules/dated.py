"""Rules in time: a rule holds during a period, so that a company is judged by the rule of its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from maillage.engines.chronology import Period
from maillage.engines.rules.values import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRule:
    """A rule and the days it holds. ``rule`` None: no condition during that period."""

    rule: Rule | None
    period: Period


def rule_on(versions: Iterable[DatedRule], day: date) -> DatedRule | None:
    """The version in force on a day; of several, the one that started last; None when there was none."""
    found = [version for version in versions if version.period.contains(day)]
    return max(found, key=lambda version: version.period.start or date.min, default=None)
