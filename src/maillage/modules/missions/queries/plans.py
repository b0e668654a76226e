"""The plans that one reads, their functions, and the legend of the five modes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from maillage.engines.mapping import assemble
from maillage.kit import clock
from maillage.kit.actor import Actor
from maillage.modules.missions import adapters, policies
from maillage.modules.missions.adapters import View
from maillage.modules.missions.enums import Level, PlanKind
from maillage.modules.missions.models import Mission, ModeDefinition, Placement, Plan
from maillage.modules.missions.queries.modes import conditions_of, origin
from maillage.modules.missions.queries.reading import LETTERS, plan_row
from maillage.modules.missions.queries.shapes import (
    UNKNOWN,
    FunctionCard,
    PartyShown,
    PlanCard,
    PlanShown,
    Stop,
)
from maillage.modules.missions.queries.stops import default_day, stops_of


def legend() -> tuple[ModeDefinition, ...]:
    """The five modes as the document defines them, in the order of their letters (S-008, S-014)."""
    return tuple(ModeDefinition.objects.select_related("cited").order_by("letter"))


def plans(actor: Actor) -> tuple[PlanCard, ...]:
    """The plans that one reads, those in progress or latest first."""
    if not policies.visible(actor):
        return ()
    rows = _counted(Plan.objects.select_related("owner", "cited"))
    return tuple(_card(row) for row in rows.order_by("-starts_on", "title"))


def plan(slug: str, actor: Actor) -> PlanShown:
    """One plan. Raises NotVisible."""
    row = plan_row(slug, actor)
    counted = _counted(Plan.objects.select_related("owner", "cited", "previous")).get(pk=row.pk)
    return PlanShown(
        card=_card(counted),
        parties=tuple(
            PartyShown(
                slug=party.organization.slug,
                name=party.organization.name,
                kind_label=str(party.organization.get_kind_display()),
                since=party.since,
                until=party.until,
            )
            for party in counted.parties.select_related("organization").order_by(
                "order", "organization__name"
            )
        ),
        previous=(counted.previous.slug, counted.previous.title) if counted.previous else None,
        following=tuple(counted.next.order_by("starts_on", "title").values_list("slug", "title")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionName:
    """A function of a plan, by name."""

    code: str
    label: str


def function_names(plan_slug: str, actor: Actor) -> tuple[FunctionName, ...]:
    """The functions of a plan as they are called last, in the order of the document: what leads from one map to another.
    Two queries. Raises NotVisible."""
    row = plan_row(plan_slug, actor)
    rows = Placement.objects.filter(
        mission__plan=row, mission__level=Level.FUNCTION, withdrawn_at=None, scenario=None
    ).order_by(adapters.BY_DAY, "pk")
    found = {
        code: (position, label)
        for code, position, label in rows.values_list("mission__code", "position", "label")
    }
    ordered = sorted(found.items(), key=lambda one: (one[1][0], one[0]))
    return tuple(FunctionName(code=code, label=label) for code, (_position, label) in ordered)


def functions(plan_slug: str, actor: Actor, *, today: date | None = None) -> tuple[FunctionCard, ...]:
    """The functions of a plan in the order of the document, each as it stands on its default day. A constant number of
    queries for one default day; one more set for each other day."""
    row = plan_row(plan_slug, actor)
    now = today or clock.today()
    found = list(
        Mission.objects.filter(plan=row, level=Level.FUNCTION, pk__in=_placed()).select_related("guarantor")
    )
    stops = stops_of([one.pk for one in found], today=now, conditions=conditions_of(row.pk, today=now))
    days: dict[date, list[Mission]] = {}
    for one in found:
        days.setdefault(default_day(stops.get(one.pk, ())) or now, []).append(one)
    cards = [
        card
        for day, missions in days.items()
        for card in _cards(row, missions, View(day=day, projections=False), stops)
    ]
    return tuple(card for _position, card in sorted(cards, key=lambda one: (one[0], one[1].code)))


def _cards(
    plan: Plan, missions: Iterable[Mission], view: View, stops: dict[int, tuple[Stop, ...]]
) -> Iterable[tuple[int, FunctionCard]]:
    """The functions that stand on one day, with their rank in the drawing."""
    scope = Q(mission__plan=plan)
    places = adapters.place_rows(scope, view)
    levels = {place.mission: place.level for place in places}
    shot = assemble(
        adapters.place_facts(places),
        adapters.mode_facts(adapters.mode_rows(scope & Q(chamber=None), view)),
        view.moment,
        layer=view.layer,
    )
    for mission in missions:
        place = shot.places.get(mission.pk)
        domains = [one for one in shot.under(mission.pk) if levels[one.mission] == Level.DOMAIN]
        boxes = [
            box
            for above in (*[one.mission for one in domains], mission.pk)
            for box in shot.under(above)
            if levels[box.mission] == Level.MACRO_PROCESS
        ]
        shown = [box for box in boxes if box.presence.value == "shown"]
        letters = Counter(
            held.letter if (held := shot.own(box.mission)) is not None else UNKNOWN for box in shown
        )
        yield (
            place.position if place else 0,
            FunctionCard(
                id=mission.pk,
                code=mission.code,
                label=place.label if place else mission.code,
                url=reverse("missions:map", args=[plan.slug, mission.code]),
                domains=len(domains),
                boxes=len(shown),
                unconfirmed=len(boxes) - len(shown),
                counts=tuple((letter, letters[letter]) for letter in LETTERS),
                day=default_day(stops.get(mission.pk, ())),
                stops=stops.get(mission.pk, ()),
                guarantor=mission.guarantor.name if mission.guarantor else "",
            ),
        )


def _counted(rows: QuerySet[Plan]) -> QuerySet[Any]:
    """With their functions and boxes: those of the map, not those of drafts nor of an import that was undone."""
    there = Q(missions__in=_placed())
    return rows.annotate(
        functions=Count("missions", filter=there & Q(missions__level=Level.FUNCTION)),
        boxes=Count("missions", filter=there & Q(missions__level=Level.MACRO_PROCESS)),
    )


def _placed() -> QuerySet[Any]:
    """The keys of the missions that have a place outside drafts."""
    return Placement.objects.filter(withdrawn_at__isnull=True, scenario__isnull=True).values("mission")


def _card(row: Plan) -> PlanCard:
    return PlanCard(
        slug=row.slug,
        title=row.title,
        kind=row.kind,
        kind_label=str(PlanKind(row.kind).label),
        themes=row.kind == PlanKind.THEMES,
        owner=row.owner.name,
        owner_slug=row.owner.slug,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_demo=row.is_demo,
        note=row.note,
        url=reverse("missions:plan", args=[row.slug]),
        functions=row.functions,
        boxes=row.boxes,
        origin=origin(row.cited_id, row.cited.title, "") if row.cited else None,
    )
