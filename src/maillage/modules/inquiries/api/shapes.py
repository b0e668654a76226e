"""What programs send and read of requests."""

import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from maillage.kit.api import Day
from maillage.modules.inquiries import queries
from maillage.modules.inquiries.enums import Channel, Maturity, Motive, Profile, Stage, State, StepState

Slug = Annotated[str, Field(min_length=1, max_length=80)]
Said = Annotated[str, Field(max_length=10_000)]
Line = Annotated[str, Field(max_length=300)]
Key = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        description="Drawn by the program for this sending: sent twice, it does one thing.",
    ),
]


class Sent(Schema):
    """What is sent: a name that is not known is told, never ignored."""

    model_config = ConfigDict(extra="forbid")


class Who(Schema):
    """A person of the network, as its public card says."""

    slug: str
    name: str
    title: str
    unit: str
    organization: str
    is_fictional: bool


class InquiryLine(Schema):
    """A request in a list. ``days_left``: working days until ``due_on``; null when no answer is expected any more."""

    reference: str
    company: str
    company_name: str
    is_fictional: bool
    commune: str
    subject: str
    need: str
    channel: Channel
    state: State
    state_label: str
    lead: Who
    unit: str
    received_at: datetime.datetime
    due_on: datetime.date
    days_left: int | None
    hand_over_pending: bool


class MessageOut(Schema):
    """A message of the thread; ``person`` null: the company wrote it."""

    person: str | None
    is_internal: bool
    body: str
    at: datetime.datetime
    attachments: list[str]


class StepOut(Schema):
    """A step of the pathway."""

    id: int
    rank: int
    stage: Stage
    title: str
    organization: str
    unit: str
    scheme: str
    state: StepState
    note: str


class PartOut(Schema):
    """The part of a helper."""

    id: int
    person: str
    part: str
    due_on: datetime.date
    done_at: datetime.datetime | None


class StoryOut(Schema):
    """One line of the story."""

    at: datetime.datetime
    kind: str
    sentence: str
    note: str


class InquiryOut(InquiryLine):
    """Everything about one request. ``because``: why it came to this unit; ``why``: why this program sees it."""

    contact_name: str
    contact_email: str
    contact_phone: str
    situation: dict[str, Any]
    because: str
    take_by: datetime.date
    answered_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    uncovered_motive: str
    thread: list[MessageOut]
    steps: list[StepOut]
    parts: list[PartOut]
    story: list[StoryOut]
    why: str


class Acted(Schema):
    """What an act left: never the words nor the names that were sent."""

    reference: str
    state: State
    state_label: str
    lead: str


class CompanyIn(Sent):
    """Who asks: ``public_id`` of a company already known, or a name with what is known of it."""

    public_id: Annotated[str, Field(max_length=40)] = ""
    name: Annotated[str, Field(max_length=200)] = ""
    siren: Annotated[str, Field(max_length=20)] = ""
    siret: Annotated[str, Field(max_length=20)] = ""
    country: Annotated[str, Field(max_length=2)] = "FR"
    foreign_number: Annotated[str, Field(max_length=60)] = ""
    naf: Annotated[str, Field(max_length=10)] = ""
    headcount: Annotated[StrictInt, Field(ge=0, le=10_000_000)] | None = None


class InquiryIn(Sent):
    """A request entered for a company that called, wrote or was met (H-054)."""

    company: CompanyIn
    subject: Slug
    need: Said = ""
    channel: Literal["phone", "letter", "mail", "meeting", "magazine", "event"]
    commune: Annotated[str, Field(max_length=5, pattern=r"^(\d[\dAB]\d{3})?$")] = ""
    profile: Profile | Literal[""] = ""
    maturity: Maturity | Literal[""] = ""
    contact_name: Annotated[str, Field(max_length=120)] = ""
    contact_email: Annotated[str, Field(max_length=254)] = ""
    contact_phone: Annotated[str, Field(max_length=40)] = ""
    language: Literal["fr", "en"] = "fr"
    keep: Annotated[StrictBool, Field(description="The person acting leads it, whatever the rules.")] = False
    key: Key


class MessageIn(Sent):
    """Words to a company, or to colleagues."""

    body: Said
    key: Key


class UncoverIn(Sent):
    """That no scheme covers the need: why, and the words to the company."""

    motive: Motive
    note: Line = ""
    body: Said
    key: Key


class ReasonIn(Sent):
    """A reason, in a few words."""

    reason: Line = ""


class HandOverIn(Sent):
    """To whom the request is proposed: a unit or a person."""

    unit: Slug | None = None
    person: Slug | None = None
    reason: Line


class ReassignIn(Sent):
    """To whom the manager gives the request."""

    person: Slug
    reason: Line


class PartIn(Sent):
    """What is asked of a colleague, by a day."""

    person: Slug
    part: Line
    due_on: Day


class ContactIn(Sent):
    """How the company is reached."""

    name: Annotated[str, Field(max_length=120)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""


class StepIn(Sent):
    """A step of the pathway: ``unit`` brings its organisation."""

    stage: Stage
    title: Annotated[str, Field(max_length=200)]
    organization: Slug | None = None
    unit: Slug | None = None
    scheme: Annotated[str, Field(max_length=120)] = ""
    note: Line = ""
    state: StepState = StepState.PROPOSED


class MoveIn(Sent):
    """One place up, or down."""

    up: StrictBool


def line(row: queries.InquiryRow) -> InquiryLine:
    """A request of a list."""
    return InquiryLine(**_line(row))


def whole(file: queries.InquiryFile) -> InquiryOut:
    """The file of a request."""
    return InquiryOut(
        **_line(file.row),
        contact_name=file.contact_name,
        contact_email=file.contact_email,
        contact_phone=file.contact_phone,
        situation=dict(file.situation),
        because=file.because,
        take_by=file.take_by,
        answered_at=file.answered_at,
        closed_at=file.closed_at,
        uncovered_motive=file.uncovered_motive,
        thread=[
            MessageOut(
                person=one.person.slug if one.person else None,
                is_internal=one.is_internal,
                body=one.body,
                at=one.at,
                attachments=[attached.name for attached in one.attachments],
            )
            for one in file.thread
        ],
        steps=[
            StepOut(
                id=one.pk,
                rank=one.rank,
                stage=Stage(one.stage),
                title=one.title,
                organization=one.organization_name,
                unit=one.unit_name,
                scheme=one.scheme_slug,
                state=StepState(one.state),
                note=one.note,
            )
            for one in file.steps
        ],
        parts=[
            PartOut(id=one.pk, person=one.person.slug, part=one.part, due_on=one.due_on, done_at=one.done_at)
            for one in file.helpers
        ],
        story=[
            StoryOut(at=one.at, kind=one.kind, sentence=one.sentence, note=one.note) for one in file.story
        ],
        why=file.why,
    )


def _line(row: queries.InquiryRow) -> dict[str, Any]:
    lead = row.lead
    return {
        "reference": row.reference,
        "company": row.company_id,
        "company_name": row.company_name,
        "is_fictional": row.is_fictional,
        "commune": row.commune,
        "subject": row.subject,
        "need": row.need,
        "channel": row.channel,
        "state": row.state,
        "state_label": row.state_label,
        "lead": Who(
            slug=lead.slug,
            name=lead.name,
            title=lead.title,
            unit=lead.unit_name,
            organization=lead.organization_name,
            is_fictional=lead.is_fictional,
        ),
        "unit": row.unit_name,
        "received_at": row.received_at,
        "due_on": row.due_on,
        "days_left": row.days_left,
        "hand_over_pending": row.hand_over_pending,
    }
