"""What forms offer: the missions of a plan by function, its organisations."""

from datetime import date

from django.db.models import Q, QuerySet

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import policies as missions
from maillage.modules.missions.models import Mission, Plan, PlanParty
from maillage.modules.plans import policies
from maillage.modules.plans.queries.naming import mission_names
from maillage.modules.plans.queries.standing import standing
from maillage.shared.directory.models import Organization, Unit
from maillage.shared.directory.queries import held

Choices = list[tuple[str, list[tuple[int, str]]]]


def missions_of(plan: str) -> Choices:
    """The missions of a plan (slug) by function, in words."""
    rows = Mission.objects.filter(plan__slug=plan).values_list("pk", flat=True)
    groups: dict[str, list[tuple[int, str]]] = {}
    for name in sorted(mission_names(rows).values(), key=lambda one: (one.function or one.label, one.label)):
        groups.setdefault(name.function or name.label, []).append((name.pk, name.label))
    return list(groups.items())


def organizations_of(plan: str) -> QuerySet[Organization]:
    """Who may answer for something in a plan: its owner, its parties, the network."""
    parties = PlanParty.objects.filter(plan__slug=plan).values("organization")
    owners = Plan.objects.filter(slug=plan).values("owner")
    wanted = Q(pk__in=parties) | Q(pk__in=owners) | Q(in_network=True)
    return Organization.objects.filter(wanted, successor__isnull=True).order_by("name")


def units_of(plan: str, on: date) -> QuerySet[Unit]:
    """The units of these organisations on a day."""
    rows = Unit.objects.filter(held(on), organization__in=organizations_of(plan).order_by())
    return rows.select_related("organization").order_by("organization__name", "name")


def committing(actor: Actor, on: date) -> tuple[tuple[str, str], ...]:
    """The plans on which the actor may open commitments and actions on a day: identifiers and titles."""
    if not missions.writes(actor):
        return ()
    rows = Plan.objects.order_by("title")
    return tuple(
        (one.slug, one.title) for one in rows if missions.abilities(actor, one, on)[missions.COMMIT].allowed
    )


def leading(actor: Actor) -> tuple[tuple[str, str], ...]:
    """The plans whose yearly follow-up the actor may open."""
    if not missions.writes(actor):
        return ()
    rows = Plan.objects.order_by("title")
    return tuple(
        (one.slug, one.title)
        for one in rows
        if policies.abilities_on_follow_up(actor, one)[policies.OPEN].allowed
    )


def first_to_follow(led: tuple[tuple[str, str], ...], asked: str) -> str:
    """The plan that a form opens on: the one of the address, else the first that has commitments."""
    slugs = [slug for slug, _title in led]
    if asked in slugs:
        return asked
    followed = set(standing().filter(plan__slug__in=slugs).values_list("plan__slug", flat=True))
    return next((slug for slug in slugs if slug in followed), slugs[0] if slugs else "")


def leaders(plan: str) -> tuple[tuple[str, str], ...]:
    """Who opens the yearly follow-up of a plan, of all without a slug: the title of the plan and its owner."""
    rows = Plan.objects.order_by("title")
    rows = rows.filter(slug=plan) if plan else rows
    return tuple(rows.values_list("title", "owner__name"))


def plan_to_commit_on(slug: str, actor: Actor, on: date) -> str:
    """The title of a plan on which the actor may commit. NotVisible."""
    titles = dict(committing(actor, on))
    if slug not in titles:
        raise NotVisible(slug)
    return titles[slug]


def mission_pk(plan: str, code: str) -> int | None:
    """The key of a mission; None when there is none."""
    return Mission.objects.filter(plan__slug=plan, code=code).values_list("pk", flat=True).first()
