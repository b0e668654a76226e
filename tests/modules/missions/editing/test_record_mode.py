"""A mode is recorded with all that its definition demands and with its source, or refused with what is missing."""

from datetime import date, timedelta

import pytest
from tests.modules.missions.editing.conftest import NOW, SINCE, Small, mode

from maillage.kit.actor import TERMINAL
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.missions.enums import Nature
from maillage.modules.missions.inputs import FrameInput, ModeInput
from maillage.modules.missions.models import Frame, FrameAdoption, ModeParty, ModeRecord, PlanParty
from maillage.modules.missions.operations import modes


def refused(small: Small, given: ModeInput, *, code: str = "F-D-1") -> Refused:
    with pytest.raises(Refused) as caught:
        modes.record(small.missions[code].pk, given, at=NOW, actor=small.director())
    assert not ModeRecord.objects.exists(), "nothing is written of what is refused"
    assert caught.value.way_out
    return caught.value


def kept(small: Small, given: ModeInput, *, code: str = "F-D-1") -> ModeRecord:
    return modes.record(small.missions[code].pk, given, at=NOW, actor=small.director())


@pytest.mark.requirement("S-009")
def test_an_autonomy_names_who_manages_locally(small: Small) -> None:
    assert refused(small, mode("A")).field == "local_managers"
    row = kept(small, mode("A", local_managers=(small.organizations["nord"].pk,)))
    assert [(one.organization.name, one.role) for one in row.parties.all()] == [
        ("CCI nord fictive", "local_manager")
    ]
    assert row.holder is None


@pytest.mark.requirement("S-010")
@pytest.mark.parametrize(
    ("left_out", "field"),
    [("purpose", "purpose"), ("form", "form"), ("participants", "participants"), ("ends_on", "ends_on")],
)
def test_a_cooperation_says_why_how_who_and_until_when(small: Small, left_out: str, field: str) -> None:
    said = {
        "purpose": "Écrire un guide",
        "form": "project",
        "participants": tuple(small.organizations[name].pk for name in ("nord", "sud")),
        "ends_on": date(2027, 6, 30),
    }
    del said[left_out]
    assert refused(small, mode("C", **said)).field == field


@pytest.mark.requirement("S-010")
def test_a_cooperation_needs_two_chambers_and_a_community_no_end(small: Small) -> None:
    one = (small.organizations["nord"].pk,)
    two = (*one, small.organizations["sud"].pk)
    given = {"purpose": "Échanger", "form": "community"}
    assert refused(small, mode("C", participants=one, **given)).field == "participants"
    assert kept(small, mode("C", participants=two, **given)).ends_on is None


@pytest.mark.requirement("S-011")
def test_a_harmonization_rests_on_a_versioned_frame_and_says_who_adopted_it(small: Small) -> None:
    assert refused(small, mode("H")).field == "frames"
    nord, sud = small.organizations["nord"].pk, small.organizations["sud"].pk
    row = kept(
        small,
        mode(
            "H",
            new_frame=FrameInput(title="Règles d'achat fictives", number="2"),
            adoptions=((nord, "adopted"), (sud, "under_way")),
        ),
    )
    version = row.frames.get()
    assert (version.frame.title, version.number) == ("Règles d'achat fictives", "2")
    assert {one.organization_id: one.state for one in FrameAdoption.objects.filter(version=version)} == {
        nord: "adopted",
        sud: "under_way",
    }


@pytest.mark.requirement("S-040")
def test_a_frame_serves_several_functions_and_is_chosen_again(small: Small) -> None:
    both = (small.missions["F"].pk, small.missions["G"].pk)
    first = kept(small, mode("H", new_frame=FrameInput(title="Marchés fictifs", functions=both)))
    again = kept(small, mode("H", frames=(first.frames.get().pk,)), code="F-D-2")
    assert again.frames.get() == first.frames.get()
    assert {one.code for one in Frame.objects.get().functions.all()} == {"F", "G"}


@pytest.mark.requirement("S-012")
@pytest.mark.parametrize("left_out", ["pooled", "logic", "hosts", "beneficiaries"])
def test_a_pooling_says_what_where_how_and_for_whom(small: Small, left_out: str) -> None:
    said = {
        "pooled": ("tool", "expertise"),
        "logic": "csp",
        "hosts": (small.organizations["nord"].pk,),
        "beneficiaries": (small.organizations["sud"].pk,),
    }
    assert refused(small, mode("M", **{**said, left_out: ()})).field == left_out
    row = kept(small, mode("M", **said))
    assert row.pooled == ["tool", "expertise"]
    assert {one.role for one in ModeParty.objects.filter(record=row)} == {"host", "beneficiary"}


@pytest.mark.requirement("S-013")
def test_an_integration_says_its_option_its_variant_and_its_holder(small: Small) -> None:
    region = small.organizations["region"].pk
    assert refused(small, mode("I")).field == "option"
    assert refused(small, mode("I", option="ccir")).field == "holder"
    assert refused(small, mode("I", option="delegation", holder=region)).field == "variant"
    assert kept(small, mode("I", option="ccir", holder=region)).holder_id == region


@pytest.mark.requirement("S-013")
@pytest.mark.requirement("S-125")
def test_a_chamber_or_the_national_head_may_hold_an_integrated_mission(small: Small) -> None:
    nord, national = small.organizations["nord"].pk, small.organizations["national"].pk
    delegated = {"option": "delegation"}
    assert kept(small, mode("I", variant="infra_regional", holder=nord, **delegated)).holder_id == nord
    row = kept(small, mode("I", variant="national", holder=national, **delegated), code="F-D-2")
    assert row.holder_id == national
    assert not PlanParty.objects.filter(organization=national).exists()


def test_what_one_says_of_a_holder_agrees_with_what_it_is(small: Small) -> None:
    nord, region = small.organizations["nord"].pk, small.organizations["region"].pk
    assert refused(small, mode("I", option="ccir", holder=nord)).field == "holder"
    assert (
        refused(small, mode("I", option="delegation", variant="infra_regional", holder=region)).field
        == "holder"
    )


def test_a_holder_that_does_not_exist_on_that_day_is_refused(small: Small) -> None:
    ended = small.organizations["ended"]
    said = {"option": "delegation", "variant": "third_party", "holder": ended.pk}
    fault = refused(small, mode("I", **said))
    assert "n'existe plus depuis le 1er janvier 2020" in fault.sentence
    assert kept(small, mode("I", since=date(2018, 1, 1), **said)).holder == ended


def test_a_chamber_that_joins_later_holds_nothing_before(small: Small) -> None:
    PlanParty.objects.filter(organization=small.organizations["nord"]).update(since=date(2026, 7, 1))
    fault = refused(small, mode("A", local_managers=(small.organizations["nord"].pk,)))
    assert "qu'à partir du 1er juillet 2026" in fault.sentence


@pytest.mark.requirement("S-132")
def test_a_mode_may_stay_to_be_said_among_several(small: Small) -> None:
    assert refused(small, mode("")).field == "mode"
    assert refused(small, mode("", possible=("H",))).field == "mode"
    row = kept(small, mode("", possible=("M", "H")))
    assert (row.mode, row.possible) == ("", ["H", "M"])


def test_a_mode_without_a_source_is_refused(small: Small) -> None:
    fault = refused(small, mode("A", source="", local_managers=(small.organizations["nord"].pk,)))
    assert fault.field == "source"


def test_a_period_that_ends_before_it_starts_is_refused(small: Small) -> None:
    managers = (small.organizations["nord"].pk,)
    assert refused(small, mode("A", until=date(2025, 1, 1), local_managers=managers)).field == "until"
    assert refused(small, mode("A", since=None, local_managers=managers)).field == "since"


def test_a_second_mode_of_the_same_day_is_refused(small: Small) -> None:
    small.record(letter="A")
    with pytest.raises(Refused) as caught:
        small.record(letter="I")
    assert caught.value.field == "since" and "Autonomie" in caught.value.sentence
    assert ModeRecord.objects.count() == 1


def test_a_mode_inside_a_period_that_says_its_end_is_refused(small: Small) -> None:
    small.record(letter="A", since=date(2018, 1, 1), until=date(2020, 1, 1))
    with pytest.raises(Refused, match="jusqu'au 1er janvier 2020"):
        small.record(letter="M", since=date(2019, 1, 1))
    assert small.record(letter="M", since=date(2020, 1, 1))


@pytest.mark.requirement("S-014")
def test_a_change_of_mode_asks_for_its_reason_whatever_the_letters(small: Small) -> None:
    small.record(letter="I", since=SINCE)
    managers = (small.organizations["nord"].pk,)
    with pytest.raises(Refused) as caught:
        kept(small, mode("A", local_managers=managers))
    assert caught.value.field == "reason"
    row = kept(small, mode("A", local_managers=managers, reason="relevance"))
    assert row.reason == "relevance"


@pytest.mark.requirement("S-007")
def test_a_chamber_may_differ_from_the_regional_line(small: Small) -> None:
    line = small.record(letter="M")
    nord = small.organizations["nord"].pk
    exception = small.record(letter="A", chamber=nord, local_managers=(nord,))
    assert (line.chamber_id, exception.chamber_id) == (None, nord)
    with pytest.raises(Refused, match="déjà un mode"):
        small.record(letter="C", chamber=nord)


@pytest.mark.requirement("S-015")
@pytest.mark.parametrize("code", ["F", "F-D", "F-D-1"])
def test_a_mode_is_said_of_a_function_a_domain_or_a_box(small: Small, code: str) -> None:
    assert small.record(code, letter="I").mission.code == code


@pytest.mark.requirement("S-018")
def test_a_projection_is_announced_and_a_constat_is_not(small: Small) -> None:
    small.record(letter="A", nature=Nature.OBSERVED)
    assert small.told == []
    row = small.record(letter="I", nature=Nature.PROJECTED, since=date(2028, 1, 1))
    [told] = small.told
    assert (told.fact_id, told.day, told.kind) == (row.pk, date(2028, 1, 1), "mode")
    assert "Autonomie" in told.sentence and "Intégration" in told.sentence


def test_a_constat_is_not_dated_in_the_future(small: Small) -> None:
    given = mode("A", nature="observed", since=date(2030, 1, 1), local_managers=(1,))
    assert refused(small, given).field == "since"


def test_what_is_read_in_a_document_may_be_incomplete_but_not_what_a_person_enters(small: Small) -> None:
    assert refused(small, mode("I", incomplete=True)).field == "mode"
    row = modes.record(small.missions["F-D-1"].pk, mode("I", incomplete=True), at=NOW, actor=TERMINAL)
    assert not row.complete


def test_an_elected_reader_and_another_networks_director_record_nothing(small: Small) -> None:
    given = mode("A", local_managers=(small.organizations["nord"].pk,))
    for actor in (small.actor("elected"), small.director("national"), small.actor("officer")):
        with pytest.raises(Refused):
            modes.record(small.missions["F-D-1"].pk, given, at=NOW, actor=actor)
    assert not ModeRecord.objects.exists()


def test_a_mission_that_does_not_exist_is_not_found(small: Small) -> None:
    with pytest.raises(NotVisible):
        modes.record(0, mode("A"), at=NOW + timedelta(days=1), actor=small.director())
