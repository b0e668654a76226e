"""What a person says of a commitment, of its year, of an improvement action, before it is checked."""

from dataclasses import dataclass
from datetime import date

from maillage.modules.plans.enums import CommitmentKind
from maillage.shared.sources.quotes import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentInput:
    """What is promised about a mission (primary key, as organisations, units and people are). ``owner`` None: « à désigner »;
    ``indicator`` or ``target`` empty: « non chiffré »."""

    words: str
    due_on: date
    kind: str = CommitmentKind.CHANGE
    owner: int | None = None
    unit: int | None = None
    person: int | None = None
    indicator: str = ""
    target: str = ""
    source: Said = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpInput:
    """Where a commitment stands in a year. ``despite``: why it is held with a prerequisite still open (S-021)."""

    state: str
    words: str = ""
    measured: str = ""
    evidence: str = ""
    despite: str = ""
    source: Said = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionInput:
    """An improvement action on a mission (primary key)."""

    aim: str
    words: str
    started_on: date
    owner: int | None = None
    due_on: date | None = None
    source: Said = ""
