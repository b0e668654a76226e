"""What is written in a draft stays in it: nothing is announced, nothing changes outside, and a closed draft takes no more."""

from datetime import date

import pytest
from tests.modules.missions.editing.conftest import NOW, SAID, Small, fact, mode

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Nature, ScenarioStatus
from maillage.modules.missions.models import ModeRecord, Scenario
from maillage.modules.missions.operations import modes, placing, scenarios, structure

EFFECT = date(2028, 1, 1)


def test_a_mode_of_a_draft_needs_no_source_and_announces_nothing(small: Small, draft: Scenario) -> None:
    given = mode("I", since=EFFECT, source="", option="ccir", holder=small.organizations["region"].pk)
    row = modes.record(small.missions["F-D-1"].pk, given, scenario=draft.pk, at=NOW, actor=small.director())
    assert (row.scenario, row.nature, row.cited) == (draft, Nature.PROJECTED, None)
    assert small.told == []
    assert small.record(letter="A", since=EFFECT, nature=Nature.PROJECTED).scenario is None


def test_a_box_moves_and_appears_in_a_draft_only(small: Small, draft: Scenario) -> None:
    box, said = small.missions["F-D-1"], {"scenario": draft.pk, "at": NOW, "actor": small.director()}
    given = fact(since=EFFECT, source="")
    placing.move(box.pk, small.missions["F-E"].pk, given, **said)  # type: ignore[arg-type]
    made = structure.create_box(small.missions["F-E"].pk, "Boîte nouvelle", given, **said)  # type: ignore[arg-type]
    assert box.placements.filter(scenario__isnull=True).count() == 1
    assert not made.placements.filter(scenario__isnull=True).exists()


def test_a_merge_is_not_prepared_in_a_draft(small: Small, draft: Scenario) -> None:
    with pytest.raises(Refused, match="scénario"):
        structure.merge(
            (small.missions["F-D-2"].pk,),
            small.missions["F-D-1"].pk,
            fact(since=EFFECT),
            scenario=draft.pk,
            at=NOW,
            actor=small.director(),
        )


def test_a_closed_draft_takes_no_more_and_another_plans_is_not_found(small: Small, draft: Scenario) -> None:
    given = mode("I", since=EFFECT, option="ccir", holder=small.organizations["region"].pk)
    box = small.missions["F-D-1"].pk
    Scenario.objects.update(status=ScenarioStatus.DROPPED, drop_reason="essai fictif")
    with pytest.raises(Refused, match="n'est plus en préparation"):
        modes.record(box, given, scenario=draft.pk, at=NOW, actor=small.director())
    with pytest.raises(NotVisible):
        modes.record(box, given, scenario=draft.pk + 1, at=NOW, actor=small.director())
    assert not ModeRecord.objects.exists()


@pytest.mark.parametrize("status", [ScenarioStatus.DRAFT, ScenarioStatus.DROPPED])
def test_a_box_of_a_draft_is_neither_found_nor_counted_nor_opened(
    small: Small, draft: Scenario, status: str
) -> None:
    who = small.director()
    before = queries.plan(small.plan.slug, who).card.boxes
    given = fact(since=EFFECT, source="")
    made = structure.create_box(
        small.missions["F-E"].pk, "Girafe fictive", given, scenario=draft.pk, at=NOW, actor=who
    )
    Scenario.objects.update(status=status, drop_reason="essai fictif")
    assert not queries.find("girafe", who).missions
    assert not queries.find(made.code, who).missions
    assert queries.plan(small.plan.slug, who).card.boxes == before
    with pytest.raises(NotVisible):
        queries.box(small.plan.slug, made.code, actor=who)
    assert queries.box(small.plan.slug, made.code, actor=who, scenario=draft.pk).code == made.code


def published(small: Small, draft: Scenario) -> Scenario:
    return scenarios.publish(
        small.plan.slug,
        draft.slug,
        body=small.organizations["region"].pk,
        decided_on=NOW.date(),
        source=SAID,
        at=NOW,
        actor=small.director(),
    )


def test_a_holder_that_is_no_more_is_not_published(small: Small, draft: Scenario) -> None:
    holder = small.organizations["nord"]
    given = mode("I", since=EFFECT, option="delegation", variant="infra_regional", holder=holder.pk)
    modes.record(small.missions["F-D-1"].pk, given, scenario=draft.pk, at=NOW, actor=small.director())
    holder.ended_on = date(2026, 12, 31)
    holder.save()
    with pytest.raises(Refused, match="n'existe plus"):
        published(small, draft)
    assert not ModeRecord.objects.filter(scenario__isnull=True).exists()


def test_a_second_mode_over_a_period_is_not_published(small: Small, draft: Scenario) -> None:
    ends = {"until": date(2030, 1, 1), "nature": Nature.PROJECTED}
    small.record(letter="I", since=date(2027, 1, 1), **ends)
    given = mode("A", since=EFFECT, local_managers=(small.organizations["nord"].pk,), reason="relevance")
    modes.record(small.missions["F-D-1"].pk, given, scenario=draft.pk, at=NOW, actor=small.director())
    with pytest.raises(Refused, match="tient déjà une partie"):
        published(small, draft)


def test_a_domain_is_not_taken_away_from_above_its_boxes(small: Small, draft: Scenario) -> None:
    said = {"scenario": draft.pk, "at": NOW, "actor": small.director()}
    placing.remove(small.missions["F-D"].pk, fact(since=EFFECT), **said)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="est encore rangé"):
        published(small, draft)
