"""What goes into a mesh and what comes out of it: schemes, readings, populations, overlaps, gaps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from maillage.engines.rules import Rule

Tell = Callable[[str, int], None]
"""Told of each stage done: its name, and how many rows, classes or schemes it holds."""
Cancelled = Callable[[], bool]
"""Asked between stages whether somebody gave up: the work then raises `GivenUp`."""

UNKNOWN = ""
"""The label of what the register does not say."""


class GivenUp(Exception):
    """The work was given up before its end; nothing was changed."""


class OutsidePartition(ValueError):
    """A rule tells apart companies that the tuples counted together: count again with it among the entries."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__("another partition is needed for " + ", ".join(keys))
        self.keys = keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A scheme as the mesh sees it. ``rule`` None: no condition at all, everyone.

    ``key`` is its own among the entries; ``groups`` the needs or themes that it answers; ``counts`` False keeps a scheme out of
    the gaps (a draft, an expired one, a demonstration) while it is counted everywhere else.
    """

    key: str
    rule: Rule | None
    groups: frozenset[str] = frozenset()
    counts: bool = True


class Axis(StrEnum):
    """What a figure can be given by."""

    PLACE = "place"
    ACTIVITY = "activity"
    HEADCOUNT = "headcount"
    AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """How finely companies are told apart besides what rules need, so that figures can be read by these labels.

    ``place``: a kind of territory ("com", "epci", "dep"…; the label is its code, `UNKNOWN` outside of any); ``activity``: how many
    levels of the nomenclature (1 the section, 2 the division, 5 the code itself); ``headcount``: the brackets of INSEE; ``ages``:
    bounds in months (12, 36): labels "0-12", "12-36", "36-". Each one asked makes more tuples to count and to keep.
    """

    place: str | None = None
    activity: int = 0
    headcount: bool = False
    ages: tuple[int, ...] = ()


class Reading(StrEnum):
    """Which companies of a scheme: those it serves for certain, or also those whose missing facts leave it open."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """How many companies a scheme serves: for certain, and possibly (the certain ones included)."""

    key: str
    certain: int
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationIn:
    """The population of a scheme among the companies of one label; ``companies``: how many they are."""

    key: str
    label: str
    companies: int
    certain: int
    possible: int


class Likeness(StrEnum):
    """Why two schemes are said to overlap, from the strongest: ``IDENTICAL_RULE`` one and the same rule, all of it written,
    ``SAME_POPULATION`` two rules and the same companies, ``INCLUDED`` all of one within the other, ``LARGE`` at least half of the
    smaller one; but for the first, in the reading asked, and true in the other only if it is read there too."""

    IDENTICAL_RULE = "identical_rule"
    SAME_POPULATION = "same_population"
    INCLUDED = "included"
    LARGE = "large"
    SMALL = "small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two schemes that serve the same companies. ``groups``: the needs that both answer; ``first`` comes before ``second`` in the
    catalogue; ``of_first`` and ``of_second`` are their whole populations in the same reading."""

    first: str
    second: str
    shared: int
    of_first: int
    of_second: int
    likeness: Likeness
    groups: frozenset[str] = frozenset()

    @property
    def share(self) -> float:
        """The shared companies as a part of the smaller population."""
        smaller = min(self.of_first, self.of_second)
        return self.shared / smaller if smaller else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Companies that share the same labels, in the order of the axes asked."""

    labels: tuple[str, ...]
    companies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The companies of a cell that a need leaves without enough schemes.

    ``companies``: how many the cell holds; ``unserved``: of them, how many have, for certain, fewer schemes of this group than the
    threshold; ``hopeless``: how many have fewer even when all that is unknown of them turns out well.
    """

    group: str
    labels: tuple[str, ...]
    companies: int
    unserved: int
    hopeless: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """One condition of a scheme, and the companies that it alone keeps out: every other condition is met, this one is not (H-059).

    ``rank`` is its place in `rules.conditions`; ``where``: the same by label of the axis asked, the largest first.
    """

    key: str
    rank: int
    rule: Rule
    alone: int
    where: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What changes for one scheme: companies gained and lost, for certain and possibly; 0 and 0 when it is as it was."""

    key: str
    gained: int
    lost: int
    possibly_gained: int
    possibly_lost: int
    where: tuple["MovedIn", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedIn:
    """The same, for certain, among the companies of one label."""

    label: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two meshes of one stock, before and after.

    ``gained``: companies that nothing served for certain and that something would; ``lost``: those that nothing would serve any
    more; ``schemes``: only those that change.
    """

    gained: int
    lost: int
    schemes: tuple[Moved, ...] = ()
    where: tuple[MovedIn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A company for which the judge and the mesh do not say the same: there must be none."""

    siret: str
    key: str
    judge: str
    mesh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How many companies and verdicts were compared, and what differed."""

    companies: int
    verdicts: int
    mismatches: tuple[Mismatch, ...] = field(default=())
