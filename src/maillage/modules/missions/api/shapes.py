"""What programs read of the mission map, and what they send."""

import datetime
import re
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from maillage.kit.api import Day
from maillage.modules.missions.enums import (
    ChangeReason,
    CooperationForm,
    DelegationVariant,
    IntegrationOption,
    Mode,
    Nature,
    Pooled,
    PoolingLogic,
)

INSTANT = re.compile(
    r"(19|20|21)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
Text = Annotated[str, Field(max_length=300)]
Slug = Annotated[str, Field(max_length=80)]


def _instant(value: Any) -> Any:
    if not isinstance(value, str) or not INSTANT.fullmatch(value):
        raise PydanticCustomError("date_time_format", "an instant is written 2026-11-24T10:00:00+01:00")
    return value


Instant = Annotated[datetime.datetime, BeforeValidator(_instant)]
"""An instant with its offset, of our times."""


class When(Schema):
    """What one looks at. ``day``: none, the last state that is no projection; ``known_at``: none, as it is known now."""

    model_config = ConfigDict(extra="forbid")

    day: Day | None = None
    known_at: Instant | None = None
    projections: bool = True


class Between(Schema):
    """Two days to compare."""

    model_config = ConfigDict(extra="forbid")

    before: Day
    after: Day
    known_at: Instant | None = None
    projections: bool = True


class OriginOut(Schema):
    """Who says a thing; an empty title is to confirm."""

    title: str
    evidence: str
    basis: str


class PlanOut(Schema):
    """A plan in the list."""

    slug: str
    title: str
    kind: str
    owner_slug: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    is_demo: bool
    functions: int
    boxes: int


class StopOut(Schema):
    """A dated state of a function. ``unconfirmed``: a projection whose day is past and that nobody confirmed."""

    day: datetime.date
    nature: str
    label: str
    drawn: bool
    unconfirmed: bool
    condition: str


class FunctionOut(Schema):
    """A function of a plan and the dates of its map."""

    code: str
    label: str
    domains: int
    boxes: int
    unconfirmed: int
    stops: list[StopOut]


class ModeOut(Schema):
    """The mode of a mission. ``letter``: A, C, H, I, M or ?, listed by letter: no mode is better than another."""

    letter: str
    label: str
    possible: list[str]
    missing: list[str]
    holder_slug: str
    since: datetime.date | None
    nature: str
    condition: str
    inherited_from: str
    last_known: str
    origin: OriginOut | None


class ExceptionOut(Schema):
    """The mode of one organisation that differs from the common line."""

    organization: str
    mode: ModeOut


class BoxOut(Schema):
    """A macro-process where it stands. ``unconfirmed``: the source does not let say whether it does."""

    code: str
    label: str
    mode: ModeOut
    shared_with: list[str]
    exceptions: list[ExceptionOut]
    unconfirmed: bool
    projected: bool
    note: str


class DomainOut(Schema):
    """A column of boxes."""

    code: str
    label: str
    definition: str
    aliases: list[str]
    mode: ModeOut | None
    boxes: list[BoxOut]
    unconfirmed: list[BoxOut]


class FootnoteOut(Schema):
    """A sentence that the map bears."""

    text: str
    scope: str
    since: datetime.date | None


class MapOut(Schema):
    """The map of a function on a day, as known at an instant; no domain: it has no map."""

    plan_slug: str
    function_code: str
    function: str
    mode: ModeOut | None
    perimeters: list[str]
    day: datetime.date
    known_at: datetime.datetime | None
    state: StopOut | None
    last_known: StopOut | None
    stops: list[StopOut]
    domains: list[DomainOut]
    footnotes: list[FootnoteOut]
    boxes: int
    unconfirmed: int


class SentenceOut(Schema):
    """One difference, in French, with what it rests on."""

    kind: str
    code: str
    words: str
    origin: OriginOut | None


class ComparisonOut(Schema):
    """What differs between two days, summed up and one by one."""

    summary: list[str]
    sentences: list[SentenceOut]


class HistoryOut(Schema):
    """A fact of the story of a mission; withdrawn ones stay readable."""

    kind: str
    words: str
    since: datetime.date | None
    recorded_at: datetime.datetime


class BoxFileOut(Schema):
    """A mission on a day, and its story. ``last_fact``: the number of the last mode said of it, 0 for none, to send as ``seen``."""

    code: str
    label: str
    level: str
    mode: ModeOut | None
    history: list[HistoryOut]
    last_fact: int


class DoingOut(Schema):
    """What an organisation is to a mission. ``parts`` empty: nothing names it there."""

    plan_slug: str
    function: str
    domain: str
    code: str
    label: str
    level: str
    mode: ModeOut
    parts: list[str]
    apart: bool
    checked: datetime.date | None


class WhoOut(Schema):
    """What an organisation does on a day."""

    slug: str
    organization: str
    day: datetime.date
    named: list[DoingOut]
    others: list[DoingOut]


class FrameIn(Schema):
    """A version of a common frame: one that is known, or in ``new_frame`` one that nobody recorded yet."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=200)]
    number: Annotated[str, Field(max_length=20)] = "1"


class ModeIn(Schema):
    """The mode of a mission with all that it demands; organisations are named by their public identifier. ``seen``: the ``last_fact``
    that was read of the mission: a mode said meanwhile by somebody is then refused as « stale » instead of being said over."""

    model_config = ConfigDict(extra="forbid")

    mode: Mode | None = None
    possible: Annotated[list[Mode], Field(max_length=5)] = []
    since: Day
    until: Day | None = None
    nature: Nature
    source: Text
    evidence: Text = ""
    note: Annotated[str, Field(max_length=2000)] = ""
    chamber: Slug | None = None
    reason: ChangeReason | None = None
    reason_text: Text = ""
    local_managers: Annotated[list[Slug], Field(max_length=50)] = []
    purpose: Annotated[str, Field(max_length=2000)] = ""
    form: CooperationForm | None = None
    participants: Annotated[list[Slug], Field(max_length=50)] = []
    ends_on: Day | None = None
    frames: Annotated[list[FrameIn], Field(max_length=20)] = []
    new_frame: FrameIn | None = None
    pooled: Annotated[list[Pooled], Field(max_length=4)] = []
    logic: PoolingLogic | None = None
    hosts: Annotated[list[Slug], Field(max_length=50)] = []
    beneficiaries: Annotated[list[Slug], Field(max_length=50)] = []
    option: IntegrationOption | None = None
    variant: DelegationVariant | None = None
    holder: Slug | None = None
    seen: Annotated[int, Field(ge=0)] | None = None


class FrameOut(Schema):
    """A version of a common frame that modes of the plan may rest on (S-011), and the functions it serves (S-040)."""

    title: str
    number: str
    since: datetime.date | None
    functions: list[str]


class ModeRecorded(Schema):
    """The number of the fact that was recorded."""

    id: int
