"""How many schemes are open for each public, year after year, with the aim of fewer (H-206).

A year is read on its last day, the present one today. The dates a scheme has decide; without a first day it may have been open
(said apart), and so may one that is archived without a last day; without any date nobody knows, and it is in no year. What is
archived or suspended is not open today.
"""

import datetime
from dataclasses import dataclass

from maillage.kit.errors import NotVisible
from maillage.modules.presence.queries.catalogue import EMPLOYMENT, Offered, ever
from maillage.modules.presence.queries.publics import publics
from maillage.modules.presence.queries.shapes import Choice
from maillage.modules.schemes.enums import Family
from maillage.shared.territories import queries as territories

MOST = 10
"""Years shown at most, the present one included."""
DOWN, UP, SAME, FIRST = "down", "up", "same", "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Schemes open on the day of a year for a public (empty: any). ``known``: their dates say so; ``perhaps``: a day that decides is
    not known; ``trend``: of ``known``, against the year before."""

    public: str
    known: int
    perhaps: int
    trend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """A year, the day it is read, the whole and each public."""

    year: int
    on: datetime.date
    all: Open
    cells: tuple[Open, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AimRow:
    """A scheme with an aim of access to employment: its stake (objectives) and its target (publics), or that they are missing."""

    slug: str
    title: str
    family: str
    publics: tuple[str, ...]
    objectives: int
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPage:
    """The years, the oldest first. ``undated``: without any date, by public;
    ``aims``: schemes with an employment aim, today; ``no_family``: schemes whose family nobody said."""

    publics: tuple[Choice, ...]
    rows: tuple[YearRow, ...]
    undated: int
    undated_by: tuple[int, ...]
    demo: int
    total: int
    aims: tuple[AimRow, ...]
    no_family: int


def page(on: datetime.date, *, employment: bool = False, real: bool = False) -> YearsPage:
    """The count of each year; ``employment``: schemes with that aim only; ``real``: the demonstration left out."""
    schemes = [one for one in ever(on, territories.atlas(on)) if not (real and one.is_demo)]
    kept = [one for one in schemes if not employment or one.family in EMPLOYMENT]
    dated = [one for one in kept if one.opens_on or one.closes_on]
    undated = [one for one in kept if not (one.opens_on or one.closes_on)]
    listed = publics()
    rows: list[YearRow] = []
    for year in _years(dated, on):
        rows.append(_row(year, dated, listed, on, rows[-1] if rows else None))
    return YearsPage(
        publics=listed,
        rows=tuple(rows),
        undated=len(undated),
        undated_by=tuple(sum(code in one.publics for one in undated) for code, _label in listed),
        demo=sum(one.is_demo for one in kept),
        total=len(kept),
        aims=tuple(_aim(one) for one in schemes if one.family in EMPLOYMENT and _now(one, on)),
        no_family=sum(not one.family for one in schemes),
    )


def rows_of(
    year: int, public: str, on: datetime.date, *, employment: bool = False, real: bool = False
) -> tuple[datetime.date, tuple[Offered, ...]]:
    """The schemes behind a figure of the curve, the uncertain ones too, and the day it is read. Raises NotVisible."""
    if not 1900 <= year <= on.year:
        raise NotVisible(str(year))
    day = _day(year, on)
    kept = [
        one
        for one in ever(on, territories.atlas(on))
        if (one.opens_on or one.closes_on)
        and not (real and one.is_demo)
        and not (employment and one.family not in EMPLOYMENT)
        and (not public or public in one.publics)
        and _open(one, day, on) is not False
    ]
    return day, tuple(kept)


def _years(dated: list[Offered], on: datetime.date) -> range:
    first = min((one.opens_on.year for one in dated if one.opens_on), default=on.year)
    return range(max(min(first, on.year), on.year - MOST + 1), on.year + 1)


def _day(year: int, on: datetime.date) -> datetime.date:
    return on if year == on.year else datetime.date(year, 12, 31)


def _open(one: Offered, day: datetime.date, on: datetime.date) -> bool | None:
    """Whether a scheme was open on a day, known on another; None: its first day is not known, or the last one of what is archived."""
    if one.closes_on is not None and day > one.closes_on:
        return False
    if one.opens_on is not None and one.opens_on > day:
        return False
    if day == on and (one.archived or one.suspended):
        return False
    if one.opens_on is None or (one.archived and one.closes_on is None):
        return None
    return True


def _now(one: Offered, on: datetime.date) -> bool:
    if not (one.opens_on or one.closes_on):
        return not (one.archived or one.suspended)
    return _open(one, on, on) is not False


def _row(
    year: int, dated: list[Offered], listed: tuple[Choice, ...], on: datetime.date, before: YearRow | None
) -> YearRow:
    day = _day(year, on)
    told = [(one, _open(one, day, on)) for one in dated]

    def count(public: str, then: Open | None) -> Open:
        mine = [state for one, state in told if not public or public in one.publics]
        known = mine.count(True)
        trend = FIRST if then is None else SAME if known == then.known else UP if known > then.known else DOWN
        return Open(public=public, known=known, perhaps=mine.count(None), trend=trend)

    return YearRow(
        year=year,
        on=day,
        all=count("", before.all if before else None),
        cells=tuple(
            count(code, before.cells[rank] if before else None) for rank, (code, _label) in enumerate(listed)
        ),
    )


def _aim(one: Offered) -> AimRow:
    labels = dict(publics())
    return AimRow(
        slug=one.slug,
        title=one.title,
        family=str(Family(one.family).label),
        publics=tuple(labels[code] for code in one.publics),
        objectives=len(one.objectives),
        is_demo=one.is_demo,
    )
