"""The yearly follow-ups that are open, and how many of their lines wait for the reader: told on its home page and on the list."""

from datetime import date

from django.db.models import Count, Q

from maillage.kit.actor import Actor
from maillage.modules.missions import policies as missions
from maillage.modules.plans.enums import FollowUpState
from maillage.modules.plans.models import FollowUpCampaign
from maillage.modules.plans.policies import DIRECTING
from maillage.modules.plans.queries.shapes import Asking


def asking(*, actor: Actor, on: date) -> tuple[Asking, ...]:
    """The follow-ups open on a day, the first due first, each with how many lines nobody filled that are the reader's to fill
    (:func:`_mine`). One query; none for who reads no plan."""
    if not missions.visible(actor):
        return ()
    waiting = Count("lines", filter=_mine(actor) & Q(lines__state=FollowUpState.NOT_FILLED))
    rows = FollowUpCampaign.objects.filter(locks_on__gt=on).select_related("plan").annotate(waiting=waiting)
    return tuple(
        Asking(
            campaign=row.pk,
            plan=row.plan.title,
            year=row.year,
            due_on=row.due_on,
            bureau_on=row.bureau_on,
            waiting=row.waiting,
            late=row.due_on <= on,
        )
        for row in rows.order_by("due_on", "pk")
    )


def _mine(actor: Actor) -> Q:
    """As mails are sent: the person named, when she has an account in use; else who directs the owner; without owner, who directs
    for the plan's."""
    directed = {
        grant.organization for grant in actor.grants if grant.role in DIRECTING and grant.unit is None
    }
    nobody = Q(lines__commitment__person__user__isnull=True)
    nobody |= Q(lines__commitment__person__user__is_active=False)
    wanted = Q(lines__commitment__owner__in=directed) & nobody
    wanted |= Q(lines__commitment__owner__isnull=True, plan__owner__in=directed) & nobody
    if actor.person is not None:
        wanted |= Q(lines__commitment__person=actor.person)
    return wanted & Q(lines__commitment__withdrawn_at__isnull=True)
