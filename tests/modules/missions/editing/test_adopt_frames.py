"""Where organisations stand with a common frame, day after day: nothing that is drafted or aimed at rewrites what is known."""

from datetime import date

import pytest
from tests.modules.missions.editing.conftest import NOW, SAID, Small, fact, mode

from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions import editing, queries
from maillage.modules.missions.enums import Nature, ScenarioStatus
from maillage.modules.missions.inputs import FrameInput, ModeInput
from maillage.modules.missions.models import FrameAdoption, FrameVersion, ModeRecord, Scenario
from maillage.modules.missions.operations import frames, modes, scenarios, structure

EFFECT = date(2028, 1, 1)


@pytest.fixture
def harmonized(small: Small) -> ModeRecord:
    """A box harmonised since 2026 on a frame that the chamber of the north adopted."""
    return said(
        small,
        new_frame=FrameInput(title="Norme fictive"),
        adoptions=((small.organizations["nord"].pk, "adopted"),),
    )


def said(small: Small, code: str = "F-D-1", scenario: int | None = None, **given: object) -> ModeRecord:
    return modes.record(
        small.missions[code].pk, mode("H", **given), scenario=scenario, at=NOW, actor=small.director()
    )


def adopted(small: Small, on: date) -> list[tuple[str, str, date | None]]:
    """What the page of the box says on a day."""
    shown = queries.box(small.plan.slug, "F-D-1", actor=small.director(), day=on)
    return [(one.organization, one.state, one.on) for one in shown.adoptions]


@pytest.mark.requirement("S-011")
def test_a_later_adoption_leaves_the_earlier_one_readable(small: Small, harmonized: ModeRecord) -> None:
    version, nord = harmonized.frames.get(), small.organizations["nord"]
    frames.adopt_frame(
        version.pk, nord.pk, "under_way", fact(since=date(2026, 6, 1)), at=NOW, actor=small.director()
    )
    assert adopted(small, date(2026, 3, 1)) == [(nord.name, "adopté", date(2026, 1, 1))]
    assert adopted(small, date(2026, 7, 1)) == [(nord.name, "en cours", date(2026, 6, 1))]


def test_an_adoption_corrected_for_its_day_keeps_what_was_said(small: Small, harmonized: ModeRecord) -> None:
    version, nord = harmonized.frames.get(), small.organizations["nord"]
    again = fact(since=date(2026, 1, 1), source="Autre délibération fictive")
    frames.adopt_frame(version.pk, nord.pk, "under_way", again, at=NOW, actor=small.director())
    old, new = FrameAdoption.objects.order_by("pk")
    assert old.state == "adopted" and old.withdrawn_at is not None and old.cited.title == SAID
    assert new.state == "under_way" and new.cited.title == "Autre délibération fictive"


@pytest.mark.requirement("S-011")
def test_an_adoption_aimed_at_changes_nothing_of_today(small: Small, harmonized: ModeRecord) -> None:
    nord = small.organizations["nord"]
    said(
        small,
        since=date(2030, 1, 1),
        nature=Nature.PROJECTED,
        frames=(harmonized.frames.get().pk,),
        adoptions=((nord.pk, "not_adopted"),),
    )
    assert adopted(small, date(2026, 11, 1)) == [(nord.name, "adopté", date(2026, 1, 1))]
    assert adopted(small, date(2030, 6, 1))[0][2] == date(2030, 1, 1)


@pytest.mark.parametrize("status", [ScenarioStatus.DRAFT, ScenarioStatus.DROPPED])
def test_what_a_draft_says_of_frames_stays_in_it(
    small: Small, draft: Scenario, harmonized: ModeRecord, status: str
) -> None:
    nord = small.organizations["nord"]
    said(
        small,
        scenario=draft.pk,
        since=EFFECT,
        source="",
        frames=(harmonized.frames.get().pk,),
        new_frame=FrameInput(title="Cadre imaginé fictif"),
        adoptions=((nord.pk, "not_adopted"),),
    )
    Scenario.objects.update(status=status, drop_reason="essai fictif")
    assert adopted(small, date(2029, 1, 1)) == [(nord.name, "adopté", date(2026, 1, 1))]
    assert [name for _pk, name in editing.frames(small.plan.pk)] == ["Norme fictive, version 1"]
    imagined = FrameVersion.everything.get(frame__title="Cadre imaginé fictif")
    with pytest.raises(Refused, match="n'est pas de ce schéma"):
        said(small, code="F-D-2", frames=(imagined.pk,))
    with pytest.raises(NotVisible):
        frames.adopt_frame(imagined.pk, nord.pk, "adopted", fact(), at=NOW, actor=small.director())
    # A frame of the map may take the title that a draft imagined.
    assert (
        said(small, code="F-D-2", new_frame=FrameInput(title="Cadre imaginé fictif")).frames.get() != imagined
    )


def test_a_published_scenario_brings_its_frame_and_who_would_adopt_it(small: Small, draft: Scenario) -> None:
    nord = small.organizations["nord"]
    drafted = said(
        small,
        scenario=draft.pk,
        since=EFFECT,
        source="",
        new_frame=FrameInput(title="Cadre imaginé fictif", functions=(small.missions["G"].pk,)),
        adoptions=((nord.pk, "under_way"),),
    )
    scenarios.publish(
        small.plan.slug,
        draft.slug,
        body=small.organizations["region"].pk,
        decided_on=NOW.date(),
        source=SAID,
        at=NOW,
        actor=small.director(),
    )
    version = FrameVersion.objects.get(frame__title="Cadre imaginé fictif")
    assert version != drafted.frames.get() and version.frame.functions.get() == small.missions["G"]
    adoption = version.adoptions.get()
    assert (adoption.state, adoption.nature, adoption.cited.title) == ("under_way", Nature.PROJECTED, SAID)
    assert adopted(small, EFFECT) == [(nord.name, "en cours", EFFECT)]


def test_an_adoption_asks_for_its_source_and_a_day_that_came(small: Small, harmonized: ModeRecord) -> None:
    version, nord = harmonized.frames.get().pk, small.organizations["nord"].pk
    for given, field in ((fact(source=""), "source"), (fact(since=date(2035, 1, 1)), "since")):
        with pytest.raises(Refused) as refused:
            frames.adopt_frame(version, nord, "under_way", given, at=NOW, actor=small.director())
        assert refused.value.field == field
    assert FrameAdoption.objects.get().state == "adopted"


def test_nothing_real_is_said_of_a_box_that_only_a_draft_holds(small: Small, draft: Scenario) -> None:
    made = structure.create_box(
        small.missions["F-E"].pk,
        "Boîte imaginée fictive",
        fact(since=EFFECT, source=""),
        scenario=draft.pk,
        at=NOW,
        actor=small.director(),
    )
    given: ModeInput = mode(
        "A", since=EFFECT, nature=Nature.PROJECTED, local_managers=(small.organizations["nord"].pk,)
    )
    with pytest.raises(Refused, match="n'est pas sur la carte"):
        modes.record(made.pk, given, at=NOW, actor=small.director())
    with pytest.raises(Refused, match="n'est pas sur la carte"):
        structure.hold(
            made.pk,
            small.organizations["nord"].pk,
            fact(since=EFFECT, nature=Nature.PROJECTED),
            at=NOW,
            actor=small.director(),
        )
    assert not ModeRecord.objects.exists()
