"""What is written in a draft stays in it: nothing is announced, nothing changes outside, and a closed draft takes no more."""

import html
from datetime import date

import pytest
from tests.modules.missions.editing.conftest import NOW, SAID, Small, fact, mode

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions import queries
from maillage.modules.missions.enums import Nature, ScenarioStatus
from maillage.modules.missions.models import MissionLink, ModeRecord, Scenario
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


def told(small: Small, draft: Scenario | None) -> set[str]:
    """What differs on the day of effect, in the draft or on the map."""
    found = queries.compare_dates(
        small.plan.slug,
        "F",
        actor=small.director(),
        before=date(2026, 11, 1),
        after=EFFECT,
        scenario=draft.pk if draft else None,
    )
    words = {sentence.words.replace("\u00a0", " ") for sentence in found.sentences}
    return {one for one in words if "à confirmer" not in one}


@pytest.mark.requirement("S-075")
def test_a_merge_drafted_is_read_in_the_draft_then_published(small: Small, draft: Scenario) -> None:
    said = {"scenario": draft.pk, "at": NOW, "actor": small.director()}
    other = structure.create_box(
        small.missions["F-D"].pk, "Boîte sœur", fact(), at=NOW, actor=small.director()
    )
    given = fact(since=EFFECT, source="")
    structure.merge((other.pk,), small.missions["F-D-1"].pk, given, **said)  # type: ignore[arg-type]
    sentence = "« Boîte sœur » est fusionnée dans « Boîte F-D-1 »."
    assert sentence in told(small, draft) and not told(small, None)
    assert not MissionLink.objects.exists()
    assert not queries.box(small.plan.slug, other.code, actor=small.director()).links
    published(small, draft)
    link = MissionLink.objects.get()
    assert (link.kind, link.since, link.cited.title) == ("merged", EFFECT, SAID)
    assert sentence in told(small, None)


@pytest.mark.requirement("S-075")
def test_a_split_drafted_is_read_in_the_draft_then_published(small: Small, draft: Scenario) -> None:
    said = {"scenario": draft.pk, "at": NOW, "actor": small.director()}
    given = fact(since=EFFECT, source="")
    made = structure.split(small.missions["F-D-1"].pk, ("Première", "Seconde"), given, **said)  # type: ignore[arg-type]
    assert "« Première » est issue de « Boîte F-D-1 »." in told(small, draft) and not told(small, None)
    published(small, draft)
    assert {link.second_id for link in MissionLink.objects.all()} == {one.pk for one in made}
    assert "« Seconde » est issue de « Boîte F-D-1 »." in told(small, None)


def test_what_a_draft_splits_then_splits_again_is_compared_without_a_fault(
    small: Small, draft: Scenario
) -> None:
    said = {"scenario": draft.pk, "at": NOW, "actor": small.director()}
    first = fact(since=EFFECT, source="")
    made = structure.split(small.missions["F-D-1"].pk, ("Première", "Seconde"), first, **said)  # type: ignore[arg-type]
    again = fact(since=date(2029, 1, 1), source="")
    structure.split(made[0].pk, ("Tierce", "Quarte"), again, **said)  # type: ignore[arg-type]
    found = queries.compare_dates(
        small.plan.slug,
        "F",
        actor=small.director(),
        before=date(2026, 11, 1),
        after=date(2029, 6, 1),
        scenario=draft.pk,
    )
    words = html.unescape(" ".join(one.words for one in found.sentences)).replace("\u00a0", " ")
    assert "« Seconde » est issue de « Boîte F-D-1 »." in words and "Tierce" in words


@pytest.mark.parametrize("status", [ScenarioStatus.DRAFT, ScenarioStatus.DROPPED])
def test_a_story_drafted_elsewhere_is_not_told_here(small: Small, draft: Scenario, status: str) -> None:
    other = structure.create_box(
        small.missions["F-D"].pk, "Boîte sœur", fact(), at=NOW, actor=small.director()
    )
    structure.merge(
        (other.pk,),
        small.missions["F-D-1"].pk,
        fact(since=EFFECT, source=""),
        scenario=draft.pk,
        at=NOW,
        actor=small.director(),
    )
    Scenario.objects.update(status=status, drop_reason="essai fictif")
    gone = fact(since=EFFECT, nature=Nature.PROJECTED)
    placing.remove(other.pk, gone, at=NOW, actor=small.director())
    assert told(small, None) and not any("fusionnée" in words for words in told(small, None))


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
