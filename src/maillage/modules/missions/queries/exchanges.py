"""What pages and programs read of the spreadsheets of a plan: the file itself, those that were sent, what each would change."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import policies
from maillage.modules.missions.adapters import View
from maillage.modules.missions.enums import ImportState
from maillage.modules.missions.exchange import rows, writing
from maillage.modules.missions.models import Plan, PlanImport
from maillage.modules.missions.queries.reading import plan_row
from maillage.shared.directory.models import Person

MOST_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """A line of a file that changes something, or that is refused. ``effect``: created, changed or refused."""

    sheet: str
    line: int
    column: str
    code: str
    effect: str
    words: str
    way_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCard:
    """A file sent for a plan. ``waiting``: read and not applied yet; ``applied``: it may still be undone."""

    id: int
    name: str
    state_label: str
    waiting: bool
    applied: bool
    sent_at: datetime
    sent_by: str
    applied_at: datetime | None
    undone_at: datetime | None
    created: int
    changed: int
    unchanged: int
    refused: int

    @property
    def applicable(self) -> bool:
        """Whether it may be applied: something to write, and no line refused."""
        return self.waiting and not self.refused and bool(self.created + self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportShown:
    """A file and each of its lines that matters, refused ones first."""

    card: ImportCard
    lines: tuple[ImportLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanges:
    """The page of spreadsheets of a plan: its title, its dates, what one may do, the last files sent."""

    plan_id: int
    slug: str
    title: str
    starts_on: date | None
    ends_on: date | None
    abilities: Abilities
    imports: tuple[ImportCard, ...]


def exchanges(slug: str, *, actor: Actor, on: date) -> Exchanges:
    """The files sent for a plan, the last first. Raises NotVisible for who reads no plan."""
    plan = plan_row(slug, actor)
    sent = list(plan.imports.filter(_read_by(plan, actor, on)).order_by("-sent_at", "-pk")[:MOST_LISTED])
    names = _names(sent)
    return Exchanges(
        plan_id=plan.pk,
        slug=plan.slug,
        title=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        abilities=policies.abilities(actor, plan, on),
        imports=tuple(_card(one, names) for one in sent),
    )


def sent_file(slug: str, import_id: int, *, actor: Actor, on: date) -> ImportShown:
    """One file and its lines. Raises NotVisible when it is not of this plan, or for a file that is not applied and that the actor
    could not apply: it is the draft of somebody."""
    plan = plan_row(slug, actor)
    found = plan.imports.filter(_read_by(plan, actor, on), pk=import_id).first()
    if found is None:
        raise NotVisible(str(import_id))
    lines = [
        ImportLine(**{name: one.get(name, "") for name in ImportLine.__dataclass_fields__})
        for one in found.lines
    ]
    ordered = sorted(lines, key=lambda one: (one.effect != "refused", one.sheet, one.line))
    return ImportShown(card=_card(found, _names([found])), lines=tuple(ordered))


def _read_by(plan: Plan, actor: Actor, on: date) -> Q:
    """What was applied is read by all; what is only previewed, by who may apply it."""
    if policies.abilities(actor, plan, on)[policies.RECORD].allowed:
        return Q()
    return ~Q(state=ImportState.PREVIEWED)


def spreadsheet(slug: str, view: View, *, at: datetime, actor: Actor) -> tuple[str, bytes]:
    """The name and the content of the spreadsheet of a plan, at a moment."""
    plan = plan_row(slug, actor)
    content = writing.workbook(plan, rows.lines(plan.pk, view), view, at=at)
    suffix = "" if view.day == date.max else f"-{view.day.isoformat()}"
    return f"{plan.slug}{suffix}.xlsx", content


def _names(sent: list[PlanImport]) -> dict[int | None, str]:
    users = {one.sent_by_id for one in sent if one.sent_by_id}
    return {person.user_id: str(person) for person in Person.objects.filter(user__in=users)}


def _card(one: PlanImport, names: dict[int | None, str]) -> ImportCard:
    count = one.counts.get
    return ImportCard(
        id=one.pk,
        name=one.name,
        state_label=one.get_state_display(),
        waiting=one.state == ImportState.PREVIEWED,
        applied=one.state == ImportState.APPLIED,
        sent_at=one.sent_at,
        sent_by=names.get(one.sent_by_id, ""),
        applied_at=one.applied_at,
        undone_at=one.undone_at,
        created=count("created", 0),
        changed=count("changed", 0),
        unchanged=count("unchanged", 0),
        refused=count("refused", 0),
    )
