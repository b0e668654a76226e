"""What every verb on a request begins and ends with: it is locked, the act is allowed, what happened is written."""

from datetime import datetime

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from maillage.kit import fields
from maillage.kit.actor import Actor, ActorKind
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.inquiries import announcing, machine, policies
from maillage.modules.inquiries.days import day_of, goes_on
from maillage.modules.inquiries.enums import OPEN, Act, EventKind, HandOverState, State
from maillage.modules.inquiries.models import HandOver, Inquiry, InquiryEvent
from maillage.shared.directory import queries as directory

Which = Inquiry | str
"""A request, or its reference."""


def locked(which: Which) -> Inquiry:
    """The request as it is now, until the end of the transaction. Raises NotVisible."""
    reference = which if isinstance(which, str) else which.reference
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related(
        "company", "subject", "unit", "routing_rule"
    )
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotVisible(reference)
    return found


def opened(which: Which, act: Act, *, at: datetime, actor: Actor) -> Inquiry:
    """The request, locked, for this act. Raises NotVisible outside one's rights, Refused when the act is not allowed."""
    inquiry, tied = seen(which, at=at, actor=actor)
    allow(act, inquiry, tied, at=at)
    return inquiry


def seen(which: Which, *, at: datetime, actor: Actor) -> tuple[Inquiry, policies.Ties]:
    """The request, locked, and what links the actor to it. Raises NotVisible outside one's rights."""
    inquiry = locked(which)
    tied = policies.ties(inquiry, actor, day_of(at))
    if not tied.sees:
        raise NotVisible(inquiry.reference)
    return inquiry, tied


def allow(act: Act, inquiry: Inquiry, tied: policies.Ties, *, at: datetime) -> None:
    """Refuse an act that the state of the request, or the ties of the actor, do not allow now."""
    lead = directory.person(inquiry.lead_id, day_of(at)).short
    if sentence := policies.why_not(act, inquiry, tied, lead):
        moved = machine.after(act, inquiry.state) is None
        raise Refused(
            "state" if moved else "not_allowed",
            sentence,
            way_out=machine.way_out(act, inquiry.state)
            if moved
            else _("Demandez-le à %(lead)s, ou laissez une note si vous l'aidez.") % {"lead": lead},
        )


def fits(model: type[Model], name: str, text: str, *, field: str = "") -> str:
    """What was typed for a column of a model, which says how long it may be. Raises Refused, of ``field`` (``name``)."""
    most = model._meta.get_field(name).max_length
    return fields.line(text, most=most, field=field or name)


def still_time(inquiry: Inquiry, at: datetime) -> None:
    """Refuse to a company to go on with what ended long ago."""
    if not goes_on(inquiry, at):
        raise machine.too_late()


def move(inquiry: Inquiry, act: Act, *, at: datetime) -> None:
    """Give the request the state that the act leads to; its first taking is dated. The caller saves."""
    state = machine.after(act, inquiry.state)
    if state is None:
        raise ValueError(f"{act} from {inquiry.state}")
    inquiry.state = state
    if state not in (State.RECEIVED, State.WITHDRAWN) and inquiry.taken_at is None:
        inquiry.taken_at = at


def record(
    inquiry: Inquiry,
    kind: EventKind,
    *,
    note: str = "",
    told_company: bool = False,
    at: datetime,
    actor: Actor,
) -> None:
    """Write one line of the story, and tell it to the programs that asked for it."""
    InquiryEvent.objects.create(
        inquiry=inquiry,
        at=at,
        kind=kind,
        by=author(actor),
        note=note[:400],
        told_company=told_company,
    )
    announcing.announce(inquiry, kind, at=at)


def author(actor: Actor) -> str:
    """Who did it, in words that a story can show."""
    if actor.kind is ActorKind.PUBLIC:
        return "l'entreprise"
    return "Maillage" if actor.kind is ActorKind.SCHEDULE else actor.label


def acting_person(actor: Actor, inquiry: Inquiry) -> int:
    """The person who acts; the lead, when a programme does."""
    return actor.person if actor.person is not None else inquiry.lead_id


def settle_pending(inquiry: Inquiry, reason: str, *, at: datetime, actor: Actor) -> None:
    """Cancel the hand-over that waits for an answer, when there is one: nobody needs it any more."""
    pending = HandOver.objects.filter(inquiry=inquiry, state=HandOverState.PROPOSED)
    if pending.update(state=HandOverState.CANCELLED, settled_at=at, settled_reason=reason[:300]):
        record(inquiry, EventKind.HAND_OVER_CANCELLED, note=reason, at=at, actor=actor)


def settle_when_over(inquiry: Inquiry, *, at: datetime, actor: Actor) -> None:
    """A request that expects no answer has nothing to hand over."""
    if inquiry.state not in OPEN:
        with translation.override("fr"):
            reason = _("la demande n'attend plus de réponse")
        settle_pending(inquiry, reason, at=at, actor=actor)
