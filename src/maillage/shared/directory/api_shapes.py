"""What programs read and send of the directory."""

import datetime
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from maillage.kit.api import Asked, Day
from maillage.shared.directory import queries

Code = Annotated[str, Field(max_length=80)]


class OrganizationsAsked(Asked):
    """What is asked of the list of organisations; a text finds former names too."""

    text: Annotated[str, Field(max_length=100)] = ""
    kind: Code = ""


class ServicesAsked(Asked):
    """What is asked of who does what: a subject, a unit."""

    subject: Code = ""
    unit: Code = ""


class OrganizationOut(Schema):
    """An organisation; empty texts are not known. ``perimeter``: a territory expression."""

    slug: str
    name: str
    short_name: str
    kind: str
    kind_label: str
    perimeter: str
    in_network: bool
    is_demo: bool
    former_names: list[str]


class UnitOut(Schema):
    """A unit and how the public reaches it; empty texts are not known."""

    slug: str
    name: str
    kind: str
    organization: str
    organization_name: str
    perimeter: str
    email: str
    phone: str
    is_entry_door: bool
    is_demo: bool
    source: str


class OrganizationPageOut(OrganizationOut):
    """Everything the public may read of an organisation: never a person."""

    url: str
    phone: str
    email: str
    ended_on: datetime.date | None
    successor: str | None
    source: str
    units: list[UnitOut]


class ServiceOut(Schema):
    """A unit answers on a subject in a perimeter, from a day on. ``stage`` empty: all; ``source`` empty: to be confirmed."""

    id: int
    subject: str
    subject_label: str
    unit: UnitOut
    perimeter: str
    stage: str
    since: datetime.date | None
    until: datetime.date | None
    source: str


class PersonOut(Schema):
    """The public card of a person of the network; empty texts are not known."""

    slug: str
    name: str
    title: str
    unit: str
    organization: str
    side: str
    phone: str
    is_fictional: bool
    in_service: bool


class SubjectOut(Schema):
    """What a company may need, in its words."""

    code: str
    label: str
    description: str


class Served(Schema):
    """A unit that certainly answers, and what says so. ``since`` null: the source does not say from when."""

    unit: UnitOut
    perimeter: str
    stage: str
    since: datetime.date | None
    until: datetime.date | None
    source: str | None


class WhoOut(Schema):
    """Who does X in commune Y on day Z. ``certain`` false: the directory knows nobody for sure; ``entry_door`` answers then.

    ``sentence`` says it in French; ``notice``: a former commune was read as the present one.
    """

    subject: str
    subject_label: str
    commune: str
    commune_name: str
    on: datetime.date
    certain: bool
    sentence: str
    notice: str | None
    answers: list[Served]
    entry_door: UnitOut | None


class AbsenceIn(Schema):
    """Days away, both included. ``person`` empty: the person acting."""

    model_config = ConfigDict(extra="forbid")

    person: Code = ""
    first_day: Day
    last_day: Day
    deputy: Code = ""


class AbsenceOut(Schema):
    """An absence that is written."""

    id: int
    person: str
    first_day: datetime.date
    last_day: datetime.date


def served(line: queries.ServiceLine) -> Served:
    return Served(
        unit=unit_out(line.unit),
        perimeter=line.perimeter,
        stage=line.stage,
        since=line.since,
        until=line.until,
        source=line.source or None,
    )


def service_out(line: queries.ServiceLine) -> ServiceOut:
    return ServiceOut(
        id=line.pk,
        subject=line.subject_code,
        subject_label=line.subject,
        unit=unit_out(line.unit),
        perimeter=line.perimeter,
        stage=line.stage,
        since=line.since,
        until=line.until,
        source=line.source,
    )


def organization_out(row: queries.OrganizationRow) -> OrganizationOut:
    return OrganizationOut(
        slug=row.slug,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        kind_label=row.kind_label,
        perimeter=row.perimeter,
        in_network=row.in_network,
        is_demo=row.is_demo,
        former_names=list(row.formerly),
    )


def unit_out(card: queries.UnitCard) -> UnitOut:
    return UnitOut(
        slug=card.slug,
        name=card.name,
        kind=card.kind,
        organization=card.organization_slug,
        organization_name=card.organization_name,
        perimeter=card.perimeter,
        email=card.email,
        phone=card.phone,
        is_entry_door=card.is_entry_door,
        is_demo=card.is_demo,
        source=card.source,
    )
