"""Questions of positioning, meetings, proposals."""

from collections.abc import Iterable
from datetime import date

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.kit.text import long_date, searchable, whole
from maillage.modules.reorganizations import policies
from maillage.modules.reorganizations.models import (
    FollowUpMeeting,
    PositioningQuestion,
    WorkshopProposal,
)
from maillage.modules.reorganizations.queries.reach import may_read
from maillage.modules.reorganizations.queries.shapes import MeetingLine, ProposalLine, QuestionLine
from maillage.shared.sources import queries as sources


def questions(*, actor: Actor) -> tuple[QuestionLine, ...]:
    """The questions of positioning: open ones first, then by words (H-016)."""
    may_read(actor)
    rows = PositioningQuestion.objects.select_related(
        "organization", "cited", "decided_for", "decision_cited"
    ).prefetch_related("candidates", "meetings__questions", "meetings__treats")
    found = [_question(row, actor) for row in rows]
    return tuple(sorted(found, key=lambda one: (bool(one.decision), searchable(one.label))))


def question_row(slug: str, *, actor: Actor) -> PositioningQuestion:
    """The row of a question, for an operation. NotVisible when there is none."""
    may_read(actor)
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
    may_read(actor)
    rows = FollowUpMeeting.objects.prefetch_related("questions", "treats")
    return tuple(sorted(map(_meeting, rows), key=lambda one: (one.on is None, one.on or date.max, one.label)))


def proposals(*, actor: Actor) -> tuple[ProposalLine, ...]:
    """The proposals of the workshops: those never treated first (H-019)."""
    may_read(actor)
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
    may_read(actor)
    return tuple(
        WorkshopProposal.objects.filter(pk__in=[pk for said in pks if (pk := whole(said)) is not None])
    )


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
