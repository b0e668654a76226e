"""What the pages of portfolios and referents show."""

from dataclasses import dataclass
from datetime import date, datetime

from maillage.kit.abilities import Abilities
from maillage.shared.directory.queries import PersonCard
from maillage.shared.todos.queries import TodoRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferentLine:
    """A person was, or is, the referent of a company. ``until`` None: it still is. ``deputy``: who stands in today."""

    card: PersonCard
    since: date
    until: date | None
    reason: str
    note: str
    decided_by: str
    away: bool = False
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferentPage:
    """The referent of a company and those before, the newest first; ``relay``: the identifier of a hand-over that waits;
    ``followed``: whether the reader follows it; ``todos``: what is planned about it, as the reader may read it."""

    public_id: str
    now: ReferentLine | None
    before: tuple[ReferentLine, ...]
    relay: str
    relay_to: str
    followed: bool
    abilities: Abilities
    candidates: tuple[PersonCard, ...]
    todos: tuple[TodoRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """A person at work on a company, with all its parts there: (words, day planned or None, address or "")."""

    card: PersonCard
    away: bool
    parts: tuple[tuple[str, date | None, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directorate:
    """The people of one directorate, or of one organisation when it has none, at work on a company."""

    name: str
    organization: str
    people: tuple[WorkLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """H-064: one of the kinds of intervention. ``count``: the agents at work, ``aids``: the aids received; each by organisation as
    it stands today: (name, count)."""

    label: str
    count: int
    by: tuple[tuple[str, int], ...]
    aids: int
    aids_by: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadLine:
    """What a unit (``pk``: its primary key) has under way and the reader may not read: how many, and nothing else."""

    pk: int
    unit: str
    organization: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWorkPage:
    """Everybody at work on a company, by directorate; the kinds of intervention. ``unsorted``: aids received whose scheme the
    catalogue does not know, of which nobody can say the kind; ``unread``: what is under way and the reader may not read."""

    directorates: tuple[Directorate, ...]
    kinds: tuple[KindLine, ...]
    unsorted: int
    unread: tuple[UnreadLine, ...]

    @property
    def people(self) -> int:
        return sum(len(one.people) for one in self.directorates)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedRow:
    """A company of a portfolio. ``next``: the next action of its owner there, None when none is planned. ``answer``: a code of
    ``crm.enums.AnswerState``, "" when nobody tells; ``last``: the day and the nature of the last exchange that the reader may
    read."""

    public_id: str
    name: str
    is_fictional: bool
    town: str
    owner: PersonCard
    kind: str
    part: str
    words: str
    since: date
    next: TodoRow | None
    last: date | None
    last_words: str
    answer: str
    answer_label: str
    referent: bool

    @property
    def late(self) -> bool:
        return self.next is not None and self.next.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The companies that a person follows, the late ones first. ``late``: how many have a late action; ``idle``: how many have no
    action planned."""

    owner: PersonCard
    mine: bool
    rows: tuple[FollowedRow, ...]
    late: int
    idle: int
    away: bool
    deputy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayRow:
    """A hand-over. ``companies``: (public identifier, name, whether its referent changes), those that the reader may open;
    ``unopened``: how many it may not. On its own page: ``staying``, how many stay with the giver since the taker may not open them,
    and ``stayed``, the public identifiers of those, told to the giver alone (``given``) once it is settled."""

    public_id: str
    giver: PersonCard
    taker: PersonCard
    reason: str
    state: str
    state_label: str
    proposed_at: datetime
    answer_by: date
    late: bool
    settled_at: datetime | None
    settled_reason: str
    companies: tuple[tuple[str, str, bool], ...]
    unopened: int
    for_me: bool
    mine: bool
    given: bool
    staying: int = 0
    stayed: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        return len(self.companies) + self.unopened


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioFilters:
    """What a portfolio is narrowed to. ``show``: "", "late", "idle"; ``part``: a code of ``FollowPart``."""

    show: str = ""
    part: str = ""
    text: str = ""
