"""What becomes of an exchange: held, moved to another day, cancelled, withdrawn or put back, opened to more or fewer people."""

from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.interactions import policies
from maillage.modules.interactions.drafts import AttendeeDraft, InteractionDraft
from maillage.modules.interactions.enums import InteractionState, wider
from maillage.modules.interactions.models import Attendee, ContactMet, Interaction
from maillage.modules.interactions.operations import attending, opening
from maillage.modules.interactions.operations.recording import FIELDS, keep_promises, promise, read_by


@operation("interactions.finish")
def finish(
    which: str, draft: InteractionDraft, *, knowingly: bool = False, at: datetime, actor: Actor
) -> Interaction:
    """What was planned took place: its report, the people met, and what follows. Refused before its moment; and when it would let
    somebody read what is confidential, unless ``knowingly``."""
    row = opening.opened(which, policies.FINISH, at=at, actor=actor)
    attending.demand_knowing(row, draft.attendees, knowingly=knowingly, at=at)
    if draft.at > at:
        raise Refused(
            "not_yet",
            _("Ce jour et cette heure sont à venir : l'échange n'a pas encore eu lieu."),
            way_out=_("Corrigez le jour ou l'heure, ou gardez-le comme prévu."),
            field="jour",
        )
    contacts = opening.contacts(draft.contacts, of=row.company, partner=row.organization, at=at, actor=actor)
    row.state, row.at = InteractionState.DONE, draft.at
    for name in FIELDS:
        text = opening.fits(Interaction, name, getattr(draft, name), field=FIELDS[name])
        setattr(row, name, text)
    row.save(update_fields=["state", "at", *FIELDS])
    for one in contacts:
        ContactMet.objects.get_or_create(interaction=row, contact=one)
    for attendee in draft.attendees:
        attending.add(row, attendee, at=at, actor=actor)
    promise(row, draft, at=at, actor=actor)
    return row


@operation("interactions.postpone")
def postpone(which: str, to: datetime, *, at: datetime, actor: Actor) -> Interaction:
    """Another moment for what is planned. Refused for a day that is past."""
    row = opening.opened(which, policies.POSTPONE, at=at, actor=actor)
    if day_of(to) < day_of(at):
        raise Refused(
            "already_past",
            _("Ce jour est passé."),
            way_out=_("Donnez aujourd'hui ou un jour à venir."),
            field="jour",
        )
    row.at = to
    row.save(update_fields=["at"])
    return row


@operation("interactions.cancel")
def cancel(which: str, because: str, *, at: datetime, actor: Actor) -> Interaction:
    """What was planned does not take place, and why."""
    row = opening.opened(which, policies.CANCEL, at=at, actor=actor)
    row.ended_because = opening.reason(because, _("Dites pourquoi ce qui était prévu n'a pas lieu."))
    row.state, row.cancelled_at = InteractionState.CANCELLED, at
    row.save(update_fields=["state", "cancelled_at", "ended_because"])
    return row


@operation("interactions.withdraw")
def withdraw(which: str, because: str, *, at: datetime, actor: Actor) -> Interaction:
    """Take an exchange back, with the reason: nobody but its author and control reads it any more. It can be put back."""
    row = opening.opened(which, policies.WITHDRAW, at=at, actor=actor)
    row.ended_because = opening.reason(because, _("Dites pourquoi vous retirez cet échange."))
    row.withdrawn_at, row.withdrawn_by_id = at, actor.person
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "ended_because"])
    return row


@operation("interactions.restore")
def restore(which: str, *, at: datetime, actor: Actor) -> Interaction:
    """Put back what was withdrawn, unless another was written instead."""
    row = opening.opened(which, policies.RESTORE, at=at, actor=actor)
    row.withdrawn_at, row.withdrawn_by = None, None
    if row.state != InteractionState.CANCELLED:
        row.ended_because = ""
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "ended_because"])
    return row


@operation("interactions.open_to", act=True)
def open_to(
    which: str, reach: str, *, confidential: bool = False, knowingly: bool = False, at: datetime, actor: Actor
) -> Interaction:
    """Change who reads an exchange, and its next actions with it. To more people, or no more confidential: only ``knowingly``, and the
    chain of acts keeps it."""
    row = opening.opened(which, policies.REACH, at=at, actor=actor)
    before, was = row.reach, row.confidential
    read_by(row, reach, confidential)
    if (wider(row.reach, before) or (was and not confidential)) and not knowingly:
        raise Refused(
            "widens",
            _("Plus de personnes liraient cet échange qu'à l'origine."),
            way_out=_("Cochez « je l'ouvre en connaissance de cause », ou choisissez un cercle plus étroit."),
            field="sciemment",
        )
    row.save(update_fields=["reach", "confidential"])
    keep_promises(row, at=at, actor=actor)
    return row


@operation("interactions.add_attendee")
def add_attendee(
    which: str, draft: AttendeeDraft, *, knowingly: bool = False, at: datetime, actor: Actor
) -> Interaction:
    """Somebody else takes part: a person of the network is told, and reads the report. Of what is confidential, only ``knowingly``
    for who does not read it yet."""
    row = opening.opened(which, policies.INVITE, at=at, actor=actor)
    attending.demand_knowing(row, (draft,), knowingly=knowingly, at=at)
    attending.add(row, draft, at=at, actor=actor)
    return row


@operation("interactions.remove_attendee")
def remove_attendee(which: str, attendee: int, *, at: datetime, actor: Actor) -> Interaction:
    """Somebody does not take part after all, and reads the report no more by that."""
    row = opening.opened(which, policies.INVITE, at=at, actor=actor)
    found = Attendee.objects.filter(interaction=row, pk=attendee).first()
    if found is None:
        raise NotVisible(str(attendee))
    found.delete()
    return row
