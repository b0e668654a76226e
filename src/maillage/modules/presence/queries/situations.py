"""The share of situations that schemes cover (H-201), over a space that the page writes: need × age × size, in a place or anywhere;
a company being created has no size yet.

A situation is judged by the rules themselves. Covered for certain: some scheme for the need has every condition met. Perhaps:
none is certain, but some has no condition that says no; what the situation does not say (activity, legal form, place…) may
still exclude it. Not covered: every scheme for the need says no, or there is none.
"""

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.engines.rules import Facts, Interval, Known, Topic, Verdict, verdict
from maillage.engines.territory import Kind, Leaf
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.presence.queries.catalogue import Offered, offered
from maillage.modules.presence.queries.publics import needs
from maillage.modules.presence.queries.shapes import Choice
from maillage.modules.schemes.enums import Public
from maillage.shared.territories import queries as territories

NO_SIZE = -1
"""What is being created has no size yet: one column."""
SIZES = ((0, 0), (1, 9), (10, 49), (50, 249), (250, None))
"""Bounds of headcount, both included; None: no upper bound. The common classes of European and French statistics."""
CODE = re.compile(r"\d[\dABab]\d{3}")
"""The code of a commune."""
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

    @property
    def column(self) -> str:
        """Its age and its size, as an address says them."""
        return f"{self.age}-{self.size}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationScheme:
    """A scheme behind a cell. ``sure``: every condition is met; ``has_rule``: somebody wrote its conditions."""

    slug: str
    title: str
    is_demo: bool
    sure: bool
    has_rule: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationRows:
    """A cell, in words, and its schemes."""

    need: str
    age: str
    size: str
    place: str
    rows: tuple[SituationScheme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationRow:
    """A need, and its situations by age and size."""

    code: str
    label: str
    cells: tuple[Situation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationsPage:
    """The whole space. ``place``: the name of the commune where it is looked at, empty: no place is said; ``notice``: what its old
    code became, empty: nothing to say."""

    place: str
    notice: str
    columns: tuple[Choice, ...]
    rows: tuple[SituationRow, ...]
    schemes: int
    without_rule: int

    @property
    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The head of the table: each age, and its sizes."""
        found: dict[str, list[str]] = {}
        for cell in self.rows[0].cells if self.rows else ():
            found.setdefault(cell.age_label, []).append(cell.size_label)
        return tuple((age, tuple(sizes)) for age, sizes in found.items())

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
    """The space, in a commune (its code or its name) or with no place said; ``real``: the demonstration left out. Refused, field
    «commune»: unknown, or several bear that name."""
    located = _located(commune, on)
    schemes = _asked_for(on, real)
    space = columns()
    place = located.place if located else None
    facts = {(age[0], rank): _facts(age[0], rank, on, place) for age, rank in space}
    rows = []
    for code, label in needs():
        cells = tuple(
            _situation((code, label), age, rank, schemes, facts[age[0], rank], on) for age, rank in space
        )
        rows.append(SituationRow(code=code, label=label, cells=cells))
    return SituationsPage(
        place=located.name if located else "",
        notice=(located.notice or "") if located else "",
        columns=tuple((f"{age}-{rank}", f"{label}, {_size(rank)}") for (age, label), rank in space),
        rows=tuple(rows),
        schemes=len(schemes),
        without_rule=sum(not one.has_rule for one in schemes),
    )


def rows_of(
    need: str, column: str, on: datetime.date, *, commune: str = "", real: bool = False
) -> SituationRows:
    """The schemes behind a cell, those that are sure first, then by title. Raises NotVisible (no such cell) and Refused (commune)."""
    age, _dash, size = column.partition("-")
    space = {(one[0], str(rank)): (one, rank) for one, rank in columns()}
    label = dict(needs()).get(need)
    if label is None or (age, size) not in space:
        raise NotVisible(f"{need} {column}")
    choice, rank = space[age, size]
    located = _located(commune, on)
    facts = _facts(age, rank, on, located.place if located else None)
    told = [(one, _verdict(one, facts, on)) for one in _asked_for(on, real) if _meant(one, need, age)]
    rows = [
        SituationScheme(
            slug=one.slug,
            title=one.title,
            is_demo=one.is_demo,
            sure=said is Verdict.MET,
            has_rule=one.has_rule,
        )
        for one, said in told
        if said is not Verdict.UNMET
    ]
    return SituationRows(
        need=label,
        age=choice[1],
        size=_size(rank),
        place=located.name if located else "",
        rows=tuple(sorted(rows, key=lambda one: not one.sure)),
    )


def _asked_for(on: datetime.date, real: bool) -> list[Offered]:
    schemes = offered(on, territories.atlas(on))
    return [one for one in schemes if not one.suspended and not (real and one.is_demo)]


def _meant(one: Offered, need: str, age: str) -> bool:
    public = Public.CREATORS if age == CREATING else Public.COMPANIES
    return need in one.objectives and public in one.publics


def _located(typed: str, on: datetime.date) -> territories.Located | None:
    """The commune that was typed, by its code (an old one too) or by its name."""
    text = typed.strip().removeprefix("com:")
    if not text:
        return None
    if CODE.fullmatch(text):
        return territories.place(text, on=on, district_detail=False)
    read = territories.understood(text, on, field="commune")
    if not isinstance(read, Leaf) or read.code.kind is not Kind.COM:
        raise Refused(
            "presence.commune",
            _("« %(text)s » n'est pas une commune.") % {"text": text},
            way_out=_("Donnez le nom ou le code d'une commune, par exemple Fourmies ou 59249."),
            field="commune",
        )
    return territories.place(read.code.value, on=on, district_detail=False)


def _situation(
    need: Choice, age: Choice, rank: int, schemes: list[Offered], facts: Facts, on: datetime.date
) -> Situation:
    told = [_verdict(one, facts, on) for one in schemes if _meant(one, need[0], age[0])]
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
