"""Questions of positioning, the meetings that followed the workshops, the proposals they treat (H-016, H-019)."""

from datetime import date

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.db import slugs
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.fields import line
from maillage.kit.operation import operation
from maillage.kit.text import typed
from maillage.modules.reorganizations import policies
from maillage.modules.reorganizations.models import FollowUpMeeting, PositioningQuestion, WorkshopProposal
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.sources import operations as sources
from maillage.shared.sources.quotes import Said


@operation("reorganizations.ask")
def ask(
    organization: Organization,
    label: str,
    *,
    candidates: tuple[Unit, ...] = (),
    evidence: str = "",
    source: Said = "",
    actor: Actor,
) -> PositioningQuestion:
    """Where should this be held? Open until it is settled. Refused without words."""
    _may(actor, organization.pk)
    kept = line(label, most=200, field="label")
    if not kept:
        raise Refused(
            "reorganizations.no-label",
            _("La question n'est pas écrite."),
            way_out=_("Écrivez-la."),
            field="label",
        )
    row = PositioningQuestion.objects.create(
        organization=organization,
        slug=slugs.free(PositioningQuestion.objects.all(), kept, otherwise="question"),
        label=kept,
        evidence=line(evidence, most=300, field="evidence"),
        cited=sources.cite(source, actor=actor),
    )
    row.candidates.set(candidates)
    return row


@operation("reorganizations.propose")
def propose(
    organization: Organization,
    workshop: str,
    text: str,
    *,
    evidence: str = "",
    source: Said = "",
    actor: Actor,
) -> WorkshopProposal:
    """Keep what a workshop proposed, in its words. Refused without words."""
    _may(actor, organization.pk)
    if not typed(text):
        raise Refused(
            "reorganizations.no-text",
            _("La proposition n'est pas écrite."),
            way_out=_("Écrivez-la."),
            field="text",
        )
    return WorkshopProposal.objects.create(
        organization=organization,
        workshop=line(workshop, most=120, field="workshop"),
        text=typed(text),
        evidence=line(evidence, most=300, field="evidence"),
        cited=sources.cite(source, actor=actor),
    )


@operation("reorganizations.meet")
def meet(
    organization: Organization,
    label: str,
    *,
    on: date | None,
    questions: tuple[PositioningQuestion, ...] = (),
    treats: tuple[WorkshopProposal, ...] = (),
    evidence: str = "",
    note: str = "",
    source: Said = "",
    actor: Actor,
) -> FollowUpMeeting:
    """Note a meeting: the questions it was about, the proposals it treats. Refused without a name."""
    _may(actor, organization.pk)
    kept = line(label, most=200, field="label")
    if not kept:
        raise Refused(
            "reorganizations.no-label",
            _("La réunion n'a pas de nom."),
            way_out=_("Nommez-la."),
            field="label",
        )
    row = FollowUpMeeting.objects.create(
        organization=organization,
        on=on,
        label=kept,
        evidence=line(evidence, most=300, field="evidence"),
        note=line(note, most=300, field="note"),
        cited=sources.cite(source, actor=actor),
    )
    row.questions.set(questions)
    row.treats.set(treats)
    return row


@operation("reorganizations.settle", act=True)
def settle(
    row: PositioningQuestion, decision: str, *, on: date, unit: Unit | None, source: Said, actor: Actor
) -> None:
    """Close a question by a decision, its day and its source. Refused without them, or once it is settled."""
    row = PositioningQuestion.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _may(actor, row.organization_id)
    if row.decision:
        raise Refused(
            "reorganizations.settled",
            _("Cette question est déjà tranchée."),
            way_out=_("Posez-en une nouvelle si elle se rouvre."),
        )
    if not typed(decision):
        raise Refused(
            "reorganizations.no-decision",
            _("La décision n'est pas écrite."),
            way_out=_("Écrivez ce qui est décidé."),
            field="decision",
        )
    cited = sources.cite(source, actor=actor)
    if cited is None:
        raise Refused(
            "reorganizations.no-source",
            _("La décision n'a pas de source."),
            way_out=_("Nommez l'acte ou la réunion qui la prend."),
            field="source",
        )
    row.decision, row.decided_on, row.decided_for, row.decision_cited = typed(decision), on, unit, cited
    row.save()


def _may(actor: Actor, organization: int) -> None:
    if not policies.prepares(actor, organization):
        raise NotVisible("reorganizations.question")
