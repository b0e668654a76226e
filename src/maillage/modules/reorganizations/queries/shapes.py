"""What pages read of reorganisations."""

from dataclasses import dataclass
from datetime import date

from maillage.kit.abilities import Abilities
from maillage.modules.reorganizations import moving
from maillage.shared.sources import queries as sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A unit in a chart. ``mark``: what a draft changes in it, in words; ``ending``: the draft closes it."""

    ref: str
    name: str
    kind: str
    mark: str = ""
    ending: bool = False
    under: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A reorganisation in a list."""

    slug: str
    title: str
    organization: str
    status: str
    status_label: str
    effective_on: date | None
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change of a draft, in words."""

    pk: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What would go from a unit to another on the day."""

    source: str
    target: str
    held: tuple[moving.Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A step of the compliance path; ``day`` None: not yet."""

    label: str
    day: date | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorganizationPage:
    """A reorganisation, with the chart before and the chart it draws. ``transfers`` is empty once it is in force."""

    pk: int
    slug: str
    title: str
    reason: str
    organization: str
    status: str
    status_label: str
    effective_on: date | None
    before_on: date
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    changes: tuple[ChangeLine, ...]
    transfers: tuple[Transfer, ...]
    path: tuple[PathStep, ...]
    decision: str
    drop_reason: str
    fault: str
    origin: sources.SourceCard | None
    abilities: Abilities


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal of a workshop, with the meetings that treat it; none: never treated."""

    pk: int
    workshop: str
    text: str
    evidence: str
    treated: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting: ``on`` None: the day is not known."""

    label: str
    on: date | None
    evidence: str
    note: str
    questions: tuple[str, ...]
    treats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question of positioning. ``decision`` empty: open."""

    slug: str
    label: str
    organization: str
    candidates: tuple[str, ...]
    meetings: tuple[MeetingLine, ...]
    decision: str
    decided_on: date | None
    decided_for: str
    evidence: str
    origin: sources.SourceCard | None
    decision_origin: sources.SourceCard | None
    may_settle: bool
