"""Who carries what, per agent and per scheme; proximity and support apart, time and load apart (H-062, H-076)."""

import pytest
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team, later, team

from maillage.kit.errors import NotVisible
from maillage.modules.portfolios import operations
from maillage.shared.todos import operations as todos
from maillage.surfaces.desk import load

__all__ = ["team"]


@pytest.mark.requirement("H-076")
def test_proximity_and_support_are_apart_and_time_is_not_load(team: Team) -> None:
    page = load.page(team.actor("helene"), on=TODAY)
    sides = {side.label: side for side in page.sides}
    assert [one.card.name for one in sides["proximité"].agents] == ["Amina Fictif"]
    assert [one.card.name for one in sides["appui"].agents] == ["Basile Fictif"]
    assert (sides["proximité"].time, sides["proximité"].requests) == (80, 0)


@pytest.mark.requirement("H-062")
def test_the_load_of_an_agent_counts_what_it_follows_and_lets_slip(team: Team) -> None:
    amina, one = team.actor("amina"), team.companies[0].public_id
    operations.follow(one, at=MONDAY, actor=amina)
    todos.add("Rappeler", due_on=TODAY, kind="crm.company", ref=one, at=MONDAY, actor=amina)
    page = load.page(team.actor("helene"), on=later(2).date())
    mine = next(agent for side in page.sides for agent in side.agents if agent.card.pk == team.pk("amina"))
    assert (mine.requests, mine.parts, mine.followed, mine.late) == (0, 0, 1, 1)


def test_another_unit_is_not_there(team: Team) -> None:
    with pytest.raises(NotVisible):
        load.page(team.actor("helene"), unit="t-appui", on=TODAY)
    with pytest.raises(NotVisible):
        load.page(team.actor("amina"), on=TODAY)
