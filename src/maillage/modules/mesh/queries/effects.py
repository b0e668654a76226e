"""The shapes of what conditions exclude, of the companies behind a figure, and of what a decision would change."""

import datetime
from dataclasses import dataclass

from maillage.modules.mesh.queries.gap_shapes import SHARE
from maillage.modules.mesh.queries.shapes import By, Count, Named, Part, SchemeRef, Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The number of a condition that may be moved. ``field``: "minimum", "maximum", "at_least_months" or "under_months"."""

    field: str
    label: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """One condition of a scheme: how many establishments it alone excludes (H-059). ``rank``: of the condition; ``alone``: they do not meet
    it and meet all the others for certain; ``perhaps``: they do not meet it and nothing known fails another; ``unknown``: those for
    whom it is not known, all the others being met; ``together``: they do not meet it, nor another. ``parts`` count ``alone`` and
    ``perhaps``."""

    rank: int
    sentence: str
    alone: int
    perhaps: int
    unknown: int
    parts: tuple[Part, ...]
    thresholds: tuple[Threshold, ...]
    together: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """The same scheme with another threshold: who would have it then."""

    rank: int
    sentence: str
    before: Count
    after: Count
    gained: Count
    lost: Count
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusions:
    """What each condition of a scheme excludes, the most excluding first; ``simulated``: with the threshold that was moved."""

    stamp: Stamp
    scheme: SchemeRef
    count: Count
    total: int
    by: By
    axes: tuple[By, ...]
    conditions: tuple[Excluded, ...]
    simulated: Simulated | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsAsked:
    """Which companies a figure counts. ``kind``: "scheme", "overlap", "gap", "excluded" (by the condition of this ``rank`` alone),
    "gained" or "lost" (by these ``changes``); ``schemes``: slugs; ``part``: a code of `Part` ("epci:…", "size:…", "section:…"), several
    separated by a space; ``possible``: those that may be served too."""

    kind: str
    schemes: tuple[str, ...] = ()
    group: str = ""
    part: str = ""
    possible: bool = False
    threshold: int = 1
    sure: bool = True
    demo: bool | None = None
    share: int = SHARE
    rank: int = 0
    changes: tuple["ChangeAsked", ...] = ()
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    """An establishment behind a figure. ``name``: « [ND] » when it is not to be read; ``company``: the public identifier of its record
    when the network knows it, else empty."""

    siret: str
    name: str
    masked: bool
    commune: Named
    naf: str
    bracket: str
    created: datetime.date | None
    company: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The companies behind a figure, by commune then SIRET; ``total``: all of them."""

    stamp: Stamp
    title: str
    rows: tuple[CompanyRow, ...]
    total: int
    asked: RowsAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsked:
    """A supposition. ``kind``: code of enums.ChangeKind; ``schemes``: slugs. RULE: ``rank`` of the condition, ``field`` and ``number`` (None:
    the bound goes). PERIMETER: ``territory``, an expression. MERGE: ``into``: the slug of the successor, one of the schemes or another, and
    ``rule``: "successor" (its own rule) or "either" (whoever may have one of them)."""

    kind: str
    schemes: tuple[str, ...]
    rank: int = 0
    field: str = ""
    number: int | None = None
    territory: str = ""
    into: str = ""
    rule: str = "successor"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A supposition in words; ``undone``: why it could not be computed, empty otherwise."""

    asked: ChangeAsked
    sentence: str
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeEffect:
    """A scheme before and after; None: it cannot be asked for then, since it is not open or, after, no longer there. ``closed``: it is
    still there after, and not open."""

    scheme: Named
    before: Count | None
    after: Count | None
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEffect:
    """Establishments gained and lost in a division; they are counted once whatever the number of schemes."""

    code: str
    name: str
    gained: Count
    lost: Count

    @property
    def larger(self) -> str:
        """« gained » or « lost »: of which there are more for certain, then perhaps."""
        gained, lost = ((count.certain, count.possible) for count in (self.gained, self.lost))
        return "lost" if lost > gained else "gained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers:
    """Who answers on the needs touched, where companies are touched: a unit and its subject."""

    unit: str
    organization: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a set of changes would do. ``gained``: establishments that at least one scheme touched would serve and none did; ``lost``: the
    contrary; ``communes_*``: how many communes; ``requests``: running requests that cite a scheme touched."""

    stamp: Stamp
    changes: tuple[ChangeLine, ...]
    schemes: tuple[SchemeEffect, ...]
    gained: Count
    lost: Count
    communes_gained: int
    communes_lost: int
    by: By
    axes: tuple[By, ...]
    places: tuple[PlaceEffect, ...]
    requests: int
    officers: tuple[Officers, ...]
    note: str
    communes_perhaps_gained: int = 0
    communes_perhaps_lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyCard:
    """A study kept. ``stale``: why its figures may have changed, empty when computing again would say the same; ``stock``: the version
    of the register it was computed on."""

    slug: str
    title: str
    on: datetime.date
    stock_on: datetime.date | None
    stock: str
    catalogue: str
    computed_at: datetime.datetime
    made_at: datetime.datetime
    made_by: str
    is_demo: bool
    stale: str
    changes: tuple[str, ...]
    gained: Count
    lost: Count
    may_change: bool
    deleted: bool = False

    @property
    def stock_version(self) -> str:
        """The version of the register, short, as a page says it beside its day; empty when none is kept."""
        _day, _separator, rest = self.stock.partition("-")
        return rest[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyPage:
    """A study, opened, as it was computed."""

    card: StudyCard
    effect: Effect
    may_change: bool
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudiesCompared:
    """Two to four studies side by side."""

    studies: tuple[StudyPage, ...]
    same_stock: bool
    same_catalogue: bool
