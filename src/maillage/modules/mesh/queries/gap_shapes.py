"""The shapes of gaps, of what was asked without answer, and of the matrix of needs and stages."""

from dataclasses import dataclass, field

from maillage.modules.mesh.queries.shapes import (
    By,
    Count,
    Facet,
    MeshFilters,
    Named,
    NotComputed,
    SchemeRef,
    Stamp,
)

SHARE = 90
"""Per cent of all establishments from which a scheme is told apart as open to nearly everyone, unless the reader says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFilters:
    """``kind``: code of enums.GroupKind; ``by``: the division gaps are told by; ``threshold``: how many targeted schemes an establishment
    needs at least (1: those that have none); ``minimum``: establishments below which a gap is not listed; ``share``: per cent of all
    establishments from which a scheme that may serve them is of those open to nearly everyone, and fills no gap."""

    kind: str = "need"
    group: str = ""
    by: str = "dep"
    territory: str = ""
    section: str = ""
    size: str = ""
    threshold: int = 1
    minimum: int = 1
    sure: bool = True
    """True: nothing may serve them (not even possibly); False: nothing serves them for certain."""
    demo: bool | None = None
    share: int = SHARE
    offset: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What fell there: requests that no scheme covered, searches without result (H-056)."""

    requests: int
    searches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """Establishments that too few targeted schemes serve, for a need or a theme, in a division. ``unserved`` of ``total``; ``catch_all``:
    of the unserved, those that a scheme open to everyone serves all the same; ``worst``: the sections and sizes most concerned."""

    group: Named
    kind: str
    division: Named
    unserved: int
    catch_all: int
    total: int
    schemes: int
    worst: tuple[Named, ...]
    asked: Asked

    @property
    def share(self) -> int:
        """Per cent, rounded down."""
        return self.unserved * 100 // self.total if self.total else 0

    @property
    def whole(self) -> bool:
        """Whether no targeted scheme serves anyone there."""
        return self.unserved == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """The gaps, those of whole divisions first. ``catch_alls``: the schemes set apart; ``aside``: expired, draft and upcoming ones that
    would answer; ``groups``: the needs (or themes) one may choose; ``unanswered``: those among them that nothing in force answers,
    anywhere; ``note``: what the figures of a territory hold besides it, empty when nothing."""

    stamp: Stamp
    lines: tuple[GapLine, ...]
    total: int
    groups: tuple[Facet, ...]
    axes: tuple[By, ...]
    catch_alls: tuple[SchemeRef, ...]
    aside: tuple[NotComputed, ...]
    filters: GapFilters
    unanswered: tuple[Named, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCell:
    """The unserved of a gap for one section and size."""

    section: Named
    size: Named
    unserved: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapDetail:
    """A gap, opened: whom, and what would nearly answer. ``near``: schemes of the need that serve others, or elsewhere."""

    stamp: Stamp
    line: GapLine
    cells: tuple[GapCell, ...]
    near: tuple[NotComputed, ...]
    uncovered: tuple["UncoveredLine", ...]
    filters: GapFilters


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoveredLine:
    """Requests of a quarter that nothing covered, by subject and department (H-056). ``needs``: catalogue objectives of the subject."""

    quarter: str
    subject: str
    needs: tuple[str, ...]
    territory: Named | None
    motive: str
    requests: int
    searches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    """The needs nothing covered, quarter by quarter, the latest first."""

    quarters: tuple[Facet, ...]
    lines: tuple[UncoveredLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """How many schemes answer a need at a stage: ``targeted`` and ``catch_all`` that may serve at least one establishment of the cell;
    ``served``: establishments that a targeted one certainly serves, of ``total``."""

    targeted: int
    catch_all: int
    served: Count
    total: int
    schemes: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """There are companies, and no targeted scheme."""
        return self.total > 0 and self.targeted == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    group: Named
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Need × stage, in a territory (H-149). ``stages``: brackets of age or of size, as said by ``axis``; empty cells are gaps."""

    stamp: Stamp
    axis: By
    axes: tuple[By, ...]
    stages: tuple[Named, ...]
    rows: tuple[MatrixRow, ...]
    territory: Named | None
    note: str
    filters: MeshFilters = field(default_factory=MeshFilters)

    @property
    def holes(self) -> tuple[tuple[MatrixRow, tuple[tuple[Named, MatrixCell], ...]], ...]:
        """The empty cells, need by need: nobody targeted for establishments that are there."""
        found = []
        for row in self.rows:
            empty = tuple(
                (stage, cell) for stage, cell in zip(self.stages, row.cells, strict=True) if cell.is_gap
            )
            if empty:
                found.append((row, empty))
        return tuple(found)
