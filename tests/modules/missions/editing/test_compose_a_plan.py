"""Functions, domains, boxes and actions are added by people; missions are tied, merged, split; parts, roles, parties are said."""

from datetime import date, timedelta

import pytest
from tests.modules.missions.editing.conftest import NOW, SAID, Small, fact

from maillage.kit.errors import Refused
from maillage.modules.missions import editing
from maillage.modules.missions.enums import Level, LinkKind, Presence
from maillage.modules.missions.models import LocalPart, Mission, MissionLink, PlanParty, SubMission
from maillage.modules.missions.operations import placing, structure
from maillage.shared.directory.models import Organization


@pytest.mark.requirement("S-016")
def test_an_administrator_adds_a_function_without_code(small: Small) -> None:
    made = structure.create_function(
        small.plan.pk, "Formation continue", fact(), at=NOW, actor=small.actor("administrator", "national")
    )
    assert (made.level, made.code, made.states.get().day) == (Level.FUNCTION, "FC", date(2026, 1, 1))
    with pytest.raises(Refused, match="administration"):
        structure.create_function(small.plan.pk, "Autre", fact(), at=NOW, actor=small.director())


def test_domains_boxes_and_actions_are_added_under_one_another(small: Small) -> None:
    who = small.director()
    domain = structure.create_domain(small.missions["F"].pk, "Paie et congés", fact(), at=NOW, actor=who)
    box = structure.create_box(domain.pk, "Établir la paie", fact(), at=NOW, actor=who)
    action = structure.create_action(
        box.pk, "Choisir un outil", fact(), possible=("H", "M"), at=NOW, actor=who
    )
    assert (domain.code, box.code) == ("F-PC", "F-PC-1")
    assert action.modes.get().possible == ["H", "M"]


@pytest.mark.requirement("S-056")
def test_a_box_with_neither_part_is_refused_where_parts_are_demanded(small: Small) -> None:
    Mission.objects.filter(code="F").update(demands_parts=True)
    who, domain = small.director(), small.missions["F-D"].pk
    with pytest.raises(Refused) as caught:
        structure.create_box(domain, "Recruter", fact(), at=NOW, actor=who)
    assert caught.value.field == "local"
    assert not Mission.objects.filter(placements__label="Recruter").exists()
    made = structure.create_box(domain, "Recruter", fact(), local="Accueillir", at=NOW, actor=who)
    assert LocalPart.objects.get().mission == made
    with pytest.raises(Refused):
        structure.say_parts(made.pk, fact(), local=" ", regional="", at=NOW, actor=who)


@pytest.mark.requirement("S-075")
def test_merged_boxes_keep_their_story(small: Small) -> None:
    who = small.director()
    structure.merge((small.missions["F-D-2"].pk,), small.missions["F-D-1"].pk, fact(), at=NOW, actor=who)
    link = MissionLink.objects.get()
    assert (link.kind, link.first.code, link.second.code) == (LinkKind.MERGED, "F-D-2", "F-D-1")
    assert small.missions["F-D-2"].placements.latest("since").presence == Presence.GONE
    assert small.missions["F-D-2"].placements.earliest("since").withdrawn_at is None
    [told] = editing.tied(small.missions["F-D-1"].pk)
    assert (told.kind_label, told.label) == ("réunit", "Boîte F-D-2")


def test_a_split_box_gives_its_story_to_those_that_come_from_it(small: Small) -> None:
    made = structure.split(
        small.missions["F-D-1"].pk, ("Qualité", "Gestion"), fact(), at=NOW, actor=small.director()
    )
    assert [one.placements.get().label for one in made] == ["Qualité", "Gestion"]
    assert MissionLink.objects.filter(kind=LinkKind.SPLIT, first=small.missions["F-D-1"]).count() == 2
    with pytest.raises(Refused):
        structure.split(small.missions["F-D"].pk, ("Seul",), fact(), at=NOW, actor=small.director())


@pytest.mark.requirement("S-062")
@pytest.mark.requirement("S-095")
@pytest.mark.parametrize("kind", [LinkKind.SHARED, LinkKind.INTERDEPENDENT])
def test_tied_missions_are_to_review_when_one_changes(small: Small, kind: str) -> None:
    first, second = small.missions["F-D-1"].pk, small.missions["F-D-2"].pk
    link = structure.link(first, second, kind, since=None, source=SAID, at=NOW, actor=small.director())
    for mission in (first, second):
        assert [one.kind for one in editing.to_review(mission, date(2026, 6, 1))] == [kind]
    structure.unlink(link.pk, on=date(2026, 5, 1), at=NOW, actor=small.director())
    assert editing.to_review(first, date(2026, 6, 1)) == ()


def test_a_tie_that_exists_is_refused_and_one_without_a_source_too(small: Small) -> None:
    first, second = small.missions["F-D-1"].pk, small.missions["F-D-2"].pk
    given = {"since": None, "at": NOW, "actor": small.director()}
    with pytest.raises(Refused):
        structure.link(first, second, LinkKind.SHARED, source="", **given)  # type: ignore[arg-type]
    structure.link(first, second, LinkKind.SHARED, source=SAID, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="déjà liées"):
        structure.link(second, first, LinkKind.SHARED, source=SAID, **given)  # type: ignore[arg-type]


@pytest.mark.requirement("S-002")
def test_a_merged_chamber_is_a_row_with_its_day(small: Small) -> None:
    admin = small.actor("administrator", "national")
    merged = Organization.objects.create(slug="cci-unie-fictive", name="CCI unie fictive", in_network=True)
    structure.join(small.plan.pk, merged.pk, since=date(2027, 1, 1), at=NOW, actor=admin)
    structure.leave(
        small.plan.pk, small.organizations["nord"].pk, until=date(2027, 1, 1), at=NOW, actor=admin
    )
    rows = {
        row.organization.slug: (row.since, row.until) for row in PlanParty.objects.filter(plan=small.plan)
    }
    assert rows["cci-unie-fictive"] == (date(2027, 1, 1), None)
    assert rows["cci-nord-fictive"] == (None, date(2027, 1, 1))
    with pytest.raises(Refused, match="qu'à partir du 1er janvier 2027"):
        small.record(letter="A", local_managers=(merged.pk,))


@pytest.mark.requirement("S-049")
def test_a_sub_mission_stays_readable_once_replaced(small: Small) -> None:
    said = {"source": SAID, "at": NOW, "actor": small.director()}
    first = structure.divide(small.missions["F"].pk, "Paie", since=date(2013, 1, 1), **said)  # type: ignore[arg-type]
    structure.divide(
        small.missions["F"].pk,
        "Paie",
        since=date(2013, 1, 1),
        until=date(2017, 1, 1),
        **said,  # type: ignore[arg-type]
    )
    assert SubMission.objects.get(pk=first.pk).until == date(2017, 1, 1)


@pytest.mark.requirement("S-054")
def test_a_role_is_somebodys_or_the_words_of_the_source(small: Small) -> None:
    box, who = small.missions["F-D-1"].pk, small.director()
    with pytest.raises(Refused) as caught:
        structure.state_role(box, "supports", fact(), at=NOW, actor=who)
    assert caught.value.field == "organization"
    row = structure.state_role(box, "supports", fact(), words="la direction régionale", at=NOW, actor=who)
    assert (row.role, row.words) == ("supports", "la direction régionale")


def test_a_holder_is_said_once_and_its_end_is_dated(small: Small) -> None:
    box, nord, who = small.missions["F-D-1"].pk, small.organizations["nord"].pk, small.director()
    row = structure.hold(box, nord, fact(), beneficiaries=(small.organizations["sud"].pk,), at=NOW, actor=who)
    with pytest.raises(Refused, match="tient déjà"):
        structure.hold(box, nord, fact(since=date(2026, 2, 1)), at=NOW, actor=who)
    ended = structure.end_hold(
        row.pk, on=date(2026, 9, 1), source=SAID, at=NOW + timedelta(hours=1), actor=who
    )
    assert (ended.since, ended.until) == (date(2026, 1, 1), date(2026, 9, 1))
    assert [one.slug for one in ended.beneficiaries.all()] == ["cci-sud-fictive"]


def test_an_annotation_marks_boxes(small: Small) -> None:
    row = structure.annotate(
        small.missions["F"].pk,
        "Coopération pour des besoins d'expertise fictifs",
        fact(),
        boxes=(small.missions["F-D-1"].pk,),
        mode="C",
        at=NOW,
        actor=small.director(),
    )
    assert [one.code for one in row.boxes.all()] == ["F-D-1"]


def test_a_place_is_not_said_twice_from_the_same_day(small: Small) -> None:
    box = small.missions["F-D-1"]
    with pytest.raises(Refused) as caught:
        placing.place(
            box.pk,
            fact(since=date(2017, 1, 1)),
            parent=small.missions["F-E"].pk,
            label="Ailleurs",
            at=NOW,
            actor=small.director(),
        )
    assert caught.value.field == "since"
