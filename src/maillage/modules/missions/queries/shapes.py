"""What pages, exports and programs read of the mission map."""

from dataclasses import dataclass, field
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
    ``aimed``: a projection, for ``since``; ``decided``: « décidé par CCI Mayenne le 3 mars 2026 », empty when nobody says who decided.
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
    aimed: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChamberMode:
    """An exception of one organisation to the regional line (S-007)."""

    organization: str
    mode: ModeShown


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxShown:
    """A macro-process in its domain. ``unconfirmed``: the text does not let say whether it stands there (S-031). ``projected``: its
    place or its mode is a projection; ``drafted``: the scenario that is read says one of them; ``marks``: the footnotes that bear on
    it; ``shared_with``: other functions or domains; ``origin``: who says its place, that holds from ``since``."""

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
    origin: Origin | None = None
    since: date | None = None
    drafted: bool = False


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
    shared_with: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A dated state of a function. ``unconfirmed``: a projection whose day is past and that nobody confirmed. ``said``: no state of a
    document, but a day from which somebody recorded something since the last one; ``decided``: who decided it, in words."""

    day: date
    nature: str
    nature_label: str
    label: str
    drawn: bool
    unconfirmed: bool = False
    condition: str = ""
    current: bool = False
    said: bool = False
    decided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """One of the missions into which a function is, or was, divided, with its days (S-049). ``until`` None: its end is not said."""

    label: str
    since: date | None
    until: date | None
    ended: bool
    origin: Origin | None


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
    ``gone``: the boxes that a state, or a person, says retired, as they last stood. ``actions``: what stands under the function itself
    when it has no map. ``divisions``: the missions into which the function was divided, those that ended too (S-049). ``scenario``:
    the draft that is drawn.
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
    gone: tuple[BoxShown, ...] = ()
    actions: tuple[BoxShown, ...] = ()
    divisions: tuple[Division, ...] = ()
    scenario: int | None = field(default=None, compare=False)

    @property
    def drawn(self) -> Stop | None:
        """The last state of a document on which the map stands: what was recorded since is laid over it."""
        begun = [
            stop
            for stop in self.stops
            if stop.day <= self.day and not stop.said and (self.projections or stop.nature != "projected")
        ]
        return begun[-1] if begun else None

    @property
    def mapless(self) -> bool:
        """Whether no document draws a map of this function: it has actions and objectives only (S-141)."""
        return not any(stop.drawn and not stop.said for stop in self.stops)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyShown:
    """An organisation that works under a plan, with its dates when it joined later or left (S-002)."""

    slug: str
    name: str
    kind_label: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCard:
    """A function of a plan, as it stands on its default day. ``boxes`` 0 and no stop: it has no map (S-141)."""

    id: int
    code: str
    label: str
    url: str
    domains: int
    boxes: int
    unconfirmed: int
    counts: tuple[tuple[str, int], ...]
    day: date | None
    stops: tuple[Stop, ...]
    guarantor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """A plan in the list. ``themes``: it maps themes by unit: no letter is expected, holders are shown."""

    slug: str
    title: str
    kind: str
    kind_label: str
    themes: bool
    owner: str
    owner_slug: str
    starts_on: date | None
    ends_on: date | None
    is_demo: bool
    note: str
    url: str
    functions: int
    boxes: int
    origin: Origin | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A plan: its period, its parties, the plan it follows and those that follow it (S-182)."""

    card: PlanCard
    parties: tuple[PartyShown, ...]
    previous: tuple[str, str] | None
    following: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A box at each stop of a function: its mode when it is shown, words when it is not (S-017). ``cells``: one by stop."""

    code: str
    label: str
    url: str
    domain: str
    cells: tuple["Cell", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A box at one stop. ``mode`` None: not shown then; ``words``: what to say of it (« à confirmer », « non dessinée »)."""

    day: date
    mode: ModeShown | None
    words: str
    domain: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Every stop of a function, box by box (S-017)."""

    plan_slug: str
    plan: str
    function_code: str
    function: str
    stops: tuple[Stop, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something a person must settle. ``kind``: box, condition, projection, incomplete, overdue, question; ``words``: why;
    ``note``: what the text lets see."""

    kind: str
    kind_label: str
    function_code: str
    function: str
    domain: str
    code: str
    label: str
    url: str
    day: date | None
    words: str
    note: str = ""
    origin: Origin | None = None
