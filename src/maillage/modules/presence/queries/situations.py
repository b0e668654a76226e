"""The share of situations that schemes cover (H-201), over a space that the page writes: need × age × size, in a place or anywhere;
a company being created has no size yet.

A situation is judged by the rules themselves. Covered for certain: some scheme for the need has every condition met. Perhaps:
none is certain, but some has no condition that says no; what the situation does not say (activity, legal form, place…) may
still exclude it. Not covered: every scheme for the need says no, or there is none.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.engines.rules import Facts, Interval, Known, Topic, Verdict, verdict
from maillage.modules.presence.queries.catalogue import Offered, offered
from maillage.modules.presence.queries.publics import needs
from maillage.modules.presence.queries.shapes import Choice
from maillage.modules.schemes.enums import Public
from maillage.shared.territories import queries as territories

NO_SIZE = -1
"""What is being created has no size yet: one column."""
SIZES = ((0, 0), (1, 9), (10, 49), (50, 249), (250, None))
"""Bounds of headcount, both included; None: no upper bound. The common classes of European and French statistics."""
CREATING, YOUNG, OLDER = "creation", "young", "older"
YOUNG_YEARS, OLDER_YEARS = 1, 10
"""How old a company of each age is taken to be, in years: well inside the class, whose limit is three years."""
CERTAIN, POSSIBLE, NONE = "certain", "possible", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A cell of the space. ``state``: certain, possible or none; ``certain`` and ``possible``: how many schemes."""

    need: str
    need_label: str
    size: int
    size_label: str
    age: str
    age_label: str
    state: str
    certain: int
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationRow:
    """A need, and its situations by age and size."""

    code: str
    label: str
    cells: tuple[Situation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationsPage:
    """The whole space. ``place``: the name of the commune where it is looked at, empty: no place is said."""

    place: str
    columns: tuple[Choice, ...]
    rows: tuple[SituationRow, ...]
    schemes: int
    without_rule: int

    @property
    def cells(self) -> tuple[Situation, ...]:
        return tuple(cell for row in self.rows for cell in row.cells)

    @property
    def total(self) -> int:
        return len(self.cells)

    @property
    def certain(self) -> int:
        return sum(cell.state == CERTAIN for cell in self.cells)

    @property
    def possible(self) -> int:
        return sum(cell.state == POSSIBLE for cell in self.cells)

    @property
    def uncovered(self) -> tuple[Situation, ...]:
        return tuple(cell for cell in self.cells if cell.state == NONE)

    @property
    def share(self) -> int | None:
        """Percent of the situations that are covered, certainly or perhaps, rounded down; None for an empty space."""
        return 100 * (self.certain + self.possible) // self.total if self.total else None

    @property
    def sure_share(self) -> int | None:
        """Percent of those that are covered for certain, rounded down."""
        return 100 * self.certain // self.total if self.total else None


def ages() -> tuple[Choice, ...]:
    """The ages of the space."""
    return (
        (CREATING, _("en création")),
        (YOUNG, _("moins de 3 ans")),
        (OLDER, _("3 ans et plus")),
    )


def sizes() -> tuple[str, ...]:
    """The sizes of the space, in the order of SIZES."""
    return (
        _("sans salarié"),
        _("1 à 9 salariés"),
        _("10 à 49 salariés"),
        _("50 à 249 salariés"),
        _("250 salariés et plus"),
    )


def columns() -> tuple[tuple[Choice, int], ...]:
    """The columns of the space: each age with each size (its rank), creation once."""
    created, *others = ages()
    return ((created, NO_SIZE), *((age, rank) for age in others for rank in range(len(SIZES))))


def _size(rank: int) -> str:
    return _("taille à venir") if rank == NO_SIZE else sizes()[rank]


def page(on: datetime.date, *, commune: str = "", real: bool = False) -> SituationsPage:
    """The space, in a commune (code) or with no place said; ``real``: the demonstration left out. Refused: unknown commune."""
    located = territories.place(commune, on=on, district_detail=False) if commune else None
    schemes = [
        one for one in offered(on, territories.atlas(on)) if not one.suspended and not (real and one.is_demo)
    ]
    space = columns()
    place = located.place if located else None
    facts = {(age[0], rank): _facts(age[0], rank, on, place) for age, rank in space}
    rows = []
    for code, label in needs():
        meant = [one for one in schemes if code in one.objectives]
        cells = tuple(
            _situation((code, label), age, rank, meant, facts[age[0], rank], on) for age, rank in space
        )
        rows.append(SituationRow(code=code, label=label, cells=cells))
    return SituationsPage(
        place=located.name if located else "",
        columns=tuple((f"{age}-{rank}", f"{label}, {_size(rank)}") for (age, label), rank in space),
        rows=tuple(rows),
        schemes=len(schemes),
        without_rule=sum(not one.has_rule for one in schemes),
    )


def _situation(
    need: Choice, age: Choice, rank: int, meant: list[Offered], facts: Facts, on: datetime.date
) -> Situation:
    public = Public.CREATORS if age[0] == CREATING else Public.COMPANIES
    told = [_verdict(one, facts, on) for one in meant if public in one.publics]
    certain, possible = told.count(Verdict.MET), told.count(Verdict.UNKNOWN)
    return Situation(
        need=need[0],
        need_label=need[1],
        size=rank,
        size_label=_size(rank),
        age=age[0],
        age_label=age[1],
        state=CERTAIN if certain else POSSIBLE if possible else NONE,
        certain=certain,
        possible=possible,
    )


def _verdict(one: Offered, facts: Facts, on: datetime.date) -> Verdict:
    """A scheme whose conditions nobody wrote may be had: nothing says it is."""
    if not one.has_rule:
        return Verdict.UNKNOWN
    return Verdict.MET if one.eligibility is None else verdict(one.eligibility, facts, on)


def _facts(age: str, rank: int, on: datetime.date, place: object) -> Facts:
    public = Public.CREATORS if age == CREATING else Public.COMPANIES
    known: dict[str, Known] = {Topic.PUBLIC: Known(public.value, "")}
    if rank != NO_SIZE:
        known[Topic.HEADCOUNT] = Known(Interval(*SIZES[rank]), "")
    if age != CREATING:
        years = YOUNG_YEARS if age == YOUNG else OLDER_YEARS
        known[Topic.CREATED_ON] = Known(on.replace(year=on.year - years, day=min(on.day, 28)), "")
    if place is not None:
        known[Topic.PLACE] = Known(place, "")  # type: ignore[arg-type]
    return Facts(known)
