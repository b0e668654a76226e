"""A mission moves, is renamed, leaves the map and keeps its identity; a box « à confirmer » is settled with a source."""

from datetime import date, timedelta

import pytest
from tests.modules.missions.editing.conftest import NOW, SAID, SINCE, Small, fact

from maillage.kit.errors import Refused
from maillage.modules.missions.enums import Basis, Nature, Presence
from maillage.modules.missions.models import Mission, Placement
from maillage.modules.missions.operations import placing

LATER = NOW + timedelta(hours=1)


def unsure(small: Small) -> Placement:
    return small.missions["F-D-2"].placements.get()


@pytest.mark.requirement("S-061")
def test_a_mission_that_moves_stays_the_same(small: Small) -> None:
    box = small.missions["F-D-1"]
    placing.move(box.pk, small.missions["F-E"].pk, fact(), at=NOW, actor=small.director())
    assert [row.parent.code for row in box.placements.order_by("since")] == ["F-D", "F-E"]  # type: ignore[union-attr]
    assert Mission.objects.filter(code__startswith="F-D-1").count() == 1


@pytest.mark.requirement("S-070")
def test_a_mission_that_is_renamed_stays_the_same(small: Small) -> None:
    box = small.missions["F-D-1"]
    placing.relabel(box.pk, "Autre nom", fact(), at=NOW, actor=small.director())
    assert [row.label for row in box.placements.order_by("since")] == ["Boîte F-D-1", "Autre nom"]


@pytest.mark.parametrize("above", ["F", "F-D-2"])
def test_a_box_stands_under_a_domain_and_nothing_else(small: Small, above: str) -> None:
    with pytest.raises(Refused) as caught:
        placing.move(
            small.missions["F-D-1"].pk, small.missions[above].pk, fact(), at=NOW, actor=small.director()
        )
    assert caught.value.field == "parent"


def test_a_domain_leaves_the_map_once_empty(small: Small) -> None:
    with pytest.raises(Refused, match="Boîte F-D-1"):
        placing.remove(small.missions["F-D"].pk, fact(), at=NOW, actor=small.director())
    gone = placing.remove(small.missions["F-E"].pk, fact(), at=NOW, actor=small.director())
    assert gone.presence == Presence.GONE


@pytest.mark.requirement("S-031")
@pytest.mark.parametrize(("shown", "presence"), [(True, Presence.SHOWN), (False, Presence.GONE)])
def test_a_box_to_confirm_is_settled_with_a_source(small: Small, shown: bool, presence: str) -> None:
    row = placing.settle(unsure(small).pk, shown=shown, source=SAID, at=NOW, actor=small.director())
    assert (row.presence, row.since, row.basis, row.cited.title) == (presence, SINCE, Basis.MAP, SAID)
    before = Placement.objects.get(mission=row.mission, withdrawn_at__isnull=False)
    assert before.presence == Presence.UNCONFIRMED and SAID in before.withdrawal_reason


def test_settling_without_a_source_settles_nothing(small: Small) -> None:
    with pytest.raises(Refused) as caught:
        placing.settle(unsure(small).pk, shown=True, source="", at=NOW, actor=small.director())
    assert caught.value.field == "source"
    assert unsure(small).presence == Presence.UNCONFIRMED


def test_what_somebody_settled_is_not_settled_again(small: Small) -> None:
    row = unsure(small)
    placing.settle(row.pk, shown=True, source=SAID, at=NOW, actor=small.director(person="Alice"))
    with pytest.raises(Refused, match="Alice Fictive a déjà tranché"):
        placing.settle(row.pk, shown=False, source=SAID, at=LATER, actor=small.director("sud"))


def test_undoing_a_settlement_makes_the_box_to_confirm_again(small: Small) -> None:
    row = placing.settle(unsure(small).pk, shown=True, source=SAID, at=NOW, actor=small.director())
    again = placing.undo(row.pk, at=LATER, actor=small.director())
    assert again is not None and again.presence == Presence.UNCONFIRMED
    assert Placement.objects.filter(mission=row.mission, withdrawn_at__isnull=True).get() == again


def test_two_people_who_move_the_same_box_are_told_of_one_another(small: Small) -> None:
    box, other = small.missions["F-D-1"], small.missions["F-E"]
    seen = box.placements.get().pk
    placing.relabel(box.pk, "Nom d'Alice", fact(), seen=seen, at=NOW, actor=small.director(person="Alice"))
    with pytest.raises(Refused, match="Alice Fictive a enregistré ceci.: Nom d.Alice"):
        placing.move(
            box.pk, other.pk, fact(since=date(2026, 3, 1)), seen=seen, at=LATER, actor=small.director("sud")
        )


def test_a_projected_place_is_announced(small: Small) -> None:
    given = fact(since=date(2028, 1, 1), nature=Nature.PROJECTED)
    placing.move(small.missions["F-D-1"].pk, small.missions["F-E"].pk, given, at=NOW, actor=small.director())
    assert [one.kind for one in small.told] == ["place"] and "déplacé" in small.told[0].sentence
