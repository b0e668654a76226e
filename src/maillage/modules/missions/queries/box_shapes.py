"""What the page of one mission shows."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.modules.missions.queries.shapes import (
    BoxShown,
    ChamberMode,
    Division,
    Footnote,
    ModeShown,
    Origin,
    Statement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A fact recorded of a mission. ``kind``: place, mode, holder; ``record``: its key; ``held``: whether it is what holds on the day
    shown; ``withdrawn_at``: when it was held for true no more, by whom and why."""

    kind: str
    kind_label: str
    record: int
    words: str
    since: date | None
    until: date | None
    nature_label: str
    chamber: str
    note: str
    reason: str
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_reason: str
    held: bool
    origin: Origin | None
    aimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """A tie with another mission, in words: « activité partagée avec … »."""

    id: int
    kind: str
    kind_label: str
    other: str
    url: str
    note: str
    since: date | None
    until: date | None
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShown:
    """Who plays a role in a mission. ``who`` empty: « non renseigné » (S-054)."""

    role: str
    label: str
    who: tuple[str, ...]
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsShown:
    """The local and the regional part, in words (S-056)."""

    id: int
    local: str
    regional: str
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingShown:
    """Who holds a mission, for whom."""

    id: int
    holder: str
    slug: str
    beneficiaries: tuple[str, ...]
    since: date | None
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveShown:
    """A mode aimed at, beside what is known (S-082). ``gap``: the difference in words, empty when the mode is the one aimed at."""

    letter: str
    label: str
    by_day: date | None
    text: str
    gap: str
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrerequisiteShown:
    """What must be done first (S-021)."""

    id: int
    text: str
    met_on: date | None
    evidence: str
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionShown:
    """Where an organisation stands with a frame (S-011)."""

    frame: str
    organization: str
    state: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoarserMode:
    """The mode of the domain or of the function: shown beside that of the box (S-015)."""

    label: str
    mode: ModeShown


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxFile:
    """All that is known of one mission on a day. ``last_fact``: the key of the latest mode recorded of its common line, what who
    edits it saw; ``questions``: what a fact elsewhere asks about it, in words (S-062); ``checked``: last confirmation, in words;
    ``above``: the keys of what it stands under; ``divisions``, ``guarantor``, ``perimeters``: of a function."""

    id: int
    code: str
    level: str
    level_label: str
    label: str
    url: str
    plan_slug: str
    plan: str
    function_code: str
    function: str
    function_url: str
    domain_code: str
    domain: str
    definition: str
    aliases: tuple[str, ...]
    purposes: tuple[str, ...]
    day: date
    known_at: datetime | None
    box: BoxShown | None
    mode: ModeShown
    coarser: tuple[CoarserMode, ...]
    exceptions: tuple[ChamberMode, ...]
    history: tuple[HistoryLine, ...]
    footnotes: tuple[Footnote, ...]
    statements: tuple[Statement, ...]
    links: tuple[LinkShown, ...]
    roles: tuple[RoleShown, ...]
    parts: PartsShown | None
    holdings: tuple[HoldingShown, ...]
    objectives: tuple[ObjectiveShown, ...]
    prerequisites: tuple[PrerequisiteShown, ...]
    adoptions: tuple[AdoptionShown, ...]
    actions: tuple[BoxShown, ...]
    questions: tuple[str, ...]
    checked: str
    last_fact: int
    divisions: tuple[Division, ...] = ()
    guarantor: str = ""
    perimeters: tuple[str, ...] = ()
    above: tuple[int, ...] = ()
    projections: bool = True
