"""What pages, exports and programs read of the mission map."""

from dataclasses import dataclass
from datetime import date, datetime

UNKNOWN = "?"
"""The letter of a box whose mode is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who says a thing: « SROM 2017-2021 », « lignes 348 », read on the map, told or entered. Empty title: à confirmer."""

    title: str
    evidence: str
    basis: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeShown:
    """The mode of a mission as it is shown.

    ``letter``: A, C, H, I, M or « ? ». ``possible``: several letters when it is « à préciser » among them. ``missing``: sentences of
    what its definition demands and is not known (« titulaire à préciser »). ``inherited_from``: label of the coarser mission it
    comes from, empty for its own. ``last_known``: « Intégration, au 1er janvier 2017 » when the present state does not say.
    """

    letter: str
    label: str
    possible: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    holder: str = ""
    holder_slug: str = ""
    since: date | None = None
    nature: str = ""
    condition: str = ""
    overdue: str = ""
    inherited_from: str = ""
    last_known: str = ""
    details: tuple[tuple[str, str], ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChamberMode:
    """An exception of one organisation to the regional line (S-007)."""

    organization: str
    mode: ModeShown


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxShown:
    """A macro-process in its domain. ``unconfirmed``: the text does not let say whether it stands there (S-031). ``projected``: its
    place or its mode is a projection; ``marks``: the footnotes that bear on it; ``shared_with``: other functions or domains."""

    id: int
    code: str
    label: str
    url: str
    mode: ModeShown
    marks: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()
    exceptions: tuple[ChamberMode, ...] = ()
    unconfirmed: bool = False
    projected: bool = False
    legibility: str = ""
    note: str = ""
    actions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainShown:
    """A column of boxes."""

    id: int
    code: str
    label: str
    url: str
    definition: str
    aliases: tuple[str, ...]
    mode: ModeShown | None
    boxes: tuple[BoxShown, ...]
    unconfirmed: tuple[BoxShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A dated state of a function. ``unconfirmed``: a projection whose day is past and that nobody confirmed."""

    day: date
    nature: str
    nature_label: str
    label: str
    drawn: bool
    unconfirmed: bool = False
    condition: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """An annotation printed under the map: its mark, its words, what it bears on (« portée non renseignée »)."""

    mark: str
    text: str
    scope: str
    since: date | None
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence of the document around the map."""

    kind: str
    kind_label: str
    subject: str
    text: str
    letters: tuple[str, ...]
    when: str
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapShown:
    """The map of one function on a day, as known at an instant.

    ``day``: the day asked; ``state``: the stop it stands on (None before the first). ``projections``: whether projections are drawn
    over the last known state (``last_known``). ``domains`` empty: the function has no map (S-141), not an error. ``before``:
    narrative states that precede the first map (S-072). ``counts``: number of boxes by letter, « ? » included, in the order of letters.
    """

    plan_slug: str
    plan: str
    function_id: int
    function_code: str
    function: str
    mode: ModeShown | None
    purposes: tuple[str, ...]
    perimeters: tuple[str, ...]
    guarantor: str
    day: date
    known_at: datetime | None
    default_day: date | None
    stops: tuple[Stop, ...]
    state: Stop | None
    last_known: Stop | None
    projections: bool
    domains: tuple[DomainShown, ...]
    footnotes: tuple[Footnote, ...]
    statements: tuple[Statement, ...]
    before: tuple[Statement, ...]
    counts: tuple[tuple[str, int], ...]
    boxes: int
    unconfirmed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A difference in words, with what it rests on. ``kind``: mode, moved, relabelled, appeared, gone, unconfirmed, holder, note."""

    kind: str
    code: str
    words: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonShown:
    """Two states of a function: « 3 boîtes passent de la coopération à la mutualisation ; 8 restent à confirmer »."""

    before: MapShown
    after: MapShown
    summary: tuple[str, ...]
    sentences: tuple[Sentence, ...]
