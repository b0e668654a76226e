"""What the reads of requests return: frozen rows, files and pages, ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused
from maillage.modules.inquiries.enums import Act
from maillage.shared.directory.queries import PersonCard


class LinkExpired(Refused):
    """A follow-up link that was right and is no more: expired, or replaced by a newer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Whether an act is allowed to someone now; ``why_not`` says the reason otherwise, in French."""

    ok: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Each act on a request for one person: ``allowed.answer.ok``, ``allowed.answer.why_not``."""

    take: Permission
    ask: Permission
    answer: Permission
    note: Permission
    uncover: Permission
    close: Permission
    reopen: Permission
    nothing: Permission
    withdraw: Permission
    invite: Permission
    finish_part: Permission
    hand_over: Permission
    settle: Permission
    reassign: Permission
    amend: Permission

    def of(self, act: Act) -> Permission:
        """The permission of an act given as a value."""
        return getattr(self, act.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRow:
    """A request for a list.

    ``days_left``: working days until ``due_on``, negative when late, None when no answer is expected any more.
    ``unanswered_days``: calendar days since it was received, None once answered: « sans réponse depuis N jours ».
    """

    reference: str
    company_id: str
    company_name: str
    is_fictional: bool
    commune: str
    commune_name: str
    subject: str
    subject_label: str
    need: str
    channel: str
    channel_label: str
    came: str
    state: str
    state_label: str
    is_open: bool
    answered: bool
    lead: PersonCard
    unit: int
    unit_name: str
    received_at: datetime
    due_on: date
    days_left: int | None
    unanswered_days: int | None
    is_mine: bool
    hand_over_pending: bool
    contact_fault: str

    @property
    def is_late(self) -> bool:
        """Whether its due date is over without an answer."""
        return self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        """Working days since the due date; 0 when it is not late."""
        return -self.days_left if self.days_left is not None and self.days_left < 0 else 0

    @property
    def answer_label(self) -> str:
        """H-074: whether an answer was given."""
        return _("répondu") if self.answered else _("non répondu")


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryFilters:
    """What a reader asks of the list. ``tab``: mine, unit, late, answered, uncovered, all. ``territory``: an expression.

    ``answered``: "yes", "no" or empty. An empty filter keeps everything.
    """

    tab: str = "mine"
    state: str = ""
    subject: str = ""
    channel: str = ""
    territory: str = ""
    answered: str = ""
    lead: int | None = None
    text: str = ""
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryList:
    """One page of requests; ``total`` counts them all; ``counts`` is the number in each tab, without other filters."""

    rows: tuple[InquiryRow, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """One thing the company said: the field, its French label, the value in words."""

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentLine:
    """A file of a message; ``public_id`` names it in the address."""

    public_id: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message of the thread. ``person`` None: the company wrote it."""

    pk: int
    by_company: bool
    is_internal: bool
    person: PersonCard | None
    body: str
    at: datetime
    attachments: tuple[AttachmentLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step of the pathway of the request."""

    pk: int
    rank: int
    stage: str
    stage_label: str
    title: str
    organization: int
    organization_name: str
    unit: int | None
    unit_name: str
    scheme_slug: str
    scheme_title: str
    state: str
    state_label: str
    note: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Someone beside a request (H-076): close to companies or in support; time and load are two figures.

    ``share``: percent of a full time given to the post, None when not known; ``load``: open requests led.
    """

    card: PersonCard
    side_label: str
    share: int | None
    load: int
    is_away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """The part of a helper."""

    pk: int
    reference: str
    company_name: str
    person: PersonCard
    part: str
    due_on: date
    days_left: int | None
    done_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLine:
    """Who answered for the request since a moment, and why; the last one is the present lead."""

    person: PersonCard
    unit_name: str
    at: datetime
    until: datetime | None
    reason: str
    reason_label: str
    note: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverLine:
    """A hand-over, pending or settled. ``for_me``: the reader may accept or refuse it."""

    pk: int
    reference: str
    company_name: str
    subject_label: str
    giver: PersonCard
    to_unit: int
    to_unit_name: str
    to_person: PersonCard | None
    reason: str
    state: str
    state_label: str
    proposed_at: datetime
    answer_by: date
    days_left: int | None
    settled_at: datetime | None
    settled_by: PersonCard | None
    settled_reason: str
    for_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One line of the story: when, a whole French sentence, what was added."""

    at: datetime
    kind: str
    sentence: str
    note: str
    told_company: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryFile:
    """Everything about one request, for an officer. ``because``: why it came to this unit; ``people``: the lead and the
    helpers, with their time and load; ``support``: those who may be asked for a part (H-076); ``erased_on``: of its person."""

    row: InquiryRow
    need: str
    erased_on: date | None
    profile_label: str
    maturity_label: str
    situation: Mapping[str, object]
    said: tuple[SaidLine, ...]
    language: str
    contact_name: str
    contact_email: str
    contact_phone: str
    contact_fault: str
    entered_by: PersonCard | None
    rule: str
    rule_table: int | None
    because: str
    unserved_place: bool
    take_by: date
    taken_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    uncovered_motive: str
    uncovered_motive_label: str
    uncovered_note: str
    risen_on: date | None
    thread: tuple[MessageLine, ...]
    steps: tuple[StepLine, ...]
    lead: PersonLine
    helpers: tuple[PartLine, ...]
    people: tuple[PersonLine, ...]
    support: tuple[PersonLine, ...]
    leads: tuple[LeadLine, ...]
    hand_over: HandOverLine | None
    past_hand_overs: tuple[HandOverLine, ...]
    story: tuple[StoryLine, ...]
    why: str
    allowed: Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAnswer:
    """What awaits a person: requests led, late ones first; hand-overs to settle; parts to do. ``today``: those whose answer
    is due that day; ``others``: how many requests a limit left out."""

    inquiries: tuple[InquiryRow, ...]
    hand_overs: tuple[HandOverLine, ...]
    parts: tuple[PartLine, ...]
    today: tuple[InquiryRow, ...] = ()
    others: int = 0

    def __len__(self) -> int:
        return len(self.inquiries) + self.others + len(self.hand_overs) + len(self.parts)

    @property
    def pressing(self) -> tuple[tuple[str, "HandOverLine | InquiryRow | PartLine"], ...]:
        """All of it, the most pressing first, each with what it is: hand_over, inquiry or part."""
        kinds = {"hand_over": self.hand_overs, "inquiry": self.inquiries, "part": self.parts}
        listed = [(kind, one) for kind, lines in kinds.items() for one in lines]
        return tuple(sorted(listed, key=lambda pair: pair[1].days_left or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """H-074: what a manager is told: requests past their date, hand-overs nobody answered. ``others``: requests left out."""

    inquiries: tuple[InquiryRow, ...]
    hand_overs: tuple[HandOverLine, ...]
    others: int = 0

    def __len__(self) -> int:
        return len(self.inquiries) + self.others + len(self.hand_overs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Novelty:
    """Something new in one of the requests of a person, done by another."""

    reference: str
    company_name: str
    line: StoryLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Requests in figures, for those who read no file: by state, late, answered on time."""

    total: int
    by_state: tuple[tuple[str, int], ...]
    late: int
    answered: int
    answered_in_time: int
    unserved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadPreview:
    """Who would lead a request if it were sent now, and why, with the dates."""

    person: PersonCard
    unit: int
    unit_name: str
    because: str
    take_by: date
    due_on: date
    unserved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowPage:
    """What the company sees of its request: always one name."""

    reference: str
    company_name: str
    subject_label: str
    need: str
    received_at: datetime
    state: str
    sentence: str
    contact: PersonCard
    contact_since: datetime
    due_on: date
    expects_answer: bool
    answered: bool
    thread: tuple[MessageLine, ...]
    steps: tuple[StepLine, ...]
    can_reply: Permission
    can_withdraw: Permission
    can_reopen: Permission
    language: str
    expires_at: datetime
    contact_fault: str = ""
    referent: PersonCard | None = None
