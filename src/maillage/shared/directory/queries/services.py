"""Who does what where: subjects in the words of companies, and the units that answer on them in a territory (H-048)."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maillage.engines.territory import Kind, Leaf, contains, parse
from maillage.kit.db.once import once
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.text import searchable
from maillage.shared.directory.models import Service, Subject
from maillage.shared.directory.queries.days import held
from maillage.shared.directory.queries.names import FormerNames, all_former_names
from maillage.shared.directory.queries.perimeters import precision
from maillage.shared.directory.queries.units import UnitCard, unit_card
from maillage.shared.sources import queries as sources
from maillage.shared.territories import queries as territories

CODE = re.compile(r"\d[\dAB]\d{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectChoice:
    """What a company may need. ``objectives``: catalogue codes that it calls for; empty: none."""

    pk: int
    code: str
    label: str
    description: str
    objectives: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """A unit answers on a subject in a perimeter (expression). ``stage`` empty: all; ``source`` empty: to be confirmed."""

    pk: int
    subject_code: str
    subject: str
    unit: UnitCard
    perimeter: str
    stage: str
    since: date | None
    until: date | None
    source: str
    origin: sources.SourceCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFilters:
    """What a reader asks of « who does what where »; everything empty: all that holds on the day."""

    subject: str = ""
    unit: str = ""
    commune: str = ""
    ended: bool = False


def subjects(on: date) -> tuple[SubjectChoice, ...]:
    """The subjects proposed on the day, in their order."""
    rows = Subject.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))
    return tuple(_choice(row) for row in rows)


@once
def subject(code: str) -> SubjectChoice | None:
    """One subject, even retired; None when there is none of that code."""
    row = Subject.objects.filter(code=code).first()
    return _choice(row) if row else None


def serving(subject_code: str, commune: str, on: date, stage: str = "") -> tuple[UnitCard, ...]:
    """The units that certainly answer on a subject in a commune (any code that named it), each once.

    Who answers for all stages first, then the narrowest perimeter, then by name. ``stage``: only who answers for it, whoever
    says so expressly first.
    Raises Refused when the commune is unknown. A constant number of queries.
    """
    place = territories.place(commune, on=on, district_detail=False).place
    lines = [
        line
        for line in _of_subject(subject_code, on)
        if (not stage or line.stage in ("", stage)) and contains(parse(line.perimeter), place) is True
    ]
    ordered = sorted(lines, key=lambda line: (line.stage != stage, _rank(line)))
    return tuple(dict.fromkeys(line.unit for line in ordered))


def services(filters: ServiceFilters, on: date) -> tuple[ServiceLine, ...]:
    """The services in force on the day (ended ones too when asked), by subject, precision and unit."""
    rows = Service.objects.all() if filters.ended else Service.objects.filter(held(on))
    if filters.subject:
        rows = rows.filter(subject__code=filters.subject)
    if filters.unit:
        rows = rows.filter(unit__slug=filters.unit)
    lines = _lines(rows, on)
    if filters.commune:
        place = territories.place(_commune(filters.commune, on), on=on, district_detail=False).place
        lines = [line for line in lines if contains(parse(line.perimeter), place) is True]
    return tuple(lines)


def service(pk: int, on: date) -> ServiceLine:
    """One service, ended or not. Raises NotVisible when there is none."""
    found = _lines(Service.objects.filter(pk=pk), on)
    if not found:
        raise NotVisible(str(pk))
    return found[0]


@once
def _of_subject(subject_code: str, on: date) -> tuple[ServiceLine, ...]:
    """Every service on a subject that holds on the day, of units that exist; in no order."""
    rows = Service.objects.filter(held(on), held(on, "unit__"), subject__code=subject_code)
    former = all_former_names()
    return tuple(_line(row, on, former) for row in _loaded(rows))


def _commune(text: str, on: date) -> str:
    """The code of a commune that a person typed by its code or its name. Raises Refused."""
    if CODE.fullmatch(text.upper()):
        return text
    read = territories.understood(text, on, field="commune")
    if isinstance(read, Leaf) and read.code.kind in (Kind.COM, Kind.ARM):
        return read.code.value
    raise Refused(
        "directory.not-a-commune",
        _("« %(text)s » n'est pas une commune.") % {"text": text},
        way_out=_("Écrivez le nom ou le code d'une commune."),
        field="commune",
    )


def _lines(rows: QuerySet[Service], on: date) -> list[ServiceLine]:
    order = {pk: rank for rank, pk in enumerate(Subject.objects.values_list("pk", flat=True))}
    former = all_former_names()
    found = [(order[row.subject_id], _line(row, on, former)) for row in _loaded(rows)]
    return [line for _order, line in sorted(found, key=lambda pair: (pair[0], _rank(pair[1])))]


def _loaded(rows: QuerySet[Service]) -> QuerySet[Service]:
    return rows.select_related("subject", "cited", "unit__organization", "unit__cited")


def _rank(line: ServiceLine) -> tuple[int, str, int]:
    return precision(parse(line.perimeter)), searchable(line.unit.label), line.pk


def _line(row: Service, on: date, former: FormerNames) -> ServiceLine:
    return ServiceLine(
        pk=row.pk,
        subject_code=row.subject.code,
        subject=row.subject.label,
        unit=unit_card(row.unit, on, former),
        perimeter=row.perimeter,
        stage=row.stage,
        since=row.since,
        until=row.until,
        source=row.source,
        origin=sources.of(row.cited),
    )


def _choice(row: Subject) -> SubjectChoice:
    return SubjectChoice(
        pk=row.pk,
        code=row.code,
        label=row.label,
        description=row.description,
        objectives=tuple(row.objectives),
    )
