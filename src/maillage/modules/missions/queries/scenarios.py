"""Scenarios: what each would change of the map, whom it would touch, which others contradict it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from maillage.kit.actor import Actor
from maillage.kit.errors import NotVisible
from maillage.modules.missions import policies
from maillage.modules.missions.enums import Level, ScenarioStatus
from maillage.modules.missions.impacts import Touched, found
from maillage.modules.missions.models import Mission, Placement, Plan, PlanParty, Scenario
from maillage.modules.missions.queries import drafts
from maillage.modules.missions.queries.differing import compare
from maillage.modules.missions.queries.modes import origin
from maillage.modules.missions.queries.reading import map_of, plan_row
from maillage.modules.missions.queries.scenario_shapes import (
    FunctionDiff,
    ScenarioCard,
    ScenarioPage,
    TwoScenarios,
)
from maillage.modules.missions.queries.shapes import ComparisonShown, MapShown, Origin
from maillage.modules.missions.queries.touching import own_impacts
from maillage.modules.missions.queries.trees import tree
from maillage.shared.directory.models import Organization, Person

LEVELS = 5
"""An action, its macro-process, its domain, its function; and one more turn, to see the last."""


def scenarios(plan_slug: str, *, actor: Actor) -> tuple[ScenarioCard, ...]:
    """The scenarios of a plan, drafts first, then the last closed: published and dropped ones stay readable. NotVisible."""
    plan = plan_row(plan_slug, actor)
    rows = list(_rows().filter(plan=plan).order_by("-closed_at", "-created_at"))
    rows.sort(key=lambda one: one.status != ScenarioStatus.DRAFT)
    return _cards(rows)


def scenario_row(plan_slug: str, slug: str, actor: Actor) -> Scenario:
    """The row of a scenario. NotVisible."""
    policies.seen(actor)
    row = _rows().filter(plan__slug=plan_slug, slug=slug).first()
    if row is None:
        raise NotVisible(slug)
    return row


def scenario(plan_slug: str, slug: str, *, actor: Actor, today: date) -> ScenarioPage:
    """A scenario with its difference from the map on its day of effect, what it would touch, what contradicts it. NotVisible."""
    row = scenario_row(plan_slug, slug, actor)
    facts = drafts.facts_of(row)
    missions = drafts.touched(facts)
    day = max([row.effect_day, *(one.since for one in facts if one.since)])
    draft = row.status == ScenarioStatus.DRAFT
    changed, mark = drafts.changed_since(row, missions) if draft else ((), "")
    touched = Touched(
        plan=row.plan_id,
        missions=missions,
        day=day,
        scenario=row.pk,
        published_at=row.closed_at if row.status == ScenarioStatus.PUBLISHED else None,
    )
    listed = _functions(row.plan_id, today)
    return ScenarioPage(
        card=_cards([row])[0],
        origin=_origin(row),
        functions=tuple(
            FunctionDiff(code=code, label=label, comparison=_difference(row, code, day, actor))
            for code, label in listed
            if code in _functions_of(row, missions)
        ),
        all_functions=listed,
        impacts=(*own_impacts(row, touched), *found(touched, actor)) if missions else (),
        rivals=drafts.rivals(row) if draft else (),
        changed=changed,
        occupied=drafts.occupied(row) if draft else (),
        mark=mark,
        others=tuple(
            Scenario.objects.filter(plan=row.plan_id)
            .exclude(pk=row.pk)
            .order_by("-created_at")
            .values_list("slug", "title")
        ),
        abilities=policies.abilities(actor, row.plan, today),
    )


def two_scenarios(plan_slug: str, first: str, second: str, *, actor: Actor, today: date) -> TwoScenarios:
    """What leads from one scenario to another. NotVisible."""
    one, other = scenario_row(plan_slug, first, actor), scenario_row(plan_slug, second, actor)
    facts = [*drafts.facts_of(one), *drafts.facts_of(other)]
    missions = drafts.touched(facts)
    day = max([one.effect_day, other.effect_day, *(fact.since for fact in facts if fact.since)])
    wanted = _functions_of(one, missions) | _functions_of(other, missions)
    cards = _cards([one, other])
    return TwoScenarios(
        first=cards[0],
        second=cards[1],
        day=day,
        functions=tuple(
            FunctionDiff(
                code=code,
                label=label,
                comparison=compare(
                    _drawn(one, code, day, actor, drafted=True), _drawn(other, code, day, actor, drafted=True)
                ),
            )
            for code, label in _functions(one.plan_id, today)
            if code in wanted
        ),
    )


def scenario_title(pk: int) -> tuple[str, str]:
    """The identifier and the title of a scenario; empty when there is none."""
    return Scenario.objects.filter(pk=pk).values_list("slug", "title").first() or ("", "")


def _difference(row: Scenario, function: str, day: date, actor: Actor) -> ComparisonShown:
    return compare(
        _drawn(row, function, day, actor, drafted=False), _drawn(row, function, day, actor, drafted=True)
    )


def _drawn(row: Scenario, function: str, day: date, actor: Actor, *, drafted: bool) -> MapShown:
    """The map on a day, with the draft or without. What a published scenario changed is read against what was known before it."""
    published = row.status == ScenarioStatus.PUBLISHED
    before = row.closed_at - timedelta(microseconds=1) if row.closed_at else None
    known_at = before if published and not drafted else None
    return map_of(
        row.plan.slug,
        function,
        actor=actor,
        day=day,
        known_at=known_at,
        scenario=row.pk if drafted else None,
    )


def _functions(plan: int, day: date) -> tuple[tuple[str, str], ...]:
    """The functions of a plan, in the order of the document."""
    places = tree((plan,))
    rows = Mission.objects.filter(plan=plan, level=Level.FUNCTION).values_list("pk", flat=True)
    spots = sorted((places.at(pk, day) for pk in rows), key=lambda spot: (spot.rank, spot.code))
    return tuple((spot.code, spot.label) for spot in spots)


def _functions_of(row: Scenario, missions: Iterable[int]) -> frozenset[str]:
    """The codes of the functions that missions stand under, on the map or in the draft: five queries at most."""
    seen: set[int] = set()
    wanted = set(missions)
    for _level in range(LEVELS):
        if not wanted:
            break
        seen |= wanted
        here = Q(scenario__isnull=True) | Q(scenario=row)
        rows = Placement.objects.filter(here, mission__in=wanted, withdrawn_at__isnull=True)
        above = rows.values_list("parent", flat=True)
        wanted = {one for one in above if one is not None and one not in seen}
    codes = Mission.objects.filter(pk__in=seen, level=Level.FUNCTION)
    return frozenset(codes.values_list("code", flat=True))


def _rows() -> QuerySet[Scenario]:
    return Scenario.objects.select_related("plan__owner", "decided_by", "cited", "created_by")


def _cards(rows: list[Scenario]) -> tuple[ScenarioCard, ...]:
    people = Person.objects.filter(user__in={one.created_by_id for one in rows if one.created_by_id})
    names = {one.user_id: str(one) for one in people}
    facts = drafts.counts(one.pk for one in rows)
    rivals = drafts.rival_titles(rows)
    return tuple(
        ScenarioCard(
            pk=one.pk,
            slug=one.slug,
            title=one.title,
            question=one.question,
            plan_slug=one.plan.slug,
            plan=one.plan.title,
            status=one.status,
            status_label=str(ScenarioStatus(one.status).label),
            base_day=one.base_day,
            effect_day=one.effect_day,
            created_at=one.created_at,
            created_by=names.get(one.created_by_id, ""),
            decided_by=one.decided_by.name if one.decided_by else "",
            decided_on=one.decided_on,
            drop_reason=one.drop_reason,
            facts=facts[one.pk],
            rivals=rivals.get(one.pk, ()),
        )
        for one in rows
    )


def _origin(row: Scenario) -> Origin:
    return origin(row.cited_id, row.cited.title if row.cited else None, "")


def deciding(plan_slug: str) -> QuerySet[Organization]:
    """The organisations that may decide for a plan: its owner, its parties, the network."""
    parties = PlanParty.objects.filter(plan__slug=plan_slug).values("organization")
    owners = Plan.objects.filter(slug=plan_slug).values("owner")
    wanted = Q(pk__in=parties) | Q(pk__in=owners) | Q(in_network=True)
    return Organization.objects.filter(wanted, successor__isnull=True).order_by("name")
