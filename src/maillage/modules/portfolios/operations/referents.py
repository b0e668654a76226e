"""One referent at a time (H-063): taken when there is none, decided by who manages; handed over by ``relays``."""

from datetime import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.clock import day_of
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.modules.crm.models import Company
from maillage.modules.portfolios import policies
from maillage.modules.portfolios.enums import ReferentReason
from maillage.modules.portfolios.models import Referent
from maillage.modules.portfolios.operations.opening import (
    allow,
    answering,
    current,
    demand_opening,
    locked,
    reason_of,
)


@operation("portfolios.take")
def take(company: str, *, at: datetime, actor: Actor, is_demo: bool = False) -> Referent:
    """The actor becomes the referent of a company that has none. Refused when it has one: ask for a hand-over."""
    row = locked(company, at=at, actor=actor)
    now = current(row)
    if now is not None and now.person_id == actor.person:
        return now
    allow(policies.TAKE, row, at=at, actor=actor)
    if actor.person is None:
        raise Refused("nobody", _("Aucune personne n'agit."), way_out=_("Agissez en votre nom."))
    return change(row, actor.person, ReferentReason.TAKEN, note="", is_demo=is_demo, at=at, actor=actor)


@operation("portfolios.appoint", act=True)
def appoint(company: str, person: int, reason: str, *, at: datetime, actor: Actor) -> Referent:
    """Who manages the unit says who the referent is. Refused without a reason, for a referent of another unit, for a person who is
    not of one's units, does not answer companies or may not open this one."""
    row = locked(company, at=at, actor=actor)
    now = current(row)
    if now is not None and now.person_id == person:
        return now
    allow(policies.NAME, row, at=at, actor=actor)
    if actor.kind not in policies.EVERYTHING and person not in policies.teams(actor, day_of(at)):
        raise Refused(
            "other_team",
            _("Cette personne n'est pas de vos équipes."),
            way_out=_("Choisissez quelqu'un de votre unité, ou proposez-lui un passage de relais."),
            field="person",
        )
    reason = reason_of(reason, _("Dites pourquoi vous la confiez à cette personne."))
    demand_opening(person, (row,), day_of(at), actor=actor)
    return change(row, person, ReferentReason.NAMED, note=reason, at=at, actor=actor)


def change(
    company: Company,
    person: int,
    reason: ReferentReason,
    *,
    note: str,
    at: datetime,
    actor: Actor,
    is_demo: bool = False,
) -> Referent:
    """The company, locked, has another referent from today; the one before ends the same day: no day has two, none is lost."""
    on = day_of(at)
    unit = answering(person, on)
    now = current(company)
    if now is not None and now.since > on:
        raise Refused(
            "future",
            _("Son contact privilégié actuel ne commence que plus tard."),
            way_out=_("Attendez ce jour, ou faites corriger la date."),
        )
    if now is not None:
        now.until = on
        now.save(update_fields=["until"])
    return Referent.objects.create(
        company=company,
        person_id=person,
        unit_id=unit,
        since=on,
        reason=reason,
        note=note,
        decided_by=actor.label,
        decided_at=at,
        is_demo=is_demo,
    )
