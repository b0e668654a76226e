"""Reads of reorganisations: the chart on a day, the draft beside it, what would move, the open questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from maillage.kit.abilities import Abilities
from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import long_date, searchable
from maillage.modules.reorganizations import moving, policies
from maillage.modules.reorganizations.enums import ChangeKind, Opinion, ReorganizationStatus
from maillage.modules.reorganizations.models import (
    FollowUpMeeting,
    FormerAttachment,
    PositioningQuestion,
    Reorganization,
    UnitChange,
    WorkshopProposal,
)
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Organization, UnitKind
from maillage.shared.sources import queries as sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A unit in a chart. ``mark``: what a draft changes in it, in words; ``ending``: the draft closes it."""

    ref: str
    name: str
    kind: str
    mark: str = ""
    ending: bool = False
    under: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A reorganisation in a list."""

    slug: str
    title: str
    organization: str
    status: str
    status_label: str
    effective_on: date | None
    changes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change of a draft, in words."""

    pk: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """What would go from a unit to another on the day."""

    source: str
    target: str
    held: tuple[moving.Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A step of the compliance path; ``day`` None: not yet."""

    label: str
    day: date | None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorganizationPage:
    """A reorganisation, with the chart before and the chart it draws. ``transfers`` is empty once it is in force."""

    pk: int
    slug: str
    title: str
    reason: str
    organization: str
    status: str
    status_label: str
    effective_on: date | None
    before_on: date
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    changes: tuple[ChangeLine, ...]
    transfers: tuple[Transfer, ...]
    path: tuple[PathStep, ...]
    decision: str
    drop_reason: str
    fault: str
    origin: sources.SourceCard | None
    abilities: Abilities


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal of a workshop, with the meetings that treat it; none: never treated."""

    pk: int
    workshop: str
    text: str
    evidence: str
    treated: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting: ``on`` None: the day is not known."""

    label: str
    on: date | None
    evidence: str
    note: str
    questions: tuple[str, ...]
    treats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question of positioning. ``decision`` empty: open."""

    slug: str
    label: str
    organization: str
    candidates: tuple[str, ...]
    meetings: tuple[MeetingLine, ...]
    decision: str
    decided_on: date | None
    decided_for: str
    evidence: str
    origin: sources.SourceCard | None
    decision_origin: sources.SourceCard | None
    may_settle: bool


def chart(organization: int, on: date) -> tuple[Node, ...]:
    """The units of an organisation as they stood on a day, with the attachments of that day; by name."""
    parents = _parents(organization, on)
    nodes = {
        card.pk: (card.slug, card.name, _kind_said(card.kind, card.kind_label), "", False)
        for card in directory.units(on, organization=organization)
    }
    return _tree(nodes, {pk: parents.get(pk) for pk in nodes})


def reorganizations(*, actor: Actor) -> tuple[Line, ...]:
    """Every reorganisation, the latest opened first."""
    _may_read(actor)
    rows = (
        Reorganization.objects.select_related("organization")
        .prefetch_related("changes")
        .order_by("-opened_at", "-pk")
    )
    return tuple(
        Line(
            slug=row.slug,
            title=row.title,
            organization=row.organization.name,
            status=row.status,
            status_label=str(ReorganizationStatus(row.status).label),
            effective_on=row.effective_on,
            changes=len(row.changes.all()),
        )
        for row in rows
    )


def row_of(slug: str, *, actor: Actor) -> Reorganization:
    """The row of a reorganisation, for an operation. NotVisible when there is none."""
    _may_read(actor)
    found = (
        Reorganization.objects.select_related("organization", "cited", "decided_by").filter(slug=slug).first()
    )
    if found is None:
        raise NotVisible(slug)
    return found


def page(slug: str, *, actor: Actor, on: date) -> ReorganizationPage:
    """One reorganisation. The chart before is that of the eve of its effect, or of today while that day is not reached."""
    row = row_of(slug, actor=actor)
    before_on = on if row.effective_on is None else min(on, row.effective_on - timedelta(days=1))
    changes = list(
        row.changes.select_related("unit", "parent", "parent_change", "target", "target_change").order_by(
            "pk"
        )
    )
    applied = row.status == ReorganizationStatus.APPLIED
    assert row.effective_on is not None or not applied
    return ReorganizationPage(
        pk=row.pk,
        slug=row.slug,
        title=row.title,
        reason=row.reason,
        organization=row.organization.name,
        status=row.status,
        status_label=str(ReorganizationStatus(row.status).label),
        effective_on=row.effective_on,
        before_on=before_on,
        before=chart(row.organization_id, before_on),
        after=_drafted(row, changes, before_on),
        changes=tuple(ChangeLine(pk=one.pk, words=_in_words(one)) for one in changes),
        transfers=() if applied else _transfers(changes, row.effective_on or on),
        path=_path(row),
        decision=_decision(row),
        drop_reason=row.drop_reason,
        fault=row.fault,
        origin=sources.of(row.cited),
        abilities=policies.abilities(actor, row),
    )


def choices(row: Reorganization, on: date) -> tuple[tuple[str, str], ...]:
    """The units that a change may name: those of the day, then those that the draft creates (« +12 »)."""
    living = [(card.slug, card.name) for card in directory.units(on, organization=row.organization_id)]
    made = row.changes.filter(kind=ChangeKind.CREATE).order_by("pk")
    return (*living, *((f"+{one.pk}", _("%(name)s (à créer)") % {"name": one.name}) for one in made))


def drafted_parents(row: Reorganization, on: date) -> dict[int, int | None]:
    """Under which unit each would stand once the draft is made; a unit to create has the negative key of its change."""
    parents: dict[int, int | None] = dict(_parents(row.organization_id, on))
    for one in row.changes.order_by("pk"):
        if one.kind == ChangeKind.CREATE:
            parents[-one.pk] = _key(one.parent_id, one.parent_change_id)
        elif one.kind == ChangeKind.ATTACH and one.unit_id:
            parents[one.unit_id] = _key(one.parent_id, one.parent_change_id)
        elif one.kind == ChangeKind.CLOSE:
            heir = _key(one.target_id, one.target_change_id)
            parents.update(
                {pk: heir for pk, parent in parents.items() if parent == one.unit_id and pk != heir}
            )
    return parents


def bodies(actor: Actor) -> tuple[Organization, ...]:
    """The organisations of the network that the actor may reorganise."""
    rows = Organization.objects.filter(in_network=True).order_by("name")
    return tuple(row for row in rows if policies.prepares(actor, row.pk))


def questions(*, actor: Actor) -> tuple[QuestionLine, ...]:
    """The questions of positioning: open ones first, then by words (H-016)."""
    _may_read(actor)
    rows = PositioningQuestion.objects.select_related(
        "organization", "cited", "decided_for", "decision_cited"
    ).prefetch_related("candidates", "meetings__questions", "meetings__treats")
    found = [_question(row, actor) for row in rows]
    return tuple(sorted(found, key=lambda one: (bool(one.decision), searchable(one.label))))


def question_row(slug: str, *, actor: Actor) -> PositioningQuestion:
    """The row of a question, for an operation. NotVisible when there is none."""
    _may_read(actor)
    found = PositioningQuestion.objects.filter(slug=slug).first()
    if found is None:
        raise NotVisible(slug)
    return found


def question_to_settle(slug: str, *, actor: Actor) -> PositioningQuestion:
    """The row of an open question that the actor may close; NotVisible otherwise."""
    found = question_row(slug, actor=actor)
    if found.decision or not policies.prepares(actor, found.organization_id):
        raise NotVisible(slug)
    return found


def meetings(*, actor: Actor) -> tuple[MeetingLine, ...]:
    """Every meeting after the workshops, by day; those without a known day last."""
    _may_read(actor)
    rows = FollowUpMeeting.objects.prefetch_related("questions", "treats")
    return tuple(sorted(map(_meeting, rows), key=lambda one: (one.on is None, one.on or date.max, one.label)))


def proposals(*, actor: Actor) -> tuple[ProposalLine, ...]:
    """The proposals of the workshops: those never treated first (H-019)."""
    _may_read(actor)
    rows = WorkshopProposal.objects.prefetch_related("meetings").order_by("workshop", "pk")
    found = [
        ProposalLine(
            pk=row.pk,
            workshop=row.workshop,
            text=row.text,
            evidence=row.evidence,
            treated=tuple(_named(one) for one in row.meetings.all()),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: bool(one.treated)))


def proposal_rows(pks: Iterable[str], *, actor: Actor) -> tuple[WorkshopProposal, ...]:
    """The rows of some proposals, for an operation."""
    _may_read(actor)
    return tuple(WorkshopProposal.objects.filter(pk__in=[int(pk) for pk in pks if pk.isdigit()]))


def opinion_source(row: Reorganization) -> sources.SourceCard | None:
    """What the opinion of the technical committee rests on."""
    return sources.of(row.opinion_cited)


def _may_read(actor: Actor) -> None:
    if not policies.reads(actor):
        raise NotVisible("reorganizations")


def _parents(organization: int, on: date) -> dict[int, int | None]:
    """Under which unit each stood on the day: the first former attachment that ends after it, else the present one."""
    parents = {card.pk: card.parent for card in directory.units(on, organization=organization)}
    former = FormerAttachment.objects.filter(unit__organization=organization, until__gt=on).order_by("-until")
    parents.update({row.unit_id: row.parent_id for row in former})
    return parents


def _kind_said(kind: str, label: str) -> str:
    return _("type non renseigné") if kind == UnitKind.UNKNOWN else label


def _tree(
    nodes: dict[int, tuple[str, str, str, str, bool]], parents: dict[int, int | None]
) -> tuple[Node, ...]:
    below: dict[int | None, list[int]] = {}
    for pk in nodes:
        parent = parents.get(pk)
        below.setdefault(parent if parent in nodes else None, []).append(pk)

    def grow(parent: int | None) -> tuple[Node, ...]:
        grown = [
            Node(
                ref=nodes[pk][0],
                name=nodes[pk][1],
                kind=nodes[pk][2],
                mark=nodes[pk][3],
                ending=nodes[pk][4],
                under=grow(pk),
            )
            for pk in below.get(parent, ())
        ]
        return tuple(sorted(grown, key=lambda node: searchable(node.name)))

    return grow(None)


def _drafted(row: Reorganization, changes: Iterable[UnitChange], on: date) -> tuple[Node, ...]:
    """The chart of the day as the changes would leave it, each of them marked."""
    nodes = {
        card.pk: (card.slug, card.name, _kind_said(card.kind, card.kind_label), "", False)
        for card in directory.units(on, organization=row.organization_id)
    }
    for one in changes:
        if one.kind == ChangeKind.CREATE:
            nodes[-one.pk] = (
                f"+{one.pk}",
                one.name,
                _kind_said(one.unit_kind, str(one.get_unit_kind_display())),
                _("nouvelle"),
                False,
            )
        elif one.unit_id in nodes:
            slug, name, kind, mark, ending = nodes[one.unit_id]
            marks = "\u00a0; ".join(filter(None, (mark, _mark(one, name))))
            renamed = one.name if one.kind == ChangeKind.RENAME else name
            nodes[one.unit_id] = (slug, renamed, kind, marks, ending or one.kind == ChangeKind.CLOSE)
    return _tree(nodes, drafted_parents(row, on))


def _mark(one: UnitChange, name: str) -> str:
    match one.kind:
        case ChangeKind.RENAME:
            return _("aujourd'hui « %(name)s »") % {"name": name}
        case ChangeKind.ATTACH:
            return _("rattachée ailleurs")
        case ChangeKind.CLOSE:
            return _("fermée, au profit de %(name)s") % {"name": _target_name(one)}
    return _("transfère à %(name)s") % {"name": _target_name(one)}


def _key(unit: int | None, change: int | None) -> int | None:
    return -change if change else unit


def _target_name(one: UnitChange) -> str:
    if one.target_change is not None:
        return one.target_change.name
    return one.target.name if one.target else ""


def _parent_name(one: UnitChange) -> str:
    if one.parent_change is not None:
        return one.parent_change.name
    return one.parent.name if one.parent else ""


def _in_words(one: UnitChange) -> str:
    unit = one.unit.name if one.unit else one.name
    parent = _parent_name(one)
    match one.kind:
        case ChangeKind.CREATE if parent:
            return _("« %(unit)s » est créée, sous « %(parent)s ».") % {"unit": unit, "parent": parent}
        case ChangeKind.CREATE:
            return _("« %(unit)s » est créée.") % {"unit": unit}
        case ChangeKind.RENAME:
            return _("« %(unit)s » devient « %(name)s ».") % {"unit": unit, "name": one.name}
        case ChangeKind.ATTACH if parent:
            return _("« %(unit)s » est rattachée à « %(parent)s ».") % {"unit": unit, "parent": parent}
        case ChangeKind.ATTACH:
            return _("« %(unit)s » n'est plus rattachée à une autre unité.") % {"unit": unit}
        case ChangeKind.CLOSE:
            return _("« %(unit)s » est fermée ; « %(target)s » reprend ce qu'elle tient.") % {
                "unit": unit,
                "target": _target_name(one),
            }
    what = (
        ", ".join(str(mover.label) for mover in moving.movers(tuple(one.kinds)))
        if one.kinds
        else _("tout ce qu'elle tient")
    )
    return _("« %(unit)s » transfère à « %(target)s » : %(what)s.") % {
        "unit": unit,
        "target": _target_name(one),
        "what": what,
    }


def _transfers(changes: Iterable[UnitChange], on: date) -> tuple[Transfer, ...]:
    found = []
    for one in changes:
        if one.kind not in (ChangeKind.CLOSE, ChangeKind.TRANSFER) or one.unit is None:
            continue
        kinds = tuple(one.kinds) if one.kind == ChangeKind.TRANSFER else ()
        told = tuple(mover.tell(one.unit.pk, on) for mover in moving.movers(kinds))
        found.append(
            Transfer(
                source=one.unit.name,
                target=_target_name(one),
                held=tuple(held for held in told if held.count or held.warning),
            )
        )
    return tuple(found)


def _path(row: Reorganization) -> tuple[PathStep, ...]:
    opinion = str(Opinion(row.opinion).label) if row.opinion_on else ""
    return (
        PathStep(
            label=_("Restitution aux agents, en présence des organisations syndicales"),
            day=row.restitution_on,
        ),
        PathStep(label=_("Rapport au comité technique"), day=row.report_on),
        PathStep(label=_("Avis du comité technique"), day=row.opinion_on, words=opinion),
        PathStep(label=_("Entrée en vigueur"), day=row.effective_on),
    )


def _decision(row: Reorganization) -> str:
    if row.decided_by is None or row.decided_on is None:
        return ""
    return _("Décidée le %(day)s par %(body)s.") % {
        "day": long_date(row.decided_on),
        "body": row.decided_by.name,
    }


def _question(row: PositioningQuestion, actor: Actor) -> QuestionLine:
    return QuestionLine(
        slug=row.slug,
        label=row.label,
        organization=row.organization.name,
        candidates=tuple(sorted(unit.name for unit in row.candidates.all())),
        meetings=tuple(_meeting(one) for one in row.meetings.all()),
        decision=row.decision,
        decided_on=row.decided_on,
        decided_for=row.decided_for.name if row.decided_for else "",
        evidence=row.evidence,
        origin=sources.of(row.cited),
        decision_origin=sources.of(row.decision_cited),
        may_settle=not row.decision
        and not actor.reads_only
        and policies.prepares(actor, row.organization_id),
    )


def _meeting(row: FollowUpMeeting) -> MeetingLine:
    return MeetingLine(
        label=row.label,
        on=row.on,
        evidence=row.evidence,
        note=row.note,
        questions=tuple(one.label for one in row.questions.all()),
        treats=tuple(one.text for one in row.treats.all()),
    )


def _named(row: FollowUpMeeting) -> str:
    return f"{row.label}, {long_date(row.on)}" if row.on else row.label
