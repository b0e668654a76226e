"""Operators × services × territories (H-095): what each organisation offers where; overlaps (two or more) and gaps (none).

A service is a subject at a step. What the directory says is certain; what the catalogue says is possible: an organisation
that operates a scheme answers on the subjects whose objectives the scheme has, wherever the scheme may be had.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.utils.translation import gettext as _

from maillage.engines.territory import CommuneSet
from maillage.kit.db.once import once
from maillage.kit.errors import NotVisible
from maillage.kit.text import searchable
from maillage.modules.presence import stock
from maillage.modules.presence.enums import Presence
from maillage.modules.presence.queries import ground as grounds
from maillage.modules.presence.queries.catalogue import Offered, offered
from maillage.modules.presence.queries.shapes import Choice
from maillage.modules.schemes.enums import Role
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, OrganizationKind, Service

DIRECTORY, CATALOGUE, BOTH = "annuaire", "catalogue", "tout"
PUBLIC_BODIES = (
    OrganizationKind.REGION,
    OrganizationKind.DEPARTMENT,
    OrganizationKind.EPCI,
    OrganizationKind.COMMUNE,
    OrganizationKind.STATE,
)
"""Bodies that decide and fund; the others operate."""
STAGES = ("diagnostic", "accompaniment", "financing", "follow_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an address asks of operators. ``stage`` empty: a service is covered when it is at any step; ``operators``: bodies that
    decide and fund left aside; ``source``: whose word."""

    kind: str = ""
    within: str = ""
    stage: str = ""
    source: str = DIRECTORY
    operators: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many communes of the ground an organisation covers on a subject; ``whole``: all of them."""

    subject: str
    communes: int
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRow:
    """An organisation and what it covers of each subject."""

    slug: str
    name: str
    kind_label: str
    is_demo: bool
    cells: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A subject in a division where several organisations answer in the same communes at the same step, or where none does.
    ``where``: what an address says to open its communes; ``names``: who overlaps; ``size``: of the communes concerned, among
    ``total``."""

    subject: str
    label: str
    code: str
    place: str
    where: str
    names: tuple[str, ...]
    size: grounds.Size
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorsPage:
    """The matrix, and what it says."""

    kind_label: str
    named: str
    subjects: tuple[Choice, ...]
    rows: tuple[OperatorRow, ...]
    overlaps: tuple[Meeting, ...]
    gaps: tuple[Meeting, ...]
    unreadable: tuple[str, ...]
    communes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What an address asks of the communes behind a figure: those where one organisation (its slug) answers on a subject, those
    where several do at one step, or none (``state``: a code of Presence); ``rest``: only what no division holds."""

    subject: str
    body: str = ""
    state: str = ""
    rest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindPage:
    """The communes behind a figure of operators, by name. ``body``: the organisation asked, empty: all; ``is_demo``: it is invented."""

    label: str
    named: str
    body: str
    is_demo: bool
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """An organisation that answers, and what says so: a unit or a scheme."""

    body: str
    told: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BehindRow:
    """A commune, and who answers there."""

    code: str
    name: str
    population: int | None
    establishments: int | None
    answers: tuple[Answering, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    organization: int
    subject: str
    stages: tuple[str, ...]
    communes: CommuneSet
    told: str


@dataclass(frozen=True, slots=True)
class _Read:
    ground: grounds.Ground
    reader: grounds.Reader
    offers: tuple[_Offer, ...]
    bodies: Mapping[int, Organization]


def page(wanted: Wanted, on: datetime.date) -> OperatorsPage:
    """Who covers what, where. Refused: see ``ground``."""
    read = _read(wanted, on)
    ground, reader, offers, bodies = read.ground, read.reader, read.offers, read.bodies
    listed = tuple((one.code, one.label) for one in directory.subjects(on))
    covered: dict[tuple[int, str], CommuneSet] = {}
    for one in offers:
        key = (one.organization, one.subject)
        covered[key] = covered[key] | one.communes if key in covered else one.communes
    named = sorted(bodies.values(), key=lambda row: searchable(row.name))
    overlaps, gaps = _meetings(offers, bodies, listed, ground)
    return OperatorsPage(
        kind_label=ground.kind_label,
        named=ground.named,
        subjects=listed,
        rows=tuple(_row(row, listed, covered, ground) for row in named),
        overlaps=overlaps,
        gaps=gaps,
        unreadable=tuple(reader.unreadable),
        communes=len(ground.communes),
    )


def behind(asked: Behind, wanted: Wanted, on: datetime.date) -> BehindPage:
    """The communes behind a figure. Raises NotVisible for a subject or an organisation that does not exist, Refused: see ``ground``."""
    choice = directory.subject(asked.subject)
    body = Organization.objects.filter(slug=asked.body).first() if asked.body else None
    if choice is None or (asked.body and body is None):
        raise NotVisible(asked.body or asked.subject)
    read = _read(wanted, on)
    ground, named = read.ground, read.ground.named
    offers = [one for one in read.offers if one.subject == choice.code]
    some, several = _met(_by_stage(offers)[choice.code], grounds.nothing(ground.atlas))
    there = {Presence.SEVERAL: several, Presence.NOBODY: ground.communes - some}.get(asked.state, some)
    if body is not None:
        own = [one.communes for one in offers if one.organization == body.pk]
        there &= reduce(or_, own, grounds.nothing(ground.atlas))
    if asked.rest:
        left = [part for part in ground.parts if not part.code]
        there &= left[0].communes if left else grounds.nothing(ground.atlas)
        named = f"{named}, {_('hors de ce découpage')} ({ground.kind_label})"
    place = ground.atlas.place
    return BehindPage(
        label=choice.label,
        named=named,
        body=body.name if body else "",
        is_demo=body is not None and body.is_demo,
        codes=tuple(sorted(there, key=lambda code: (searchable(place(code).name), code))),
    )


def behind_rows(
    codes: Sequence[str], asked: Behind, wanted: Wanted, on: datetime.date
) -> tuple[BehindRow, ...]:
    """Some of these communes, with who answers there."""
    read, held = _read(wanted, on), stock.current()
    asking = (one for one in read.offers if one.subject == asked.subject)
    offers = sorted(
        asking, key=lambda one: (searchable(read.bodies[one.organization].name), searchable(one.told))
    )
    return tuple(
        BehindRow(
            code=code,
            name=(place := read.ground.atlas.place(code)).name,
            population=place.population,
            establishments=held.of((code,)) if held else None,
            answers=tuple(
                dict.fromkeys(
                    _answering(read.bodies[one.organization], one.told)
                    for one in offers
                    if code in one.communes
                )
            ),
        )
        for code in codes
    )


def _answering(body: Organization, told: str) -> Answering:
    return Answering(body=body.name, told=told, is_demo=body.is_demo)


@once
def _read(wanted: Wanted, on: datetime.date) -> _Read:
    ground = grounds.ground(wanted.kind, wanted.within, on)
    reader = grounds.Reader(ground.atlas)
    offers = list(_offers(wanted, ground, reader, on))
    bodies = {row.pk: row for row in Organization.objects.filter(pk__in={one.organization for one in offers})}
    if wanted.operators:
        bodies = {pk: row for pk, row in bodies.items() if row.kind not in PUBLIC_BODIES}
    return _Read(ground, reader, tuple(one for one in offers if one.organization in bodies), bodies)


def _offers(
    wanted: Wanted, ground: grounds.Ground, reader: grounds.Reader, on: datetime.date
) -> Iterable[_Offer]:
    if wanted.source in (DIRECTORY, BOTH):
        rows = Service.objects.filter(directory.held(on), directory.held(on, "unit__"))
        for body, subject, perimeter, stage, unit in rows.order_by("pk").values_list(
            "unit__organization", "subject__code", "perimeter", "stage", "unit__name"
        ):
            stages = _stages(stage, wanted.stage)
            there = reader.communes(perimeter) & ground.communes
            if stages and there:
                yield _Offer(body, subject, stages, there, unit)
    if wanted.source in (CATALOGUE, BOTH):
        asking = [(one.code, frozenset(one.objectives)) for one in directory.subjects(on)]
        for scheme in offered(on, ground.atlas):
            there = scheme.possible & ground.communes
            for subject, objectives in asking:
                if there and objectives & scheme.objectives:
                    yield from _of_scheme(scheme, subject, there, wanted.stage)


def _of_scheme(scheme: Offered, subject: str, there: CommuneSet, stage: str) -> Iterable[_Offer]:
    """A scheme does not say its step: it is told for the step asked, or for all."""
    for body in scheme.bodies.get(Role.OPERATOR, ()):
        yield _Offer(body, subject, _stages("", stage), there, scheme.title)


def _stages(written: str, asked: str) -> tuple[str, ...]:
    """The steps of an answer among those asked; an answer without step is for all."""
    steps = (written,) if written else STAGES
    return tuple(one for one in steps if asked in ("", one))


def _row(
    row: Organization,
    listed: tuple[Choice, ...],
    covered: dict[tuple[int, str], CommuneSet],
    ground: grounds.Ground,
) -> OperatorRow:
    none = grounds.nothing(ground.atlas)
    cells = [(code, covered.get((row.pk, code), none)) for code, _label in listed]
    return OperatorRow(
        slug=row.slug,
        name=row.name,
        kind_label=str(OrganizationKind(row.kind).label),
        is_demo=row.is_demo,
        cells=tuple(
            Coverage(subject=code, communes=len(there), whole=there == ground.communes)
            for code, there in cells
        ),
    )


def _meetings(
    offers: Sequence[_Offer],
    bodies: Mapping[int, Organization],
    listed: tuple[Choice, ...],
    ground: grounds.Ground,
) -> tuple[tuple[Meeting, ...], tuple[Meeting, ...]]:
    """Where two organisations or more answer in the same communes at the same step, and where none does at any."""
    held, none, at = stock.current(), grounds.nothing(ground.atlas), _by_stage(offers)
    overlaps, gaps = [], []
    for code, label in listed:
        some, several = _met(at[code], none)
        for part in ground.parts:
            for there, kept in ((several & part.communes, overlaps), (part.communes - some, gaps)):
                if there:
                    names = _meeting(at[code], there, bodies) if kept is overlaps else ()
                    kept.append(
                        Meeting(
                            subject=code,
                            label=label,
                            code=part.code,
                            place=part.name,
                            where=part.where,
                            names=names,
                            size=grounds.size(there, held),
                            total=len(part.communes),
                        )
                    )
    return tuple(overlaps), tuple(gaps)


def _by_stage(offers: Iterable[_Offer]) -> dict[str, dict[str, dict[int, CommuneSet]]]:
    """By subject and step, the communes of each organisation."""
    at: dict[str, dict[str, dict[int, CommuneSet]]] = defaultdict(lambda: defaultdict(dict))
    for one in offers:
        for stage in one.stages:
            of_body = at[one.subject][stage]
            known = of_body.get(one.organization)
            of_body[one.organization] = one.communes if known is None else known | one.communes
    return at


def _met(at: dict[str, dict[int, CommuneSet]], none: CommuneSet) -> tuple[CommuneSet, CommuneSet]:
    """The communes where somebody answers, and those where two or more do at one step."""
    some = several = none
    for of_body in at.values():
        one, two = none, none
        for there in of_body.values():
            two |= one & there
            one |= there
        some, several = some | one, several | two
    return some, several


def _meeting(
    at: dict[str, dict[int, CommuneSet]], there: CommuneSet, bodies: Mapping[int, Organization]
) -> tuple[str, ...]:
    """Who meets another there, at a step."""
    found: set[int] = set()
    for of_body in at.values():
        inside = {body: communes & there for body, communes in of_body.items()}
        for body, communes in inside.items():
            if any(len(communes & other) for one, other in inside.items() if one != body):
                found.add(body)
    return tuple(sorted((bodies[pk].name for pk in found), key=searchable))
