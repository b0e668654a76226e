"""What pages and files read of means: one shape for every kind of them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from maillage.shared.sources.queries import SourceCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A thing said, with its name. ``text`` empty: not known, and pages say so."""

    label: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing of a list: its title, then a cell for each column of the section. ``when``: its dates, in words. ``hidden``: this
    reader does not read what it rests on, which may name a person."""

    pk: int
    title: str
    url: str
    cells: tuple[str, ...]
    when: str
    origin: SourceCard | None
    evidence: str
    ended: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A kind of means of a plan. ``count``: how many there are; ``lines`` empty with a count of zero: ``empty`` says what would
    stand there. ``told``: sentences that sum the list up (« 2 résultats ne sont pas chiffrés »)."""

    code: str
    title: str
    lead: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    count: int
    empty: str
    add: str
    url: str
    told: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> tuple[tuple[Line, tuple[tuple[str, str], ...]], ...]:
        """Each line with its cells named by their columns."""
        return tuple((line, tuple(zip(self.columns, line.cells, strict=True))) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A fact inside the sheet of a thing: a deployment, an option, a candidate. ``mark``: a word beside it (« écartée »); ``ending``:
    what put an end to it, in words; ``withdrawn``: why it is held for true no more, empty while it is; ``undated``: it has no dates of its own."""

    kind: str
    pk: int
    title: str
    when: str
    details: tuple[Detail, ...] = ()
    mark: str = ""
    origin: SourceCard | None = None
    evidence: str = ""
    note: str = ""
    withdrawn: str = ""
    ending: str = ""
    url: str = ""
    undated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The facts of one kind in a sheet. ``empty``: what is said when there is none."""

    title: str
    parts: tuple[Part, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A thing, whole. ``hidden``: as in :class:`Line`; ``closed``: nothing is added to it any more."""

    section: str
    pk: int
    title: str
    when: str
    details: tuple[Detail, ...]
    groups: tuple[Group, ...]
    origin: SourceCard | None
    evidence: str
    note: str
    recorded: str
    withdrawn: str
    ended: bool
    ending: str = ""
    hidden: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMeans:
    """The means of a plan: its name and its sections. ``why_not``: why the reader writes nothing here, empty when it may;
    ``known_at``: as was known then, None for now."""

    slug: str
    title: str
    sections: tuple[Section, ...]
    why_not: str
    is_demo: bool = False
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageCount:
    """How many distinct tools serve a usage, year by year; ``undated``: those whose first day of service is not known."""

    label: str
    url: str
    target: int
    counts: tuple[int, ...]
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageReport:
    """The number of distinct tools by usage and by year (S-085). ``unused``: tools that serve no declared usage."""

    years: tuple[int, ...]
    lines: tuple[UsageCount, ...]
    unused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChamberShare:
    """What partial assignments weigh for an organisation in a year. ``fte``: full-time equivalents; ``cost`` and ``funded`` in
    euros, of the assignments whose cost is known; ``unpriced``: how many have no cost, « non chiffré »; ``hidden``: the sums would be
    those of one person, and the reader may not read them: they are left empty."""

    organization: str
    people: int
    fte: Decimal | None
    cost: Decimal | None
    funded: Decimal
    unpriced: int
    hidden: bool = False

    @property
    def left(self) -> Decimal | None:
        """What stays to pay once third parties have."""
        return None if self.cost is None else self.cost - self.funded


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSplit:
    """The split of a year, by organisation."""

    year: int
    years: tuple[int, ...]
    lines: tuple[ChamberShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mission or an item, with its page."""

    label: str
    url: str
    under: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roadmap:
    """A master plan against the map (S-078): each item and what it prepares, the projections that no item prepares, the items that
    prepare none."""

    pk: int
    title: str
    pairs: tuple[tuple[Named, tuple[Named, ...]], ...]
    projections: int
    without_item: tuple[Named, ...]
    without_projection: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionShown:
    """An option of a study as a box shows it."""

    label: str
    fate: str
    fate_label: str
    gain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyShown:
    """A study that bears on a mission, with its options, rejected ones included."""

    question: str
    url: str
    when: str
    due: str
    options: tuple[OptionShown, ...]
    candidates: tuple[str, ...]
    outcome: str
    decided: str
    origin: SourceCard | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMission:
    """What means say of a mission: shown on its page. ``of``, ``level``: what it stands under, when it is said of that; empty: of itself."""

    studies: tuple[StudyShown, ...]
    links: tuple[tuple[str, tuple[Named, ...]], ...]
    of: str = ""
    level: str = ""
