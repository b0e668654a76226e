"""Companies are handed over: proposed to a person, who accepts all of them, or refuses with a reason. Until then nothing moves."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of, workdays
from maillage.kit.errors import NotVisible, Refused
from maillage.kit.operation import operation
from maillage.modules.crm.models import Company
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.enums import ReferentReason, RelayState
from maillage.modules.portfolios.models import Relay, RelayLine
from maillage.modules.portfolios.operations.following import carry
from maillage.modules.portfolios.operations.opening import (
    answering,
    called,
    current,
    demand_opening,
    fits,
    followed,
    locked,
    reason_of,
)
from maillage.modules.portfolios.operations.referents import change
from maillage.shared.directory import queries as directory
from maillage.shared.directory.models import Person
from maillage.shared.notices import operations as notices
from maillage.shared.todos import operations as todos

EVENT = "portfolios.relay"
ANSWER_DAYS = 2
"""Working days to answer, as for the hand-over of a request."""


@operation("portfolios.propose")
def propose(
    companies: Sequence[str], taker: int, reason: str, *, at: datetime, actor: Actor, is_demo: bool = False
) -> Relay:
    """Propose to a person to take over companies that one follows, or of which one is the referent: one, or a whole portfolio.

    Refused: none chosen, no reason, oneself, a person who is away or does not answer companies, a company that one does not hold,
    that another hand-over already holds, or that the person may not open.
    """
    on = day_of(at)
    if actor.person is None:
        raise Refused("nobody", _("Aucune personne n'agit."), way_out=_("Agissez en votre nom."))
    if not companies:
        raise Refused(
            "none_chosen",
            _("Aucune entreprise n'est choisie."),
            way_out=_("Cochez au moins une entreprise."),
            field="companies",
        )
    reason = reason_of(reason, _("Dites pourquoi vous passez le relais."))
    _may_take(taker, actor, at)
    rows = [locked(one, at=at, actor=actor) for one in sorted(set(companies))]
    held = [_held(row, actor, on) for row in rows]
    demand_opening(taker, rows, on, actor=actor)
    relay = Relay.objects.create(
        public_id=secrets.token_hex(8),
        giver_id=actor.person,
        taker_id=taker,
        reason=reason,
        proposed_at=at,
        answer_by=workdays.after(on, ANSWER_DAYS),
    )
    RelayLine.objects.bulk_create(
        RelayLine(relay=relay, company=row, referent=leads) for row, leads in zip(rows, held, strict=True)
    )
    if not is_demo:
        _tell(relay, taker, "proposed", count=len(rows), at=at, actor=actor)
    return relay


@operation("portfolios.accept", act=True)
def accept(relay: str, *, at: datetime, actor: Actor) -> Relay:
    """The person asked takes everything over in one act: followings, referents, and what there was to do. Accepted twice is once.

    What the giver no longer holds by then, or the taker may not open any more, is left where it is; the giver is told how many it
    took, and how many stay. Refused when nothing would move.
    """
    row = _locked(relay, actor)
    if row.state == RelayState.ACCEPTED:
        return row
    _pending(row, policies.may_settle(actor, row))
    on = day_of(at)
    if not directory.available(row.taker_id, on):
        raise Refused(
            "away",
            _("Vous êtes noté absent ou absente aujourd'hui."),
            way_out=_("Mettez fin à votre absence d'abord, ou refusez."),
        )
    given, kept = _shared_out(row, on)
    for line in given:
        _move(line.company, row, line, at=at, actor=actor)
    refs = tuple(line.company.public_id for line in given)
    todos.hand_all(
        row.giver_id, row.taker_id, kind="crm.company", refs=refs, note=row.reason, at=at, actor=actor
    )
    return _settle(row, RelayState.ACCEPTED, "", count=len(given), kept=kept, at=at, actor=actor)


@operation("portfolios.refuse")
def refuse(relay: str, reason: str, *, at: datetime, actor: Actor) -> Relay:
    """Everything stays where it is; who gave reads why."""
    row = _locked(relay, actor)
    _pending(row, policies.may_settle(actor, row))
    reason = fits(Relay, "settled_reason", reason, field="reason")
    if not reason:
        raise Refused(
            "reason",
            _("Un refus dit pourquoi."),
            way_out=_("Écrivez quelques mots : ils aideront à trouver la bonne personne."),
            field="reason",
        )
    return _settle(row, RelayState.REFUSED, reason, at=at, actor=actor)


@operation("portfolios.cancel")
def cancel(relay: str, *, at: datetime, actor: Actor) -> Relay:
    """Who proposed takes it back."""
    row = _locked(relay, actor)
    _pending(row, policies.may_cancel(actor, row))
    return _settle(row, RelayState.CANCELLED, "", at=at, actor=actor)


def close(row: Relay, reason: str, *, at: datetime) -> None:
    """A hand-over that has no more sense (somebody left) is cancelled, inside a verb."""
    row.state, row.settled_at, row.settled_reason = RelayState.CANCELLED, at, reason
    row.save(update_fields=["state", "settled_at", "settled_reason"])
    row.lines.update(pending=False)


def _shared_out(row: Relay, on: date) -> tuple[list[RelayLine], int]:
    """The lines that the taker receives, their companies locked; and how many the giver keeps, since the taker may not open them.
    Refused when it would receive none: a hand-over that moves nothing would be told as one that did."""
    companies = Company.objects.select_for_update().filter(pk__in=row.lines.values("company"))
    locked_rows = {one.pk: one for one in companies.order_by("public_id")}
    lines = list(row.lines.order_by("company__public_id"))
    for line in lines:
        line.company = locked_rows[line.company_id]
    held = [line for line in lines if _still_held(row, line)]
    closed = policies.closed_to(row.taker_id, [line.company_id for line in held], on)
    given = [line for line in held if line.company_id not in closed]
    if given:
        return given, len(closed)
    giver = {"giver": directory.person(row.giver_id, on).name}
    if not held:
        raise Refused(
            "nothing_left",
            _("%(giver)s ne suit plus aucune entreprise de ce passage de relais.") % giver,
            way_out=_("Refusez-le, en le disant en quelques mots."),
        )
    raise Refused(
        "closed_to",
        _(
            "Ce relais ne vous donnerait rien : vous ne pouvez ouvrir aucune de ses entreprises, que %(giver)s garde."
        )
        % giver,
        way_out=_("Refusez-le en disant pourquoi, ou faites d'abord élargir votre périmètre."),
    )


def _still_held(row: Relay, line: RelayLine) -> bool:
    """Whether the giver still has what a line hands over."""
    now = current(line.company) if line.referent else None
    leads = now is not None and now.person_id == row.giver_id
    return leads or followed(line.company, row.giver_id) is not None


def _move(company: Company, row: Relay, line: RelayLine, *, at: datetime, actor: Actor) -> None:
    on = day_of(at)
    mine = followed(company, row.giver_id)
    if mine is not None:
        carry(mine, row.taker_id, on=on, by=actor.label, reason=_("passage de relais"))
    now = current(company)
    if line.referent and now is not None and now.person_id == row.giver_id:
        change(company, row.taker_id, ReferentReason.HANDED_OVER, note=row.reason, at=at, actor=actor)


def _held(company: Company, actor: Actor, on: date) -> bool:
    """Whether the actor is the referent of a company it hands over. Refused when it holds nothing there, or hands it already."""
    now = current(company)
    leads = now is not None and now.person_id == actor.person
    if not leads and followed(company, actor.person) is None:
        raise Refused(
            "not_held",
            _("Vous ne suivez pas « %(name)s » et n'êtes pas son contact privilégié.")
            % {"name": called(company, actor, on)},
            way_out=_("Retirez-la de votre choix."),
            field="companies",
        )
    if RelayLine.objects.filter(company=company, pending=True, relay__giver=actor.person).exists():
        raise Refused(
            "pending",
            _("Un passage de relais attend déjà une réponse pour « %(name)s ».")
            % {"name": called(company, actor, on)},
            way_out=_("Annulez-le d'abord, ou retirez-la de votre choix."),
            field="companies",
        )
    return leads


def _may_take(taker: int, actor: Actor, at: datetime) -> None:
    on = day_of(at)
    if taker == actor.person:
        raise Refused(
            "same_person", _("C'est déjà vous."), way_out=_("Choisissez quelqu'un d'autre."), field="person"
        )
    answering(taker, on)
    if not directory.available(taker, on):
        raise Refused(
            "away",
            _("%(name)s n'est pas là aujourd'hui.") % {"name": directory.person(taker, on).name},
            way_out=_("Choisissez une autre personne."),
            field="person",
        )


def _locked(relay: str, actor: Actor) -> Relay:
    row = Relay.objects.select_for_update().filter(policies.relays_of(actor), public_id=relay).first()
    if row is None:
        raise NotVisible(relay)
    return row


def _pending(row: Relay, allowed: bool) -> None:
    if row.state != RelayState.PROPOSED:
        raise Refused(
            "nothing_pending",
            _("Ce passage de relais n'attend plus de réponse : il est %(state)s.")
            % {"state": row.get_state_display()},
            way_out=_("Rechargez la page."),
        )
    if not allowed:
        raise Refused(
            "not_allowed",
            _("Ce passage de relais est proposé à quelqu'un d'autre."),
            way_out=_("C'est à cette personne de répondre."),
        )


def _settle(
    row: Relay,
    state: RelayState,
    reason: str,
    *,
    count: int = 0,
    kept: int = 0,
    at: datetime,
    actor: Actor,
) -> Relay:
    """``count``: how many companies moved; ``kept``: how many the giver keeps, though they were proposed."""
    row.state, row.settled_at, row.settled_reason = state, at, reason
    row.save(update_fields=["state", "settled_at", "settled_reason"])
    row.lines.update(pending=False)
    if state != RelayState.CANCELLED:
        _tell(row, row.giver_id, str(state), count=count, kept=kept, at=at, actor=actor)
    return row


def _tell(
    row: Relay, person: int, what: str, *, count: int, kept: int = 0, at: datetime, actor: Actor
) -> None:
    account = (
        Person.objects.filter(pk=person, user__is_active=True)
        .exclude(user__email="")
        .values_list("user", "user__email")
        .first()
    )
    if account is None or person == actor.person:
        return
    notices.write(
        "portfolios/mail/relay",
        event=EVENT,
        user=account[0],
        to=account[1],
        key=f"relay:{row.pk}:{what}",
        context={
            "what": what,
            "by": actor.label,
            "reason": row.settled_reason or row.reason,
            "count": count,
            "kept": kept,
            "answer_by": row.answer_by,
            "action_url": settings.SITE_ADDRESS + reverse("portfolios:relay", args=[row.public_id]),
        },
        at=at,
        actor=actor,
    )
