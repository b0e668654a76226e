"""What the map cannot bear is refused with its field and what to do, whoever says it: a page, a program, a spreadsheet, a draft."""

import html
from datetime import date, datetime

import pytest
from django.urls import reverse
from tests.modules.missions.editing.conftest import NOW, SAID, Signed, Small, fact, mode

from maillage.kit.errors import Refused
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.models import (
    Holding,
    Mission,
    ModeRecord,
    Placement,
    Plan,
    PlanParty,
    Scenario,
)
from maillage.modules.missions.operations import attesting, modes, placing, scenarios, structure


def refused(small: Small, letter: str = "A", code: str = "F-D-1", **said: object) -> Refused:
    given = {"local_managers": (small.organizations["nord"].pk,)} if letter == "A" else {}
    with pytest.raises(Refused) as fault:
        modes.record(
            small.missions[code].pk, mode(letter, **{**given, **said}), at=NOW, actor=small.director()
        )
    assert fault.value.way_out
    return fault.value


@pytest.mark.requirement("S-018")
@pytest.mark.parametrize("nature", [Nature.STATUS, Nature.OBSERVED])
def test_what_is_known_is_not_dated_of_a_day_to_come(small: Small, nature: str) -> None:
    fault = refused(small, since=date(2035, 1, 1), nature=nature)
    assert (fault.code, fault.field) == ("missions.to_come", "since") and "projection" in fault.way_out
    assert not ModeRecord.objects.exists()


def test_a_mode_is_said_of_a_box_that_is_on_the_map_that_day(small: Small) -> None:
    assert refused(small, since=date(1990, 1, 1)).code == "missions.not_there"
    placing.remove(small.missions["F-D-1"].pk, fact(since=date(2026, 2, 1)), at=NOW, actor=small.director())
    fault = refused(small, since=date(2026, 6, 1))
    assert "n'est pas sur la carte le 1er juin 2026" in fault.sentence
    with pytest.raises(Refused, match="n'est pas sur la carte"):
        structure.hold(
            small.missions["F-D-1"].pk,
            small.organizations["nord"].pk,
            fact(since=date(2026, 6, 1)),
            at=NOW,
            actor=small.director(),
        )


def test_nothing_is_added_under_what_left_the_map(small: Small) -> None:
    box = small.missions["F-D-1"].pk
    placing.remove(box, fact(since=date(2026, 2, 1)), at=NOW, actor=small.director())
    before = Mission.objects.count()
    for day, allowed in ((date(2026, 1, 15), True), (date(2026, 3, 1), False)):
        if allowed:
            structure.create_action(box, "Action fictive", fact(since=day), at=NOW, actor=small.director())
            continue
        with pytest.raises(Refused, match="n'est pas sur la carte"):
            structure.create_action(box, "Action fictive", fact(since=day), at=NOW, actor=small.director())
    assert Mission.objects.count() == before + 1


def test_a_holder_lasts_as_long_as_what_it_holds(small: Small) -> None:
    region = small.organizations["region"]
    region.ended_on = date(2026, 6, 1)
    region.save()
    given = {"option": "ccir", "holder": region.pk}
    fault = refused(small, "I", until=date(2026, 9, 1), **given)
    assert (fault.code, fault.field) == ("missions.organization_ends", "holder")
    assert small.record(letter="I", until=date(2026, 6, 1)).holder == region


def test_an_exception_or_a_local_manager_is_a_party_of_the_plan_that_day(small: Small) -> None:
    outside = small.organizations["national"].pk
    assert refused(small, local_managers=(outside,)).field == "local_managers"
    assert refused(small, chamber=outside).field == "chamber"
    PlanParty.objects.filter(organization=small.organizations["sud"]).update(until=date(2025, 1, 1))
    fault = refused(small, chamber=small.organizations["sud"].pk)
    assert fault.code == "missions.no_party" and "le 1er janvier 2026" in fault.sentence


def test_a_projection_is_not_late_when_it_is_said(small: Small) -> None:
    small.plan.starts_on = date(2025, 1, 1)
    small.plan.save()
    fault = refused(small, since=date(2020, 1, 1), nature=Nature.PROJECTED)
    assert (fault.code, fault.field) == ("missions.aimed_before", "since")
    assert small.record(since=date(2025, 6, 1), nature=Nature.PROJECTED).pk


def test_a_day_that_has_a_mode_leads_to_its_correction(small: Small, signed: Signed) -> None:
    row = small.record()
    sent = {
        "act": "record",
        "mode": "A",
        "local_managers": [small.organizations["nord"].pk],
        "since": "2026-01-01",
        "nature": "status",
        "source": SAID,
        "frame_number": "1",
    }
    address = reverse("missions:say_mode", args=["schema-fictif", "F-D-1"])
    there = reverse("missions:correct_mode", args=["schema-fictif", "F-D-1", row.pk])
    client = signed("nord", "director")
    for seen in (row.pk, 0):
        answer = client.post(address, {**sent, "seen": seen})
        assert answer.status_code == 422 and f'href="{there}"' in answer.content.decode()
    assert "Corriger le mode" in html.unescape(answer.content.decode())


def test_no_answer_is_taken_after_the_day_of_a_campaign(small: Small) -> None:
    campaign = attesting.open_campaign(
        small.missions["F"].pk,
        about_day=date(2026, 11, 1),
        due_on=date(2026, 12, 15),
        at=NOW,
        actor=small.director(),
    )
    line = campaign.lines.get(owner=small.organizations["nord"])
    late = datetime.combine(date(2026, 12, 16), NOW.timetz())
    with pytest.raises(Refused, match="jusqu'au 15 décembre 2026"):
        attesting.answer_line(line.pk, at=late, actor=small.director())
    on_time = datetime.combine(date(2026, 12, 15), NOW.timetz())
    assert attesting.answer_line(line.pk, at=on_time, actor=small.director()).answered_at == on_time


def publish(small: Small, draft: Scenario, **said: object) -> Scenario:
    given: dict[str, object] = {
        "body": small.organizations["region"].pk,
        "decided_on": NOW.date(),
        "source": SAID,
    }
    return scenarios.publish(
        small.plan.slug,
        draft.slug,
        **{**given, **said},
        at=NOW,
        actor=small.director(),  # type: ignore[arg-type]
    )


@pytest.fixture
def renamed(small: Small, draft: Scenario) -> Scenario:
    """The draft, that calls a box otherwise."""
    placing.relabel(
        small.missions["F-D-1"].pk,
        "Nom imaginé fictif",
        fact(since=draft.effect_day, source=""),
        scenario=draft.pk,
        at=NOW,
        actor=small.director(),
    )
    return draft


def test_a_scenario_is_decided_by_who_existed(small: Small, renamed: Scenario) -> None:
    with pytest.raises(Refused) as fault:
        publish(small, renamed, body=small.organizations["ended"].pk)
    assert fault.value.field == "body"
    assert Placement.objects.filter(scenario__isnull=True, label="Nom imaginé fictif").count() == 0
    assert publish(small, renamed).status == "published"


def test_a_scenario_may_be_decided_before_its_plan_begins(small: Small, renamed: Scenario) -> None:
    Plan.objects.update(starts_on=date(2027, 1, 1))
    assert publish(small, renamed, decided_on=date(2026, 11, 20)).status == "published"


def test_nothing_is_drafted_before_the_map_that_a_scenario_starts_from(
    small: Small, renamed: Scenario
) -> None:
    with pytest.raises(Refused, match="vient avant la carte de départ"):
        modes.record(
            small.missions["F-D-1"].pk,
            mode("A", since=date(2020, 1, 1), local_managers=(small.organizations["nord"].pk,)),
            scenario=renamed.pk,
            at=NOW,
            actor=small.director(),
        )
    Placement.objects.filter(scenario=renamed).update(since=date(2020, 1, 1))
    with pytest.raises(Refused, match="vient avant la carte de départ"):
        publish(small, renamed)


def test_the_same_holder_is_not_published_twice(small: Small, draft: Scenario) -> None:
    box, nord = small.missions["F-D-1"].pk, small.organizations["nord"].pk
    structure.hold(
        box,
        nord,
        fact(since=draft.effect_day, source=""),
        scenario=draft.pk,
        at=NOW,
        actor=small.director(),
    )
    structure.hold(box, nord, fact(), at=NOW, actor=small.director())
    with pytest.raises(Refused, match="tient déjà cette mission"):
        publish(small, draft)
    assert Holding.objects.filter(scenario__isnull=True).count() == 1
