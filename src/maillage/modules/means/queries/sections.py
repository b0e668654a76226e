"""The means of a plan: its sections, their lists, the sheet of one thing, the facts one may end or withdraw."""

from datetime import date, datetime

from django.urls import reverse

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.means import policies
from maillage.modules.means.models import MeansFact
from maillage.modules.means.queries.kinds import Kind
from maillage.modules.means.queries.people import ASSIGNMENTS, DELEGATIONS, SKILLS
from maillage.modules.means.queries.reading import (
    Reading,
    days,
    holds,
    plan_row,
    reading,
    recorded,
    when,
    withdrawn,
)
from maillage.modules.means.queries.results import MASTER_PLANS, RESULTS
from maillage.modules.means.queries.shapes import Line, PlanMeans, Section, Sheet
from maillage.modules.means.queries.software import TOOLS, USAGES
from maillage.modules.means.queries.studies import STUDIES
from maillage.shared.directory.models import Person
from maillage.shared.sources import queries as sources

KINDS = {
    kind.code: kind
    for kind in (TOOLS, USAGES, SKILLS, ASSIGNMENTS, DELEGATIONS, STUDIES, RESULTS, MASTER_PLANS)
}


def kind_of(code: str) -> Kind:
    """The kind of that name in an address. Raises NotVisible."""
    if code not in KINDS:
        raise NotVisible(code)
    return KINDS[code]


def overview(slug: str, *, on: date, actor: Actor, known_at: datetime | None = None) -> PlanMeans:
    """Every section of a plan, without its lines: how many things each holds, and what is to be known of them. ``known_at``: as was
    known then."""
    read = reading(plan_row(slug, actor), on=on, actor=actor, known_at=known_at)
    return _means(read, tuple(KINDS.values()), lines=False, actor=actor)


def section(slug: str, code: str, *, on: date, actor: Actor, known_at: datetime | None = None) -> PlanMeans:
    """One section of a plan with its lines, as known at an instant; a constant number of queries."""
    kind = kind_of(code)
    read = reading(plan_row(slug, actor), on=on, actor=actor, known_at=known_at)
    return _means(read, (kind,), lines=True, actor=actor)


def _means(read: Reading, kinds: tuple[Kind, ...], *, lines: bool, actor: Actor) -> PlanMeans:
    plan = read.plan
    return PlanMeans(
        slug=plan.slug,
        title=plan.title,
        sections=tuple(_section(kind, read, lines=lines) for kind in kinds),
        why_not=policies.may_record(actor, plan, read.on).reason,
        is_demo=plan.is_demo,
        known_at=read.known_at,
    )


def _section(kind: Kind, read: Reading, *, lines: bool) -> Section:
    rows = kind.rows(read.plan)
    rows = rows.filter(withdrawn_at__isnull=True) if read.known_at is None else rows
    found = [row for row in read.known(rows) if row.withdrawn_at is None]
    return Section(
        code=kind.code,
        title=str(kind.label),
        lead=str(kind.lead),
        first=str(kind.first),
        columns=tuple(str(one) for one in kind.columns),
        lines=tuple(_line(kind, row, read) for row in found) if lines else (),
        count=len(found),
        empty=str(kind.empty),
        add=str(kind.add),
        url=reverse("means:section", args=[read.plan.slug, kind.code]),
        told=kind.told(found, read),
        more=tuple((str(label), reverse(name, args=[read.plan.slug])) for label, name in kind.more),
    )


def _line(kind: Kind, row: MeansFact, read: Reading) -> Line:
    hidden = kind.hidden(row, read)
    return Line(
        pk=row.pk,
        title=kind.title(row, read),
        url=reverse("means:sheet", args=[read.plan.slug, kind.code, row.pk]),
        cells=kind.cells(row, read),
        when=days(row) if hidden else when(row),
        origin=None if hidden else sources.of(row.cited),
        evidence="" if hidden else row.evidence,
        ended=not holds(row, read.on),
        hidden=hidden,
    )


def row(slug: str, code: str, pk: int, actor: Actor) -> MeansFact:
    """The thing of a section, to write on. Raises NotVisible."""
    found: MeansFact | None = kind_of(code).rows(plan_row(slug, actor)).filter(pk=pk).first()
    if found is None:
        raise NotVisible(str(pk))
    return found


def part(slug: str, code: str, pk: int, name: str, fact: int, actor: Actor) -> MeansFact:
    """A fact inside a thing, to write on. Raises NotVisible."""
    bearer = row(slug, code, pk, actor)
    model = kind_of(code).parts.get(name)
    if model is None:
        raise NotVisible(name)
    key = next(
        one.name for one in model._meta.get_fields() if one.related_model is type(bearer) and one.many_to_one
    )
    found = model._default_manager.filter(pk=fact, **{key: bearer}).first()
    if found is None:
        raise NotVisible(str(fact))
    return found


def sheet(
    slug: str, code: str, pk: int, *, on: date, actor: Actor, known_at: datetime | None = None
) -> Sheet:
    """A thing, whole: what it is, its facts, those withdrawn included, and who said them. NotVisible for one that nobody knew then."""
    plan, kind = plan_row(slug, actor), kind_of(code)
    read = reading(plan, on=on, actor=actor, known_at=known_at)
    found = next(iter(read.known(kind.rows(plan).filter(pk=pk))), None)
    if found is None:
        raise NotVisible(str(pk))
    details, groups = kind.sheet(found, read)
    hidden = kind.hidden(found, read)
    return Sheet(
        section=code,
        pk=pk,
        title=kind.title(found, read),
        when=days(found) if hidden else when(found),
        details=details,
        groups=groups,
        origin=None if hidden else sources.of(found.cited),
        evidence="" if hidden else found.evidence,
        note="" if hidden else found.note,
        recorded=recorded(found, _author(found)),
        withdrawn=withdrawn(found, why=not hidden),
        ended=found.until is not None,
        ending="" if hidden else found.end_reason,
        hidden=hidden,
        closed=kind.closed(found),
    )


def known_sheet(slug: str, code: str, pk: int, *, on: date, actor: Actor, known_at: datetime) -> Sheet | None:
    """The same as it was known at an instant; None when nothing said it yet."""
    try:
        return sheet(slug, code, pk, on=on, actor=actor, known_at=known_at)
    except NotVisible:
        return None


def _author(fact: MeansFact) -> str:
    if fact.recorded_by_id is None:
        return ""
    known = Person.objects.filter(user=fact.recorded_by_id).first()
    return str(known) if known else ""
