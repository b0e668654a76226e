"""What the queries of the catalogue take and answer. Empty tuples and None mean « non renseigné », never a default."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from maillage.modules.schemes.enums import Role, Sort
from maillage.shared.sources.queries import SourceCard

ALWAYS_SAID = (Role.FUNDER, Role.OPERATOR, Role.CONTACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a closed vocabulary, or a theme, or an objective: its code for programs, its label for people."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRef:
    """An organisation as a page names it; ``kind`` is a code of OrganizationKind."""

    slug: str
    name: str
    kind: str
    kind_label: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The dates of a scheme and what they mean on the day asked; ``state`` is a code of enums.State."""

    opens_on: datetime.date | None
    closes_on: datetime.date | None
    state: str
    state_label: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFilters:
    """What a reader asks of the catalogue. Several values of one filter: any of them; several filters: all of them.

    ``place`` is a commune code ("59350") or any territory ("epci:200093201"); ``organization`` is a slug and matches
    any role; ``owner_kinds`` are codes of OrganizationKind or "none" (owner not known); ``states`` are codes of State,
    and without them expired schemes are left out; ``demo``: True only the demonstration, False none of it.
    """

    text: str = ""
    families: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    owner_kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    place: str = ""
    organization: str = ""
    demo: bool | None = None
    sort: str = Sort.RELEVANCE
    offset: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetOption:
    """One value of a facet; ``count`` = schemes under all the other filters."""

    code: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to narrow the catalogue; ``name`` is the field of CatalogueFilters it sets."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeCard:
    """A scheme as a line of a list. ``territory``: where, in words. ``flags``: what is missing or must be seen,
    such as « aucun financeur indiqué » (H-060)."""

    slug: str
    title: str
    promise: str
    family: Choice | None
    kind: Choice | None
    instrument: Choice | None
    level: Choice | None
    purpose: Choice | None
    publics: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    objectives: tuple[Choice, ...]
    owner: OrganizationRef | None
    funders: tuple[OrganizationRef, ...]
    operators: tuple[OrganizationRef, ...]
    contact: OrganizationRef | None
    amount: str
    territory: str
    validity: Validity
    suspended: bool
    is_demo: bool
    origin: Choice
    source: str
    source_date: datetime.date | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One page of answers (``schemes``), how many there are in all, and the facets with their counts.

    ``place_name`` names the place filtered on; ``notice`` says, for instance, that an old commune code was resolved.
    """

    schemes: tuple[SchemeCard, ...]
    total: int
    facets: tuple[Facet, ...]
    place_name: str | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """Who plays one part in a scheme; empty ``organizations`` reads « non renseigné »."""

    role: str
    label: str
    organizations: tuple[OrganizationRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSchemes:
    """The schemes in which an organisation plays one part."""

    role: str
    label: str
    schemes: tuple[SchemeCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A labelled fact as written by the source; None reads « non renseigné »."""

    label: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """The rule of a scheme during a period, as sentences generated from the rule; ``current`` on the day asked.

    An empty ``eligibility`` means that no condition is known.
    """

    valid_from: datetime.date | None
    valid_to: datetime.date | None
    period: str
    recorded_at: datetime.datetime
    withdrawn_at: datetime.datetime | None
    source: str
    origin: SourceCard | None
    eligibility: tuple[str, ...]
    targeting: tuple[str, ...]
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeLine:
    year: int
    amount: Decimal
    source: str
    origin: SourceCard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """The other scheme of a merge, and the day from which one replaces the other (H-005)."""

    slug: str
    title: str
    on: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePage:
    """Everything the page of a scheme shows. ``eligibility`` (who may have it) is apart from ``targeting`` (for whom
    it is meant). ``money`` holds amounts, rate or loan terms, cost and duration, as written. ``status`` is a code."""

    card: SchemeCard
    description: str
    origin: SourceCard | None
    family_source: str
    family_origin: SourceCard | None
    status: str
    roles: tuple[RoleLine, ...]
    money: tuple[Line, ...]
    eligibility: tuple[str, ...]
    targeting: tuple[str, ...]
    versions: tuple[RuleVersion, ...]
    envelopes: tuple[EnvelopeLine, ...]
    details: tuple[Line, ...]
    url: str
    checked_on: datetime.date | None
    missing_to_publish: tuple[str, ...]
    replaced_by: Replacement | None
    replaces: tuple[Replacement, ...]

    @property
    def money_shown(self) -> tuple[Line, ...]:
        """The amount, known or not, and what else is known of the money."""
        return tuple(line for rank, line in enumerate(self.money) if line.value or rank == 0)

    @property
    def roles_shown(self) -> tuple[RoleLine, ...]:
        """Who funds, who operates, whom to call, known or not; and the other parts that are known."""
        return tuple(line for line in self.roles if line.organizations or line.role in ALWAYS_SAID)

    @property
    def not_told(self) -> tuple[str, ...]:
        """What else the source does not tell: labels, gathered in one line."""
        lines = (*self.money, *self.roles)
        shown = {line.label for line in (*self.money_shown, *self.roles_shown)}
        return tuple(line.label for line in lines if line.label not in shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """How many schemes are available in a territory: ``specific`` name a part of France that meets it, ``national``
    have no condition of place, ``to_confirm`` have conditions nobody has written yet. They are not added up."""

    kind: str
    code: str
    name: str
    specific: int
    national: int
    to_confirm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The envelopes of the real schemes, or of those made up for the demonstration; ``published`` of them, the expired
    ones included: in a year, the lines add up to it."""

    is_demo: bool
    published: int
    lines: tuple["LevelAmount", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelAmount:
    """The envelopes of one level in one year, in euros; ``uncounted`` schemes of this level have none that year."""

    level: str
    level_label: str
    year: int
    amount: Decimal
    schemes: int
    uncounted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """A theme with its definition («à définir» when empty), its owner, and its scope in words (H-026)."""

    slug: str
    name: str
    definition: str
    owner: OrganizationRef | None
    scope: tuple[Line, ...]
    source: str
    origin: SourceCard | None
    is_demo: bool
    schemes: int
