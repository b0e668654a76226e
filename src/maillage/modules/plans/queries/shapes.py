"""What pages, exports and programs read of commitments. Empty texts and None are « non renseigné », never a default."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from maillage.kit.abilities import Abilities
from maillage.modules.plans.queries.naming import MissionName

NOT_FOLLOWED = ""
"""The state of a commitment that no campaign has followed yet."""
NEVER = "jamais"
"""How the address of the list asks for these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """Who says a thing; an empty title: à confirmer. ``url``: the page of the source, when its key is not known."""

    title: str
    evidence: str
    pk: int | None = None
    url: str = ""
    kind: str = ""
    dated_on: date | None = None

    @property
    def link(self) -> str:
        """The page of the source; empty when it has none."""
        return reverse("sources:source", args=[self.pk]) if self.pk else self.url

    @property
    def typed(self) -> dict[str, object]:
        """What the fields of a form say of it."""
        return {"source_kind": self.kind, "source": self.title, "source_on": self.dated_on}


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """A commitment in a list. ``owner`` empty: à désigner. ``state``: the last one said, with its ``year``; NOT_FOLLOWED: no campaign
    yet. ``overdue``: its day is past and it is neither held nor given up. ``uncounted``: « non chiffré »: no indicator, or no
    target. ``mine``: it names the reader, or its organisation."""

    pk: int
    words: str
    mission: MissionName | None
    plan_slug: str
    plan: str
    kind: str
    kind_label: str
    owner: str
    owner_slug: str
    unit: str
    person: str
    due_on: date
    indicator: str
    target: str
    state: str
    state_label: str
    year: int | None
    overdue: bool
    uncounted: bool
    mine: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentList:
    """A page of commitments, and how many there are by state: (code, label, number)."""

    rows: tuple[CommitmentRow, ...]
    total: int
    page: int
    size: int
    states: tuple[tuple[str, str, int], ...]
    owners: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrerequisiteRow:
    """What must be done first. ``of_mode``: attached to the projected mode itself, else to the mission ``mission``."""

    pk: int
    text: str
    met_on: date | None
    evidence: str
    of_mode: bool
    mission: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where a commitment stands in a campaign. ``seen`` marks the line as it is: to send back when it is filled."""

    campaign: int
    year: int
    commitment: CommitmentRow
    state: str
    state_label: str
    words: str
    measured: str
    despite: str
    cite: Cite
    commitment_cite: Cite
    filled_at: datetime | None
    filled_by: str
    seen: str
    locked: bool
    may_fill: bool
    reason: str

    @property
    def unmeasured(self) -> bool:
        """Said held without a value: the gain is « non chiffré » (S-042)."""
        return self.state == "held" and not self.measured


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentPage:
    """A commitment, whole. ``lines``: its years, the last first; ``to_fill``: those that are open, a reopened
    one beside the next."""

    row: CommitmentRow
    cite: Cite
    opened_at: datetime
    opened_by: str
    from_map: bool
    withdrawal_reason: str
    fact_withdrawn: bool
    prerequisites: tuple[PrerequisiteRow, ...]
    lines: tuple[Line, ...]
    to_fill: tuple[Line, ...]
    abilities: Abilities
    owner_pk: int | None
    unit_pk: int | None
    person_pk: int | None

    @property
    def waiting(self) -> tuple[PrerequisiteRow, ...]:
        return tuple(one for one in self.prerequisites if one.met_on is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRow:
    """A yearly follow-up in a list: how many lines are filled in."""

    pk: int
    plan: str
    plan_slug: str
    year: int
    due_on: date
    bureau_on: date
    locks_on: date
    assembly_on: date | None
    locked: bool
    filled: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A yearly follow-up that is open. ``waiting``: its lines not filled in that are the reader's to fill; ``late``: its day is
    there or past."""

    campaign: int
    plan: str
    year: int
    due_on: date
    bureau_on: date
    waiting: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopening:
    at: datetime
    by: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerProgress:
    """How far an owner is: « à désigner » when nobody is named."""

    owner: str
    filled: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage:
    """A yearly follow-up: its lines, those of the reader first, and how far each owner is."""

    row: CampaignRow
    lines: tuple[Line, ...]
    owners: tuple[OwnerProgress, ...]
    reopenings: tuple[Reopening, ...]
    abilities: Abilities


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    pk: int
    label: str
    value: str
    measured_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """An improvement action in a list."""

    pk: int
    words: str
    aim: str
    aim_label: str
    mission: MissionName | None
    plan_slug: str
    plan: str
    owner: str
    started_on: date
    due_on: date | None
    closed_on: date | None
    outcome: str
    indicators: tuple[IndicatorRow, ...]
    cite: Cite
    changing: bool
    """Whether a commitment changes the mode of its mission; most often not (S-019)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPage:
    row: ActionRow
    abilities: Abilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The lines of the report in one state."""

    state: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A mode aimed at for a day, and what is known of it, in words (S-082); ``observed`` empty: not known."""

    mission: str
    aimed: str
    by_day: date | None
    observed: str
    cite: Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The yearly report to the assembly. ``sections``: every state, in the order of FollowUpState but the not filled in last, even
    without line. ``uncounted``: promises without indicator or target; ``unmeasured``: said held without a value; ``claims``:
    results claimed, and how many without a value (S-042)."""

    campaign: CampaignRow
    owner: str
    sections: tuple[Section, ...]
    uncounted: int
    unmeasured: int
    claims: tuple[int, int]
    actions: tuple[ActionRow, ...]
    gaps: tuple[Gap, ...]
    reopenings: tuple[Reopening, ...]
    sources: tuple[Cite, ...]
    is_demo: bool

    @property
    def changes(self) -> int:
        return sum(line.commitment.kind == "change" for one in self.sections for line in one.lines)

    @property
    def kept(self) -> int:
        return sum(line.commitment.kind == "keep" for one in self.sections for line in one.lines)
