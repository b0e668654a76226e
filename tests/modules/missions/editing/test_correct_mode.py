"""A correction withdraws and records anew; what one has just recorded is taken back; two people are told of one another."""

from datetime import date, timedelta

import pytest
from tests.modules.missions.editing.conftest import NOW, Small, mode

from maillage.kit.errors import Refused
from maillage.modules.missions.models import ModeRecord
from maillage.modules.missions.operations import modes

LATER = NOW + timedelta(hours=1)


def pooled(small: Small, **said: object) -> object:
    nord = small.organizations["nord"].pk
    given = {"pooled": ("tool",), "logic": "csp", "hosts": (nord,), "beneficiaries": (nord,)}
    return mode("M", **{**given, **said})


def test_a_correction_keeps_what_was_said_with_the_reason(small: Small) -> None:
    old = small.record(letter="A")
    new = modes.correct(
        old.pk,
        pooled(small),
        why="mal lu",
        at=LATER,
        actor=small.director(person="Alice"),  # type: ignore[arg-type]
    )
    old.refresh_from_db()
    assert (old.withdrawn_at, old.withdrawal_reason) == (LATER, "mal lu")
    assert (new.mode, new.recorded_at, new.withdrawn_at) == ("M", LATER, None)


def test_a_correction_without_a_reason_changes_nothing(small: Small) -> None:
    old = small.record(letter="A")
    with pytest.raises(Refused) as caught:
        modes.correct(old.pk, pooled(small), why=" ", at=LATER, actor=small.director())  # type: ignore[arg-type]
    assert caught.value.field == "why"
    old.refresh_from_db()
    assert old.withdrawn_at is None and ModeRecord.objects.count() == 1


def test_a_correction_that_is_refused_leaves_what_was_said(small: Small) -> None:
    old = small.record(letter="A")
    with pytest.raises(Refused):
        modes.correct(old.pk, mode("I"), why="mal lu", at=LATER, actor=small.director())
    old.refresh_from_db()
    assert old.withdrawn_at is None


def test_undoing_a_correction_brings_back_what_it_corrected(small: Small) -> None:
    old = small.record(letter="A")
    new = modes.correct(old.pk, pooled(small), why="mal lu", at=LATER, actor=small.director())  # type: ignore[arg-type]
    again = modes.undo(new.pk, at=LATER + timedelta(minutes=1), actor=small.director())
    new.refresh_from_db()
    assert new.withdrawn_at is not None
    assert again is not None and (again.mode, again.withdrawn_at) == ("A", None)
    assert [one.organization_id for one in again.parties.all()] == [
        one.organization_id for one in old.parties.all()
    ]


def test_undoing_a_first_mode_leaves_the_box_unknown(small: Small) -> None:
    row = small.record(letter="A")
    assert modes.undo(row.pk, at=LATER, actor=small.director()) is None
    assert not ModeRecord.objects.filter(withdrawn_at__isnull=True).exists()


def test_two_people_on_the_same_box_are_told_of_one_another(small: Small) -> None:
    alice, bob = small.director("nord", person="Alice"), small.director("sud", person="Bob")
    modes.record(small.missions["F-D-1"].pk, pooled(small), seen=0, at=NOW, actor=alice)  # type: ignore[arg-type]
    late = pooled(small, since=date(2026, 6, 1))
    with pytest.raises(Refused) as caught:
        modes.record(small.missions["F-D-1"].pk, late, seen=0, at=LATER, actor=bob)  # type: ignore[arg-type]
    assert caught.value.code == "stale"
    assert "Alice Fictive" in caught.value.sentence and "Mutualisation" in caught.value.sentence


def test_what_was_withdrawn_meanwhile_is_told_too(small: Small) -> None:
    row = small.record(letter="A")
    modes.withdraw(row.pk, why="erreur", at=LATER, actor=small.director("nord", person="Alice"))
    with pytest.raises(Refused, match="Alice Fictive a retiré"):
        modes.record(
            small.missions["F-D-1"].pk,
            pooled(small),
            seen=row.pk,
            at=LATER,
            actor=small.director("sud"),  # type: ignore[arg-type]
        )


def test_a_withdrawn_mode_is_said_again_unless_its_day_was_taken(small: Small) -> None:
    row = small.record(letter="A")
    modes.withdraw(row.pk, why="erreur", at=LATER, actor=small.director())
    small.record(letter="I", at=LATER)
    with pytest.raises(Refused, match="déjà un mode"):
        modes.reinstate(row.pk, at=LATER, actor=small.director())
