"""What the queries of the mesh take and answer. Counts are establishments of the register; « certain »: every condition is met
by what the register says; « possible »: nothing known excludes it. Empty texts and None are « non renseigné »."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure of the mesh, always as a pair: ``certain`` ≤ ``possible``."""

    certain: int
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A code and its name: a need, a theme, a division, a level, an organisation."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyLine:
    """What was left out of every figure: how many, and a few (SIRET, SIREN)."""

    name: str
    label: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a figure rests on. ``counted``: establishments in the mesh; ``catalogue``: first characters of its digest; ``stale``:
    a sentence that says why it should be computed again, empty when it holds; ``departments``: of the register, empty: France."""

    run: str
    on: datetime.date
    stock_on: datetime.date
    stock_is_demo: bool
    departments: tuple[str, ...]
    counted: int
    catalogue: str
    schemes: int
    computed_at: datetime.datetime
    stale: str
    anomalies: tuple[AnomalyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A computation. ``state`` and ``stage`` are codes of enums; ``can_cancel``: by this actor, now; ``silent``: it should have ended long
    ago, its worker must have been stopped, and another may be asked."""

    public_id: str
    on: datetime.date
    stock_on: datetime.date | None
    state: str
    state_label: str
    stage_label: str
    progress: int
    asked_at: datetime.datetime
    asked_by: str
    finished_at: datetime.datetime | None
    fault: str
    way_out: str
    can_cancel: bool
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshStatus:
    """Whether there is a mesh to read. ``missing``: why not, in a sentence, and ``way_out``; ``running``: the computation under
    way; ``may_compute`` by this actor, else ``why_not``; ``apart``: titles of the schemes whose rule is too long to be cut, and is
    evaluated by itself, as exactly."""

    stamp: Stamp | None
    missing: str
    way_out: str
    running: RunLine | None
    runs: tuple[RunLine, ...]
    may_compute: bool
    why_not: str
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRef:
    """A scheme of the mesh. ``standing``: code of enums.Standing; ``catch_all``: open to nearly everyone, so that it hides gaps;
    ``public``: its page may be opened by all (no page for a draft)."""

    slug: str
    title: str
    standing: str
    standing_label: str
    is_demo: bool
    catch_all: bool
    public: bool
    needs: tuple[Named, ...]
    themes: tuple[Named, ...]
    level: Named | None
    purpose: Named | None
    owner: Named | None
    funders: tuple[Named, ...]
    territory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComputed:
    """A scheme that is not in the figures, or whose figures are less sure, and why."""

    scheme: SchemeRef
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """A way to cut a figure: a kind of division ("epci"), or a code of enums.Axis ("size")."""

    code: str
    label: str
    is_territory: bool
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A figure of one division, size or section. ``code`` is "epci:200093201", "size:03", "section:C"."""

    code: str
    name: str
    count: Count
    total: int
    """Establishments there, served or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshFilters:
    """What a reader asks of the mesh. ``territory``: "dep:59", empty: the whole register; ``need``, ``theme``: a slug; ``standing``:
    codes of enums.Standing, empty: what can be asked for on the day; ``demo``: None all, False without the demonstration."""

    territory: str = ""
    need: str = ""
    theme: str = ""
    section: str = ""
    size: str = ""
    standing: tuple[str, ...] = ()
    demo: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationLine:
    """How many establishments a scheme can serve."""

    scheme: SchemeRef
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Populations:
    """Every scheme with its figure, the largest first; ``total``: establishments of the territory asked."""

    stamp: Stamp
    total: int
    lines: tuple[PopulationLine, ...]
    not_computed: tuple[NotComputed, ...]
    to_confirm: tuple[NotComputed, ...]
    filters: MeshFilters


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A scheme by division, size or section; ``axes``: every way to cut it; ``parts``: those that have establishments."""

    stamp: Stamp
    scheme: SchemeRef
    count: Count
    total: int
    by: By
    axes: tuple[By, ...]
    parts: tuple[Part, ...]
    conditions: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody says that an overlap is on purpose."""

    pk: int
    reason: str
    marked_at: datetime.datetime
    marked_by: str
    unmarked_at: datetime.datetime | None = None
    unmarked_by: str = ""
    unmark_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InCommon:
    """What two schemes share besides companies; empty: nothing."""

    needs: tuple[Named, ...]
    themes: tuple[Named, ...]
    purpose: Named | None
    level: Named | None
    funders: tuple[Named, ...]
    territory: bool | None
    """Whether they say the same of where they hold; None when neither says anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapPair:
    """Two schemes that may serve the same establishments; ``kind``: code of enums.OverlapKind, told by those they may serve (what the
    register does not say may not part them); of an inclusion, ``second`` lies in ``first``. ``shared``: certain; ``possible``: the
    most there may be; ``first_count``, ``second_count``: whom each may serve; ``share``: ``possible`` as a part of the smaller, per
    cent, rounded down; ``sureness``: code of asserting.Sureness, which ``kind_label`` and ``sentence`` say in words."""

    first: SchemeRef
    second: SchemeRef
    kind: str
    kind_label: str
    shared: int
    possible: int
    first_count: int
    second_count: int
    share: int
    common: InCommon
    wanted: Wanted | None

    sentence: str = ""
    """What it means, in words."""

    sureness: str = "perhaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapFilters:
    """``kinds``: codes of enums.OverlapKind, empty: all but partial ones; ``same_need``: only pairs that answer one need or theme;
    ``wanted``: True only wanted ones, False without them, None all; ``scheme``: a slug, pairs that hold it; ``apart``: without the
    pairs of two schemes open to nearly everyone."""

    kinds: tuple[str, ...] = ()
    same_need: bool = True
    wanted: bool | None = None
    need: str = ""
    scheme: str = ""
    demo: bool | None = None
    apart: bool = False
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A value that a list may be narrowed to, with how many lines it keeps."""

    code: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlaps:
    """The pairs, the strongest first. ``total``: under the filters, before cutting the page; ``apart``: left out besides, since both
    are open to nearly everyone."""

    stamp: Stamp
    pairs: tuple[OverlapPair, ...]
    total: int
    kinds: tuple[Facet, ...]
    wanted: int
    not_computed: tuple[NotComputed, ...]
    filters: OverlapFilters
    apart: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapDetail:
    """A pair, where and whom: ``parts`` count the shared establishments by ``by``; ``history``: every mark, taken back or not."""

    stamp: Stamp
    pair: OverlapPair
    by: By
    axes: tuple[By, ...]
    parts: tuple[Part, ...]
    history: tuple[Wanted, ...]
    may_mark: bool
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCell:
    """What a line of the comparison says of one scheme; ``texts`` empty: not said."""

    texts: tuple[str, ...]
    same: bool
    """All the schemes compared say exactly this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    label: str
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two to four schemes side by side (H-005): target, costs covered, conditions as sentences, amounts as written."""

    stamp: Stamp | None
    schemes: tuple[SchemeRef, ...]
    counts: tuple[Count | None, ...]
    lines: tuple[ComparedLine, ...]
    pairs: tuple[OverlapPair, ...]
