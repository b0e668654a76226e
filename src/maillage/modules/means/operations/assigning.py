"""People and management: pooled skills, shares of time, delegations between organisations."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.kit.errors import Refused
from maillage.kit.operation import operation
from maillage.kit.text import long_date, of
from maillage.modules.means.inputs import Told
from maillage.modules.means.models import ManagementDelegation, PartialAssignment, PooledSkill
from maillage.modules.means.operations.keeping import columns, kept, living, needed, of_plan
from maillage.modules.means.sharing import Excess, Share, excesses
from maillage.modules.missions.models import Mission, Plan
from maillage.shared.directory.models import Organization, Person


@operation("means.pool_skill")
def pool_skill(
    plan: Plan,
    label: str,
    *,
    kind: str,
    host: Organization | None = None,
    callers: Iterable[Organization] = (),
    people: Iterable[Person] = (),
    missions: Iterable[Mission] = (),
    told: Told,
    at: datetime,
    actor: Actor,
) -> PooledSkill:
    """A skill or a training course put in common: who hosts it, who may call on it (S-035); nobody named: not known."""
    given = columns(plan, told, at=at, actor=actor)
    label = needed(label, field="label", sentence=_("Il manque la compétence ou la formation."))
    living(host, told.since, field="host")
    named = of_plan(plan, missions, field="missions")
    row = kept(PooledSkill(plan=plan, kind=kind, label=label, host=host, **given))
    row.callers.set(callers)
    row.people.set(people)
    row.missions.set(named)
    return row


@operation("means.assign")
def assign(
    plan: Plan,
    person: Person,
    organization: Organization,
    percent: int,
    *,
    mission: Mission | None = None,
    funder: Organization | None = None,
    yearly_cost: Decimal | None = None,
    funded: Decimal | None = None,
    told: Told,
    at: datetime,
    actor: Actor,
) -> PartialAssignment:
    """Give a share of a person's time to an organisation (S-081).

    Refused when the shares of the person, whatever their plan, would pass 100 % on some day: says the first such period and its
    sum. The row of the person is held meanwhile: two shares given at once do not slip past each other.
    """
    given = columns(plan, told, at=at, actor=actor)
    if told.since is None:
        raise Refused(
            "means.no_day",
            _("Il manque le premier jour de l'affectation."),
            way_out=_("Donnez-le : la somme des parts se vérifie jour par jour."),
            field="since",
        )
    living(organization, told.since, field="organization")
    Person.objects.select_for_update().get(pk=person.pk)
    others = PartialAssignment.objects.filter(person=person, withdrawn_at__isnull=True)
    shares = [
        Share(since=since, until=until, percent=part)
        for since, until, part in others.values_list("since", "until", "percent")
    ]
    found = excesses([*shares, Share(since=told.since, until=told.until, percent=percent)])
    if found:
        raise _too_much(person, found[0], sum(1 for one in found[1:]))
    if mission is not None:
        of_plan(plan, [mission], field="mission")
    return kept(
        PartialAssignment(
            plan=plan,
            person=person,
            organization=organization,
            percent=percent,
            mission=mission,
            funder=funder,
            yearly_cost=yearly_cost,
            funded=funded,
            **given,
        )
    )


def _too_much(person: Person, excess: Excess, others: int) -> Refused:
    days = {"whose": of(str(person)), "percent": excess.percent, "since": long_date(excess.since)}
    if excess.until is None:
        sentence = _("Les parts %(whose)s feraient %(percent)s\u00a0%% à partir du %(since)s.") % days
    else:
        days["until"] = long_date(excess.until - timedelta(days=1))
        sentence = _("Les parts %(whose)s feraient %(percent)s\u00a0%% du %(since)s au %(until)s.") % days
    if others:
        sentence += " " + _("D'autres jours dépassent aussi.")
    return Refused(
        "means.more_than_whole",
        sentence,
        way_out=_("Diminuez cette part, changez ses dates, ou terminez d'abord une autre affectation."),
        field="percent",
    )


@operation("means.delegate")
def delegate(
    plan: Plan,
    delegator: Organization,
    to: Organization,
    subject: str,
    *,
    mission: Mission | None = None,
    act: str = "",
    end_reason: str = "",
    told: Told,
    at: datetime,
    actor: Actor,
) -> ManagementDelegation:
    """An organisation gives another the management of something, from a day on (S-076)."""
    given = columns(plan, told, at=at, actor=actor)
    subject = needed(subject, field="subject", sentence=_("Il manque l'objet de la délégation."))
    living(to, told.since, field="delegate")
    living(delegator, told.since, field="delegator")
    if mission is not None:
        of_plan(plan, [mission], field="mission")
    return kept(
        ManagementDelegation(
            plan=plan,
            delegator=delegator,
            delegate=to,
            subject=subject,
            mission=mission,
            act=act.strip(),
            end_reason=end_reason.strip(),
            **given,
        )
    )
