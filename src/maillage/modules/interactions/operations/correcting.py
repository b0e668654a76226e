"""A report is withdrawn and written anew: read by no more people than before, unless its author says so."""

from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.operation import operation
from maillage.modules.interactions import policies
from maillage.modules.interactions.drafts import InteractionDraft
from maillage.modules.interactions.models import Interaction
from maillage.modules.interactions.operations import attending, opening
from maillage.modules.interactions.operations.changing import open_to
from maillage.modules.interactions.operations.recording import keep_promises, kept


@operation("interactions.correct")
def correct(
    which: str,
    draft: InteractionDraft,
    because: str,
    *,
    confirmed: bool = False,
    knowingly: bool = False,
    at: datetime,
    actor: Actor,
) -> Interaction:
    """Withdraw what was noted, with the reason, and note it anew: both stay, the second says which it replaces. To more people, or
    no more confidential: only ``knowingly``, as ``open_to``, and the chain of acts keeps it. The next actions follow."""
    before = Interaction.objects.filter(submission_key=draft.submission_key, author=actor.person).first()
    if before is not None:
        return before
    old = opening.opened(which, policies.CORRECT, at=at, actor=actor)
    said = opening.reason(because, _("Dites ce que vous corrigez."))
    attending.demand_knowing(old, draft.attendees, knowingly=knowingly, at=at)
    old.withdrawn_at, old.withdrawn_by_id, old.ended_because = at, actor.person, said
    old.save(update_fields=["withdrawn_at", "withdrawn_by", "ended_because"])
    row = kept(draft, confirmed=confirmed, instead_of=old, at=at, actor=actor)
    if (draft.reach, draft.confidential) == (old.reach, old.confidential):
        keep_promises(row, at=at, actor=actor)
        return row
    return open_to(
        row.public_id,
        draft.reach,
        confidential=draft.confidential,
        knowingly=knowingly,
        at=at,
        actor=actor,
    )
