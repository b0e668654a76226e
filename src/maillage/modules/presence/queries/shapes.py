"""What pages of presence show, frozen."""

from dataclasses import dataclass

from maillage.modules.presence.claims import Claim
from maillage.modules.presence.enums import Presence
from maillage.modules.presence.queries.ground import Size
from maillage.shared.directory.queries import PersonCard, UnitCard

Choice = tuple[str, str]
"""A code and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for. Everything empty: the whole network, every unit, every subject, every stage. ``rest``: only the
    communes that the division leaves out."""

    subject: str = ""
    unit: str = ""
    stage: str = ""
    kind: str = ""
    within: str = ""
    state: str = ""
    rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A subject in a division: how many communes have nobody, one person, several, or are outside; ``unanswered``: of those with
    nobody, where no unit answers at all."""

    subject: str
    label: str
    nobody: int
    one: int
    several: int
    outside: int
    unanswered: int

    @property
    def total(self) -> int:
        return self.nobody + self.one + self.several + self.outside

    @property
    def state(self) -> str:
        """The state of all its communes; « mixed » when they differ."""
        counts = {
            Presence.NOBODY: self.nobody,
            Presence.ONE: self.one,
            Presence.SEVERAL: self.several,
            Presence.OUTSIDE: self.outside,
        }
        held = [state for state, count in counts.items() if count]
        return held[0].value if len(held) == 1 else "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A division and its cell for each subject. ``where``: what an address says to open its communes."""

    code: str
    name: str
    where: str
    communes: int
    whole: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Subjects × divisions. ``total``: the same on the whole ground; ``where``: what an address says to open it; ``unreadable``:
    perimeters nobody can read any more."""

    kind_label: str
    named: str
    subjects: tuple[Choice, ...]
    rows: tuple[BoardRow, ...]
    total: tuple[Cell, ...]
    where: str
    unreadable: tuple[str, ...]
    communes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A division on one subject, with what weighs there. ``where``: what an address says to open its communes; ``blank``: the size
    of what has nobody; ``partly``: communes of which an officer serves only a part, among those with nobody."""

    code: str
    name: str
    where: str
    cell: Cell
    size: Size
    blank: Size
    partly: int

    @property
    def bare(self) -> str:
        """The code as contours name it, without its kind."""
        return self.code.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage:
    """One subject, division by division. ``regions``: those of the ground whose contours can be drawn, by code and name."""

    kind_label: str
    named: str
    label: str
    total: PlaceRow
    rows: tuple[PlaceRow, ...]
    unreadable: tuple[str, ...]
    regions: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A territory where a subject has several people, or nobody. ``where``: what an address says to open its communes; ``size``: of
    the communes concerned."""

    subject: str
    label: str
    code: str
    name: str
    where: str
    state: str
    size: Size
    total: int
    people: tuple[PersonCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunesPage:
    """The communes behind a figure: codes, by name. ``label``: of the subject; ``named``: the ground in words."""

    label: str
    named: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneRow:
    """A commune: who is there. ``units``: who answers on the subject there, officers or not."""

    code: str
    name: str
    population: int | None
    establishments: int | None
    state: str
    state_label: str
    people: tuple[PersonCard, ...]
    units: tuple[UnitCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """The officers of a unit, and where; ``claim``: what the document says of them; ``recorded`` of a claim about places: how many
    of its sub-units are recorded, else ``people``. ``slug`` empty: the document names a unit that the directory does not hold."""

    name: str
    slug: str
    organization: str
    recorded: int
    people: int
    side_unknown: int
    places: tuple[tuple[str, int], ...]
    claim: Claim | None
    is_demo: bool
