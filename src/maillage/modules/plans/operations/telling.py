"""Mails to those who answer for commitments: a follow-up opens, a week is left."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.modules.plans.enums import FollowUpState
from maillage.modules.plans.models import FollowUp, FollowUpCampaign
from maillage.shared.access.models import Role, RoleAssignment
from maillage.shared.access.queries import in_force
from maillage.shared.accounts.models import User
from maillage.shared.notices import operations as notices

EVENT = "plans.follow_up"


def opened(campaign: FollowUpCampaign, *, at: datetime, actor: Actor) -> None:
    """Tell each owner how many commitments await it."""
    _tell(campaign, "opened", at=at, actor=actor)


def reminded(campaign: FollowUpCampaign, *, at: datetime, actor: Actor) -> None:
    """Tell again those whose commitments are not filled in."""
    _tell(campaign, "reminded", at=at, actor=actor)


def _tell(campaign: FollowUpCampaign, what: str, *, at: datetime, actor: Actor) -> None:
    for user, count in _waiting(campaign, at).items():
        notices.write(
            "plans/mail/follow_up",
            event=EVENT,
            user=user.pk,
            to=user.email,
            key=f"follow-up:{campaign.pk}:{what}:{user.pk}",
            context={
                "plan": campaign.plan.title,
                "year": campaign.year,
                "count": count,
                "again": what == "reminded",
                "due_on": campaign.due_on,
                "bureau_on": campaign.bureau_on,
                "action_url": settings.SITE_ADDRESS + reverse("plans:campaign", args=[campaign.pk]),
            },
            at=at,
            actor=actor,
        )


def _waiting(campaign: FollowUpCampaign, at: datetime) -> dict[User, int]:
    """Who is asked for how many lines not filled in: the person named, when she has an account in use; else who directs the owner;
    else, for what has no owner yet, who directs for the plan's."""
    lines = FollowUp.objects.filter(
        campaign=campaign, state=FollowUpState.NOT_FILLED, commitment__withdrawn_at__isnull=True
    ).select_related("commitment__person__user")
    told: dict[User, int] = defaultdict(int)
    organizations: dict[int, int] = defaultdict(int)
    for line in lines:
        person = line.commitment.person
        if person is not None and person.user is not None and person.user.is_active:
            told[person.user] += 1
        else:
            organizations[line.commitment.owner_id or campaign.plan.owner_id] += 1
    held = RoleAssignment.objects.filter(
        in_force(clock.day_of(at)),
        organization__in=organizations,
        role__in=(Role.DIRECTOR, Role.MANAGER),
        unit__isnull=True,
        user__is_active=True,
    ).select_related("user")
    for user, organization in {(one.user, one.organization_id) for one in held}:
        told[user] += organizations[organization]
    return dict(sorted(told.items(), key=lambda pair: pair[0].email))
