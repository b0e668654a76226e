"""A scheme as a value: what every file format reads into, writes from, and is compared by.

Organisations are named, not linked: a file knows names, the directory knows organisations. Rules are JSON of
``maillage.engines.rules``. Empty means «non renseigné».
"""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from maillage.modules.schemes.enums import Origin, Status

Json = Any


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class RoleRecord:
    """An organisation, by its name in the directory, and its part in the scheme."""

    role: str
    organization: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRecord:
    """A rule and the half-open period it is true for."""

    eligibility: Json = None
    targeting: Json = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class EnvelopeRecord:
    """Euros set aside for a year."""

    year: int
    amount: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSlug:
    """A theme or an objective: its identifier, and its name for a base that does not hold it yet."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRecord:
    """All that Maillage knows of a scheme. Field names are those of the model.

    ``words`` names the objectives that its rules cite, for a base that does not hold them yet; ``sirens`` are the known
    SIREN of the organisations it names, by name: facts of the directory that travel with the file.
    """

    slug: str
    title: str
    origin: str = Origin.IMPORT
    status: str = Status.DRAFT
    promise: str = ""
    description: str = ""
    family: str = ""
    family_source: str = ""
    kind: str = ""
    instrument: str = ""
    level: str = ""
    purpose: str = ""
    publics: tuple[str, ...] = ()
    themes: tuple[NamedSlug, ...] = ()
    objectives: tuple[NamedSlug, ...] = ()
    amount: str = ""
    aid_rate: str = ""
    loan_terms: str = ""
    cost: str = ""
    duration: str = ""
    opens_on: datetime.date | None = None
    closes_on: datetime.date | None = None
    suspended: bool = False
    url: str = ""
    source: str = ""
    source_date: datetime.date | None = None
    checked_on: datetime.date | None = None
    details: tuple[tuple[str, str], ...] = ()
    roles: tuple[RoleRecord, ...] = ()
    rules: tuple[RuleRecord, ...] = ()
    envelopes: tuple[EnvelopeRecord, ...] = ()
    words: tuple[NamedSlug, ...] = field(default=(), compare=False)
    sirens: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def organizations(self, role: str) -> tuple[str, ...]:
        """The names of those who play a role."""
        return tuple(r.organization for r in self.roles if r.role == role)


COLUMNS = (
    "title",
    "origin",
    "status",
    "promise",
    "description",
    "family",
    "family_source",
    "kind",
    "instrument",
    "level",
    "purpose",
    "amount",
    "aid_rate",
    "loan_terms",
    "cost",
    "duration",
    "opens_on",
    "closes_on",
    "suspended",
    "url",
    "source",
    "source_date",
    "checked_on",
)
"""The fields that are plain columns of the table."""
