"""The list of commitments and one of them, as a person reads them: hers first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import policies as missions
from maillage.modules.missions.models import Plan
from maillage.modules.plans import policies
from maillage.modules.plans.enums import CommitmentKind, FactKind, FollowUpState
from maillage.modules.plans.models import Commitment, FollowUp
from maillage.modules.plans.queries.lines import CLOSED, cite_of, line_of
from maillage.modules.plans.queries.naming import MissionName, mission_names, people_names
from maillage.modules.plans.queries.shapes import (
    NEVER,
    NOT_FOLLOWED,
    CommitmentList,
    CommitmentPage,
    CommitmentRow,
    PrerequisiteRow,
)
from maillage.modules.plans.queries.standing import fact_withdrawn, prerequisites_of

SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to. ``plan`` and ``owner`` are slugs (owner « - »: à désigner); ``state``: a FollowUpState, or NEVER;
    ``page`` 0: everything, on one page."""

    plan: str = ""
    state: str = ""
    owner: str = ""
    kind: str = ""
    text: str = ""
    mine: bool = False
    uncounted: bool = False
    overdue: bool = False
    page: int = 1


def plans(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The plans that have commitments, or may have: identifiers and titles."""
    missions.seen(actor)
    return tuple(Plan.objects.order_by("title").values_list("slug", "title"))


def commitments(filters: Filters, *, actor: Actor, on: date) -> CommitmentList:
    """The commitments that a reader asks for, hers first, then by day. NotVisible for who reads no plan."""
    missions.seen(actor)
    whole = _narrowed(with_state(Commitment.objects.filter(withdrawn_at__isnull=True)), filters, actor, on)
    counts = dict(whole.order_by().values_list("last_state").annotate(found=Count("pk")))
    labels = dict(FollowUpState.choices)
    rows = _in_state(whole, filters.state)
    total = rows.count()
    first = (filters.page - 1) * SIZE if filters.page else 0
    kept = list(_ordered(rows, actor)[first : first + SIZE] if filters.page else _ordered(rows, actor))
    names = mission_names(row.mission_id for row in kept)
    return CommitmentList(
        rows=tuple(row_of(row, names, actor, on) for row in kept),
        total=total,
        page=filters.page,
        size=SIZE if filters.page else max(total, 1),
        states=(
            *((code, str(labels[code]), counts.get(code, 0)) for code in FollowUpState.values),
            (NEVER, _("pas encore suivi"), counts.get(None, 0)),
        ),
        owners=_owners(),
    )


def _in_state(rows: QuerySet[Commitment], state: str) -> QuerySet[Commitment]:
    if state == NEVER:
        return rows.filter(last_state__isnull=True)
    return rows.filter(last_state=state) if state else rows


def commitment(pk: int, *, actor: Actor, on: date) -> CommitmentPage:
    """A commitment, its prerequisites and its years. NotVisible."""
    missions.seen(actor)
    rows = with_state(Commitment.objects.filter(pk=pk))
    row = rows.select_related("plan", "owner", "unit", "person", "cited", "opened_by").first()
    if row is None:
        raise NotVisible(f"commitment {pk}")
    shown = row_of(row, mission_names([row.mission_id]), actor, on)
    years = list(
        FollowUp.objects.filter(commitment=row)
        .select_related("campaign", "cited", "promised_cited", "commitment__plan", "commitment__cited")
        .order_by("-campaign__year")
    )
    people = people_names([*(year.filled_by_id for year in years), row.opened_by_id])
    commits = policies.why_not_commit(actor, row.plan, on)
    lines = tuple(line_of(year, shown, people, actor, on, commits=commits) for year in years)
    return CommitmentPage(
        row=shown,
        cite=cite_of(row),
        opened_at=row.opened_at,
        opened_by=people.get(row.opened_by_id or 0, ""),
        from_map=row.fact_kind != FactKind.ENTERED,
        withdrawal_reason=row.withdrawal_reason,
        fact_withdrawn=Commitment.objects.filter(fact_withdrawn(), pk=pk).exists(),
        prerequisites=_prerequisites(row),
        lines=lines,
        to_fill=tuple(line for line in lines if not line.locked),
        abilities=policies.abilities_on(actor, row, on, commits=commits),
        owner_pk=row.owner_id,
        unit_pk=row.unit_id,
        person_pk=row.person_id,
    )


def of_mission(plan: str, code: str, *, actor: Actor, on: date) -> tuple[CommitmentRow, ...]:
    """The commitments about a mission (slug of its plan, code), the first due first; none for who reads no plan."""
    if not missions.visible(actor):
        return ()
    rows = with_state(
        Commitment.objects.filter(mission__code=code, plan__slug=plan, withdrawn_at__isnull=True)
    )
    kept = list(rows.select_related("plan", "owner", "unit", "person").order_by("due_on", "pk"))
    names = mission_names(row.mission_id for row in kept)
    return tuple(row_of(row, names, actor, on) for row in kept)


def row_of(row: Commitment, names: dict[int, MissionName], actor: Actor, on: date) -> CommitmentRow:
    """A commitment in words; ``row`` bears its last state (:func:`with_state`)."""
    state, year = row.last_state or NOT_FOLLOWED, row.last_year  # type: ignore[attr-defined]
    return CommitmentRow(
        pk=row.pk,
        words=row.words,
        mission=names.get(row.mission_id),
        plan_slug=row.plan.slug,
        plan=row.plan.title,
        kind=row.kind,
        kind_label=str(CommitmentKind(row.kind).label),
        owner=row.owner.name if row.owner else "",
        owner_slug=row.owner.slug if row.owner else "",
        unit=row.unit.name if row.unit else "",
        person=str(row.person) if row.person else "",
        due_on=row.due_on,
        indicator=row.indicator,
        target=row.target,
        state=state,
        state_label=str(FollowUpState(state).label) if state else "",
        year=year,
        overdue=row.due_on < on and state not in CLOSED,
        uncounted=not (row.indicator and row.target),
        mine=_is_mine(row, actor),
        withdrawn=row.withdrawn_at is not None,
    )


def _is_mine(row: Commitment, actor: Actor) -> bool:
    if row.person_id is not None and row.person_id == actor.person:
        return True
    return row.owner_id is not None and row.owner_id == actor.organization


def with_state(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """The rows with their last state and its year."""
    years = FollowUp.objects.filter(commitment=OuterRef("pk")).order_by("-campaign__year")
    return rows.annotate(
        last_state=Subquery(years.values("state")[:1]), last_year=Subquery(years.values("campaign__year")[:1])
    )


def _narrowed(rows: QuerySet[Commitment], filters: Filters, actor: Actor, on: date) -> QuerySet[Commitment]:
    if filters.plan:
        rows = rows.filter(plan__slug=filters.plan)
    if filters.owner == "-":
        rows = rows.filter(owner__isnull=True)
    elif filters.owner:
        rows = rows.filter(owner__slug=filters.owner)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.text:
        found = Q(words__icontains=filters.text) | Q(mission__placements__label__icontains=filters.text)
        rows = rows.filter(pk__in=Commitment.objects.filter(found).values("pk"))
    if filters.uncounted:
        rows = rows.filter(Q(indicator="") | Q(target=""))
    if filters.overdue:
        # One that no campaign has followed has no state: a NULL is in no list, and out of none.
        rows = rows.filter(Q(last_state__isnull=True) | ~Q(last_state__in=CLOSED), due_on__lt=on)
    if filters.mine:
        rows = rows.filter(_mine(actor))
    return rows


def _mine(actor: Actor) -> Q:
    wanted = Q(pk__in=[])
    if actor.person is not None:
        wanted |= Q(person=actor.person)
    if actor.organization is not None:
        wanted |= Q(owner=actor.organization)
    return wanted


def _ordered(rows: QuerySet[Commitment], actor: Actor) -> QuerySet[Commitment]:
    """Those that name the reader, then those of its organisation, then the others, by day."""
    nobody = -1
    near = Case(
        When(person=actor.person or nobody, then=Value(0)),
        When(owner=actor.organization or nobody, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    related = rows.select_related("plan", "owner", "unit", "person")
    return related.annotate(near=near).order_by("near", "due_on", "pk")


def _owners() -> tuple[tuple[str, str], ...]:
    rows = Commitment.objects.filter(owner__isnull=False, withdrawn_at__isnull=True)
    return tuple(rows.order_by("owner__name").values_list("owner__slug", "owner__name").distinct())


def _prerequisites(row: Commitment) -> tuple[PrerequisiteRow, ...]:
    found = list(prerequisites_of(row))
    names = mission_names({one.mission_id for one in found})
    return tuple(
        PrerequisiteRow(
            pk=one.pk,
            text=one.text,
            met_on=one.met_on,
            evidence=one.evidence,
            of_mode=one.record_id is not None,
            mission=names[one.mission_id].label if one.mission_id in names else one.mission.code,
        )
        for one in found
    )
