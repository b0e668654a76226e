"""The pathway of a request, amended by its lead once proposed (H-006): add, change, move, remove a step."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.inquiries.days import day_of
from maillage.modules.inquiries.enums import Act, EventKind, Stage, StepState
from maillage.modules.inquiries.models import Inquiry, Step
from maillage.modules.inquiries.operations.opening import Which, author, fits, opened, record
from maillage.modules.schemes.models import Scheme
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, Unit

SAID = ("stage", "title", "organization_id", "unit_id", "scheme_id", "note")
"""What makes a step, but for its place and how far it is."""


@operation("inquiries.add_step")
def add_step(
    inquiry: Which,
    *,
    stage: str,
    title: str,
    organization: int | None = None,
    unit: int | None = None,
    scheme: str = "",
    note: str = "",
    state: str = StepState.PROPOSED,
    at: datetime,
    actor: Actor,
) -> Step:
    """Add a step after those of its stage and of the stages before. ``organization`` and ``unit`` are primary keys (a unit
    brings its organisation), ``scheme`` a slug. A step that says just the same is that step: two clicks add one. Refused:
    no title, an unknown stage or state, no responsible organisation, a unit that has ended, words in excess."""
    found = opened(inquiry, Act.AMEND, at=at, actor=actor)
    order = list(found.steps.order_by("rank"))
    row = Step(inquiry=found, rank=(order[-1].rank if order else 0) + 1, state=_known(state))
    _fill(
        row,
        stage=stage,
        title=title,
        organization=organization,
        unit=unit,
        scheme=scheme,
        note=note,
        on=day_of(at),
    )
    if same := found.steps.filter(**{name: getattr(row, name) for name in SAID}).first():
        return same
    _write(row, at=at, actor=actor)
    if (where := _after(order, stage)) < len(order):
        _renumber([*order[:where], row, *order[where:]])
    record(found, EventKind.STEP_ADDED, note=row.title, told_company=True, at=at, actor=actor)
    return row


@operation("inquiries.amend_step")
def amend_step(
    inquiry: Which,
    step: int,
    *,
    stage: str | None = None,
    title: str | None = None,
    organization: int | None = None,
    unit: int | None = None,
    scheme: str | None = None,
    note: str | None = None,
    state: str | None = None,
    at: datetime,
    actor: Actor,
) -> Step:
    """Change a step; None leaves a value as it is, an empty ``scheme`` or ``note`` removes it."""
    found = opened(inquiry, Act.AMEND, at=at, actor=actor)
    row = _step(found, step)
    _fill(
        row,
        stage=row.stage if stage is None else stage,
        title=row.title if title is None else title,
        organization=row.organization_id if organization is None and unit is None else organization,
        unit=row.unit_id if organization is None and unit is None else unit,
        scheme=(row.scheme.slug if row.scheme else "") if scheme is None else scheme,
        note=row.note if note is None else note,
        on=day_of(at),
    )
    if state:
        row.state = _known(state)
    _write(row, at=at, actor=actor)
    told = f"{row.title} ({row.get_state_display()})" if state else row.title
    record(found, EventKind.STEP_CHANGED, note=told, told_company=True, at=at, actor=actor)
    return row


@operation("inquiries.move_step")
def move_step(inquiry: Which, step: int, *, up: bool, at: datetime, actor: Actor) -> Inquiry:
    """Move a step one place up or down; at an end, it stays there."""
    found = opened(inquiry, Act.AMEND, at=at, actor=actor)
    row = _step(found, step)
    order = list(found.steps.order_by("rank"))
    before = [one.pk for one in order]
    where = before.index(row.pk)
    moved = order.pop(where)
    order.insert(max(where + (-1 if up else 1), 0), moved)
    if [one.pk for one in order] != before:
        _renumber(order)
        record(found, EventKind.STEP_CHANGED, note=row.title, told_company=True, at=at, actor=actor)
    return found


@operation("inquiries.remove_step")
def remove_step(inquiry: Which, step: int, *, at: datetime, actor: Actor) -> Step:
    """Remove a step; the others keep their order. Returns what it said: ``add_step`` puts it back."""
    found = opened(inquiry, Act.AMEND, at=at, actor=actor)
    row = _step(found, step)
    row.delete()
    _renumber(list(found.steps.order_by("rank")))
    record(found, EventKind.STEP_REMOVED, note=row.title, told_company=True, at=at, actor=actor)
    return row


def _fill(
    row: Step,
    *,
    stage: str,
    title: str,
    organization: int | None,
    unit: int | None,
    scheme: str,
    note: str,
    on: date,
) -> None:
    if stage not in Stage.values:
        raise Refused(
            "stage", _("L'étape manque."), way_out=_("Choisissez-en une dans la liste."), field="stage"
        )
    title = fits(Step, "title", title)
    if not title:
        raise Refused(
            "title", _("Dites ce qu'on y fait."), way_out=_("Une phrase courte suffit."), field="title"
        )
    served = Unit.objects.filter(pk=unit).first() if unit is not None else None
    if (
        served is not None
        and served.pk != row.unit_id
        and not directory.holds(served.since, served.until, on)
    ):
        raise Refused(
            "unit",
            _("L'unité « %(unit)s » n'existe plus.") % {"unit": served.name},
            way_out=_("Choisissez une autre unité."),
            field="unit",
        )
    owner = served.organization_id if served else organization
    if owner is None or not Organization.objects.filter(pk=owner).exists():
        raise Refused(
            "organization",
            _("L'organisme responsable manque."),
            way_out=_("Une étape a toujours un organisme qui en répond : choisissez-le."),
            field="organization",
        )
    linked = Scheme.objects.filter(slug=scheme).first() if scheme else None
    if scheme and linked is None:
        raise Refused(
            "scheme",
            _("Cette aide n'est pas au catalogue."),
            way_out=_("Choisissez une aide du catalogue, ou laissez vide."),
            field="scheme",
        )
    row.stage, row.title, row.note = stage, title, fits(Step, "note", note)
    row.organization_id, row.unit, row.scheme = owner, served, linked


def _known(state: str) -> str:
    if state not in StepState.values:
        raise Refused(
            "step_state",
            _("Cet état n'existe pas."),
            way_out=_("Choisissez-en un dans la liste."),
            field="state",
        )
    return state


def _after(order: list[Step], stage: str) -> int:
    """How many steps come before a new one of this stage: up to the last one whose stage is not later."""
    stages = Stage.values
    earlier = [
        number for number, row in enumerate(order, start=1) if stages.index(row.stage) <= stages.index(stage)
    ]
    return max(earlier, default=0)


def _write(row: Step, *, at: datetime, actor: Actor) -> None:
    row.changed_at, row.changed_by = at, author(actor)
    row.save()


def _step(inquiry: Inquiry, pk: int) -> Step:
    row = Step.objects.select_related("scheme").filter(inquiry=inquiry, pk=pk).first()
    if row is None:
        raise NotVisible(str(pk))
    return row


def _renumber(order: list[Step]) -> None:
    """Ranks from 1; by way of high ranks, since two steps never bear the same one."""
    for base in (1000, 1):
        for rank, row in enumerate(order, start=base):
            row.rank = rank
            row.save(update_fields=["rank"])
