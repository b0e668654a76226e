"""However many boxes are drafted, or asked to be confirmed, the database is asked as often."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.modules.missions.editing.conftest import NOW, Small, fact, mode

from maillage.kit.actor import TERMINAL
from maillage.modules.missions.models import Mission, Scenario
from maillage.modules.missions.operations import attesting, modes, structure
from maillage.modules.missions.queries import scenarios


def boxes(small: Small, count: int, scenario: int | None = None) -> list[Mission]:
    """More boxes, in a draft or on the map, each with its mode and its holder there."""
    since = date(2028, 1, 1) if scenario else date(2026, 1, 1)
    made = []
    for number in range(count):
        given = fact(since=since)
        box = structure.create_box(
            small.missions["F-D"].pk, f"Boîte {number}", given, scenario=scenario, at=NOW, actor=TERMINAL
        )
        said = mode("I", since=since, option="ccir", holder=small.organizations["region"].pk)
        modes.record(box.pk, said, scenario=scenario, at=NOW, actor=TERMINAL)
        structure.hold(
            box.pk, small.organizations["nord"].pk, given, scenario=scenario, at=NOW, actor=TERMINAL
        )
        made.append(box)
    return made


def test_the_page_of_a_scenario_asks_as_often_for_two_changes_as_for_eight(
    small: Small, draft: Scenario
) -> None:
    rival = Scenario.objects.create(
        plan=small.plan,
        slug="autre-fictif",
        title="Autre fictif",
        base_day=draft.base_day,
        effect_day=draft.effect_day,
        created_at=NOW,
    )

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown = scenarios.scenario(
                small.plan.slug, draft.slug, actor=small.director(), today=date(2026, 11, 21)
            )
        assert len(shown.rivals) == 1 and shown.changed and shown.occupied
        return len(queries)

    counts = []
    for more in (2, 6):
        for box in boxes(small, more):
            for scenario in (draft, rival):
                held = small.organizations["nord" if scenario == draft else "sud"].pk
                said = mode("A", since=date(2028, 1, 1), local_managers=(held,), reason="relevance")
                if scenario == draft:
                    said = mode(
                        "I",
                        since=date(2028, 1, 1),
                        option="delegation",
                        variant="infra_regional",
                        holder=held,
                    )
                modes.record(box.pk, said, scenario=scenario.pk, at=NOW, actor=TERMINAL)
            projected = mode(
                "A", since=date(2028, 1, 1), nature="projected", local_managers=(held,), reason="relevance"
            )
            modes.record(box.pk, projected, at=NOW.replace(hour=12), actor=small.director(person="Rita"))
        counts.append(asked())
    assert counts[0] == counts[1]


@pytest.mark.parametrize("place", ["F", "F-D"])
def test_a_campaign_is_opened_with_as_many_questions_whatever_the_boxes(small: Small, place: str) -> None:
    def opened() -> int:
        with CaptureQueriesContext(connection) as queries:
            campaign = attesting.open_campaign(
                small.missions[place].pk,
                about_day=date(2026, 11, 1),
                due_on=date(2026, 12, 20),
                at=NOW,
                actor=small.director(),
            )
        attesting.close_campaign(campaign.pk, at=NOW, actor=small.director())
        assert campaign.lines.filter(owner=small.organizations["nord"]).count() >= 2
        return len(queries)

    boxes(small, 2)
    opened()  # The database learns the kinds of rows once.
    first = opened()
    boxes(small, 6)
    assert opened() == first


def test_a_box_is_asked_of_its_holders_and_of_who_it_is_integrated_in(small: Small) -> None:
    (box,) = boxes(small, 1)
    held = attesting.holders([box.pk], date(2026, 11, 1))
    assert held == {box.pk: [small.organizations["nord"].pk, small.organizations["region"].pk]}
