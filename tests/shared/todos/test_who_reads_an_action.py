"""An action is read by its owner, its author, who stands in and who manages, if they may read what it is about."""

from dataclasses import replace
from typing import Any

import pytest
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team, later

from maillage.kit.actor import SCHEDULE, Actor
from maillage.kit.errors import NotVisible, Refused
from maillage.modules.crm.models import Company
from maillage.shared.todos import about, operations, queries
from maillage.shared.todos.departing import depart, foretell
from maillage.shared.todos.models import Todo


@pytest.fixture
def action(team: Team) -> Todo:
    """Amina has to call a company."""
    ref = team.companies[0].public_id
    return operations.add(
        "Rappeler", due_on=TODAY, kind="crm.company", ref=ref, at=MONDAY, actor=team.actor("amina")
    )


def reads(team: Team, name: str, action: Todo) -> bool:
    return queries.seen(action.public_id, actor=team.actor(name), on=TODAY)


def test_its_owner_and_who_manages_read_it_and_others_do_not(team: Team, action: Todo) -> None:
    assert [reads(team, name, action) for name in ("amina", "helene", "basile", "bruno", "gerard")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_who_stands_in_reads_and_does_it_while_the_owner_is_away(team: Team, action: Todo) -> None:
    team.away("amina")
    basile = team.actor("basile")
    assert reads(team, "basile", action)
    (row,) = queries.due(actor=basile, on=TODAY)
    assert (row.away, row.deputy) == (True, "Basile Fictif")
    operations.do(action.public_id, at=MONDAY, actor=basile)
    assert Todo.objects.get().settled_by == "Basile Fictif"


def test_an_action_about_what_one_may_not_read_is_shown_to_nobody_else(
    team: Team, action: Todo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hélène manages the unit, and may not open the company."""
    kept = next(one for one in about.kinds() if one.kind == "crm.company")

    def readable(actor: Actor, on: Any) -> Any:
        hidden = actor.person == team.pk("helene")
        return Company.objects.none() if hidden else kept.readable(actor, on)

    def one(ref: str, actor: Actor, on: Any) -> bool:
        return readable(actor, on).filter(public_id=ref).exists()

    secret = replace(kept, readable=readable, reads=one)
    monkeypatch.setitem(about._abouts, "crm.company", secret)
    assert not reads(team, "helene", action)
    assert reads(team, "amina", action)
    assert not queries.late_in([team.units["nord"].pk], actor=team.actor("helene"), on=later(3).date())


def test_who_does_not_read_it_does_nothing_with_it(team: Team, action: Todo) -> None:
    for verb in (operations.do, operations.undo):
        with pytest.raises(NotVisible):
            verb(action.public_id, at=MONDAY, actor=team.actor("bruno"))


def test_who_manages_postpones_and_gives_but_does_not_say_that_it_is_done(team: Team, action: Todo) -> None:
    helene = team.actor("helene")
    with pytest.raises(Refused):
        operations.do(action.public_id, at=MONDAY, actor=helene)
    operations.postpone(action.public_id, later(2).date(), "Réunion avancée.", at=MONDAY, actor=helene)
    operations.give(action.public_id, team.pk("basile"), at=MONDAY, actor=helene)
    assert Todo.objects.get().owner_id == team.pk("basile")


def test_a_departure_gives_actions_to_the_deputy_and_says_so_before(team: Team, action: Todo) -> None:
    told = foretell(team.pk("amina"), TODAY, team.actor("helene"), TODAY)
    assert told == ("1 action à faire passe à Basile Fictif.",)
    team.gone("amina", TODAY)
    assert depart(team.pk("amina"), TODAY, at=MONDAY, actor=SCHEDULE) == 1
    assert depart(team.pk("amina"), TODAY, at=MONDAY, actor=SCHEDULE) == 0
    assert Todo.objects.get().owner_id == team.pk("basile")


def test_what_is_late_is_told_once_for_a_day_promised(team: Team, action: Todo) -> None:
    assert operations.tell_late(at=MONDAY, actor=SCHEDULE) == 0
    assert operations.tell_late(at=later(1), actor=SCHEDULE) == 1
    assert operations.tell_late(at=later(2), actor=SCHEDULE) == 0
    operations.postpone(action.public_id, later(4).date(), "Absent.", at=later(2), actor=team.actor("amina"))
    assert operations.tell_late(at=later(7), actor=SCHEDULE) == 1
