"""Public × need × territory (H-183): the schemes in each cell, and the empty cells; who does what between partners (H-209)."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from maillage.engines.territory import CommuneSet
from maillage.kit.text import searchable
from maillage.modules.presence import claims
from maillage.modules.presence.queries import ground as grounds
from maillage.modules.presence.queries.catalogue import EMPLOYMENT, Offered, offered
from maillage.modules.presence.queries.shapes import Choice
from maillage.modules.schemes.enums import Public, Role
from maillage.modules.schemes.models import Objective
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, Service

MOST = 4
"""Partners side by side at most."""
NO_NEED = "-"
"""Schemes that say no objective: their column is apart."""
ROLES = (Role.OWNER, Role.MANAGER, Role.FUNDER, Role.EXAMINER, Role.OPERATOR)
"""The parts that make a partner of a scheme; to be the one to call is not one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What an address asks. ``public`` and ``need`` empty: all; ``employment``: schemes with an aim of access to employment only;
    ``real``: the demonstration left out."""

    public: str = ""
    need: str = ""
    kind: str = ""
    within: str = ""
    employment: bool = False
    real: bool = False
    bodies: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Schemes of a cell. ``partly``: of those, had in a part of the communes only; ``undated``: nobody knows their dates."""

    public: str
    need: str
    schemes: int
    partly: int
    undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """A need, and the schemes for each public in the ground."""

    code: str
    label: str
    cells: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """A public and a need that no scheme serves in a division. ``everywhere``: in no division of the ground."""

    public: str
    public_label: str
    need: str
    need_label: str
    places: tuple[Choice, ...]
    everywhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicsPage:
    """The matrix on a ground, and its empty cells by division. ``schemes``: those counted, each once; ``communes``: of the ground."""

    kind_label: str
    named: str
    publics: tuple[Choice, ...]
    rows: tuple[NeedRow, ...]
    empty: tuple[Empty, ...]
    cells: int
    filled: int
    schemes: int
    demo: int
    communes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a partner does for a public and a need: schemes by part, and whether it answers in the directory; ``communes``: of the
    ground, where it does."""

    body: str
    name: str
    schemes: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]
    answers: bool
    communes: CommuneSet

    @property
    def any(self) -> bool:
        return bool(self.schemes) or self.answers


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """A public and a need, and the part of each partner. ``shared``: communes where two of them do something; ``state``: « overlap »,
    « apart » (several, never in the same commune), « one » or « gap »."""

    public: str
    public_label: str
    need: str
    need_label: str
    parts: tuple[Part, ...]
    shared: int

    @property
    def state(self) -> str:
        doing = sum(part.any for part in self.parts)
        if doing > 1:
            return "overlap" if self.shared else "apart"
        return "one" if doing else "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersPage:
    """Partners compared on a ground, four at most. ``missing``: slugs of those the directory does not hold; ``beyond``: names of those asked that
    find no place."""

    named: str
    communes: int
    bodies: tuple[Choice, ...]
    every: tuple[Choice, ...]
    rows: tuple[PartnerRow, ...]
    missing: tuple[str, ...]
    beyond: tuple[str, ...]

    @property
    def leavable(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Beyond two, each name and the slugs that remain without it."""
        slugs = [slug for slug, _name in self.bodies]
        if len(slugs) <= 2:
            return ()
        return tuple((name, tuple(one for one in slugs if one != slug)) for slug, name in self.bodies)

    @property
    def overlaps(self) -> int:
        return sum(row.state == "overlap" for row in self.rows)

    @property
    def apart(self) -> int:
        return sum(row.state == "apart" for row in self.rows)

    @property
    def gaps(self) -> int:
        return sum(row.state == "gap" for row in self.rows)


def needs() -> tuple[Choice, ...]:
    """What a company can want: the objectives of the catalogue, by name."""
    rows = Objective.objects.values_list("slug", "name")
    return tuple(sorted(rows, key=lambda row: searchable(row[1])))


def publics() -> tuple[Choice, ...]:
    """Whom schemes address."""
    return tuple((one.value, str(one.label)) for one in Public)


def matrix(asked: Narrowed, on: datetime.date) -> PublicsPage:
    """The matrix that an address asks for. Refused: see ``ground``."""
    ground = grounds.ground(asked.kind, asked.within, on)
    schemes = [one for one in _kept(asked, offered(on, ground.atlas)) if one.possible & ground.communes]
    columns = [one for one in publics() if asked.public in ("", one[0])]
    lines = [one for one in needs() if asked.need in ("", one[0])]
    rows = [*lines, *([] if asked.need else [(NO_NEED, _("besoin non renseigné"))])]
    cells = {
        (public, need): [one for one in schemes if serves(one, public, need)]
        for public, _label in columns
        for need, _name in rows
    }
    empty = []
    for public, public_label in columns:
        for need, need_label in lines:
            held = cells[public, need]
            lacking = [part for part in ground.parts if not any(one.possible & part.communes for one in held)]
            if lacking:
                empty.append(
                    Empty(
                        public=public,
                        public_label=public_label,
                        need=need,
                        need_label=need_label,
                        places=tuple((part.code, part.name) for part in lacking),
                        everywhere=len(lacking) == len(ground.parts),
                    )
                )
    counted = {one.slug for held in cells.values() for one in held}
    missing = sum(len(one.places) for one in empty)
    total = len(columns) * len(lines) * len(ground.parts)
    return PublicsPage(
        kind_label=ground.kind_label,
        named=ground.named,
        publics=tuple(columns),
        rows=tuple(
            NeedRow(
                code=need,
                label=name,
                cells=tuple(_count(public, need, cells[public, need], ground) for public, _label in columns),
            )
            for need, name in rows
        ),
        empty=tuple(empty),
        cells=total,
        filled=total - missing,
        schemes=len(counted),
        demo=sum(one.is_demo for one in schemes if one.slug in counted),
        communes=len(ground.communes),
    )


def rows_of(asked: Narrowed, on: datetime.date) -> tuple[str, tuple[Offered, ...]]:
    """The schemes behind a figure, and the ground in words. Refused: see ``ground``."""
    ground = grounds.ground(asked.kind, asked.within, on)
    kept = [one for one in _kept(asked, offered(on, ground.atlas)) if one.possible & ground.communes]
    if asked.public or asked.need:
        kept = [one for one in kept if serves(one, asked.public, asked.need)]
    if asked.body:
        pks = set(Organization.objects.filter(slug=asked.body).values_list("pk", flat=True))
        kept = [one for one in kept if pks & {pk for role in ROLES for pk in one.bodies[role]}]
    return ground.named, tuple(kept)


def partners(asked: Narrowed, on: datetime.date) -> PartnersPage:
    """Who does what by public and need, between two to four partners: those asked, else those that the document names (H-209). An
    overlap needs a commune where two of them do something. Refused: see ``ground``."""
    ground = grounds.ground("", asked.within, on)
    wanted = asked.bodies or claims.PARTNERS
    rows = {row.slug: row for row in Organization.objects.filter(slug__in=wanted)}
    held_by = [rows[slug] for slug in dict.fromkeys(wanted) if slug in rows]
    bodies = held_by[:MOST]
    schemes = [one for one in _kept(asked, offered(on, ground.atlas)) if one.possible & ground.communes]
    asking = {one.code: frozenset(one.objectives) for one in directory.subjects(on)}
    none, reader = grounds.nothing(ground.atlas), grounds.Reader(ground.atlas)
    answering: dict[tuple[int, str], CommuneSet] = {}
    services = Service.objects.filter(directory.held(on), directory.held(on, "unit__"))
    for pk, subject, perimeter in services.filter(unit__organization__in=bodies).values_list(
        "unit__organization", "subject__code", "perimeter"
    ):
        there = reader.communes(perimeter) & ground.communes
        for need in asking.get(subject, frozenset()) if there else ():
            answering[pk, need] = answering.get((pk, need), none) | there
    found = []
    for public, public_label in publics():
        for need, need_label in needs():
            if asked.public not in ("", public) or asked.need not in ("", need):
                continue
            held = [one for one in schemes if serves(one, public, need)]
            # A unit of the directory answers to companies and to those who create one.
            served = public in (Public.COMPANIES, Public.CREATORS)
            parts = tuple(
                _part(row, held, answering.get((row.pk, need), none) if served else none, ground)
                for row in bodies
            )
            found.append(
                PartnerRow(
                    public=public,
                    public_label=public_label,
                    need=need,
                    need_label=need_label,
                    parts=parts,
                    shared=_shared(parts, none),
                )
            )
    every = Organization.objects.filter(ended_on=None).values_list("slug", "name")
    return PartnersPage(
        named=ground.named,
        communes=len(ground.communes),
        bodies=tuple((row.slug, row.name) for row in bodies),
        every=tuple(sorted(every, key=lambda row: searchable(row[1]))),
        rows=tuple(found),
        missing=tuple(slug for slug in wanted if slug not in rows),
        beyond=tuple(row.name for row in held_by[MOST:]),
    )


def serves(one: Offered, public: str, need: str) -> bool:
    """Whether a scheme is for a public and a need; empty: any."""
    meant = not public or public in one.publics
    if need == NO_NEED:
        return meant and not one.objectives
    return meant and (not need or need in one.objectives)


def _shared(parts: tuple[Part, ...], none: CommuneSet) -> int:
    one, two = none, none
    for part in parts:
        two |= one & part.communes
        one |= part.communes
    return len(two)


def _part(row: Organization, held: list[Offered], answered: CommuneSet, ground: grounds.Ground) -> Part:
    mine = [(one, [role for role in ROLES if row.pk in one.bodies[role]]) for one in held]
    mine = [(one, roles) for one, roles in mine if roles]
    roles = {role for _one, found in mine for role in found}
    there = answered
    for one, _roles in mine:
        there |= one.possible & ground.communes
    return Part(
        body=row.slug,
        name=row.name,
        schemes=tuple((one.slug, one.title) for one, _roles in mine),
        parts=tuple(str(role.label) for role in ROLES if role in roles),
        answers=bool(answered),
        communes=there,
    )


def _count(public: str, need: str, held: list[Offered], ground: grounds.Ground) -> Count:
    return Count(
        public=public,
        need=need,
        schemes=len(held),
        partly=sum(not ground.communes <= one.possible for one in held),
        undated=sum(not one.dated for one in held),
    )


def _kept(asked: Narrowed, schemes: tuple[Offered, ...]) -> list[Offered]:
    return [
        one
        for one in schemes
        if not one.suspended
        and not (asked.real and one.is_demo)
        and not (asked.employment and one.family not in EMPLOYMENT)
    ]
