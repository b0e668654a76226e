"""A portfolio: what one follows, with the next action, its day and its owner; late ones first (H-217)."""

from datetime import timedelta

import pytest
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team, later

from maillage.kit.errors import NotVisible
from maillage.modules.portfolios import operations, queries
from maillage.modules.portfolios.models import Following
from maillage.modules.portfolios.queries import PortfolioFilters
from maillage.shared.todos import operations as todos
from maillage.shared.todos import queries as actions


@pytest.mark.requirement("H-217")
def test_a_portfolio_gives_the_next_action_its_day_and_its_owner_late_ones_first(team: Team) -> None:
    amina = team.actor("amina")
    for one in team.companies:
        operations.follow(one.public_id, at=MONDAY, actor=amina)
    first, second, third = (one.public_id for one in team.companies)
    todos.add(
        "Visiter", due_on=TODAY + timedelta(days=9), kind="crm.company", ref=second, at=MONDAY, actor=amina
    )
    todos.add(
        "Rappeler", due_on=TODAY + timedelta(days=1), kind="crm.company", ref=third, at=MONDAY, actor=amina
    )
    on = later(3).date()
    found = queries.portfolio(team.pk("amina"), actor=amina, on=on)
    assert [row.public_id for row in found.rows] == [third, second, first]
    late = found.rows[0]
    assert late.next is not None
    assert (late.next.what, late.next.due_on, late.next.owner, late.next.late_days) == (
        "Rappeler", TODAY + timedelta(days=1), "Amina Fictif", 2,
    )  # fmt: skip
    assert (found.late, found.idle) == (1, 1)


@pytest.mark.requirement("H-217")
def test_actions_past_their_date_are_listed_to_the_agent_and_to_the_unit(team: Team) -> None:
    amina, helene = team.actor("amina"), team.actor("helene")
    one = team.companies[0].public_id
    operations.follow(one, at=MONDAY, actor=amina)
    todos.add("Rappeler", due_on=TODAY, kind="crm.company", ref=one, at=MONDAY, actor=amina)
    on = later(5).date()
    mine = actions.listing(actions.Filters(late=True), actor=amina, on=on)
    ours = actions.late_in([team.units["nord"].pk], actor=helene, on=on)
    assert [row.what for row in mine.rows] == [row.what for row in ours] == ["Rappeler"]
    assert not actions.late_in([team.units["nord"].pk], actor=team.actor("gerard"), on=on)


def test_a_portfolio_is_read_by_its_owner_and_who_manages_it(team: Team) -> None:
    operations.follow(team.companies[0].public_id, at=MONDAY, actor=team.actor("amina"))
    for name in ("amina", "helene"):
        assert len(queries.portfolio("t-amina", actor=team.actor(name), on=TODAY).rows) == 1
    for name in ("bruno", "gerard", "basile"):
        with pytest.raises(NotVisible):
            queries.portfolio("t-amina", actor=team.actor(name), on=TODAY)


def test_an_absence_opens_the_portfolio_to_the_deputy_and_shows_it(team: Team) -> None:
    operations.follow(team.companies[0].public_id, at=MONDAY, actor=team.actor("amina"))
    team.away("amina")
    found = queries.portfolio("t-amina", actor=team.actor("basile"), on=TODAY)
    assert (found.away, found.deputy) == (True, "Basile Fictif")


def test_no_longer_following_is_undone_in_one_click(team: Team) -> None:
    amina, one = team.actor("amina"), team.companies[0].public_id
    operations.follow(one, "financing", "prêt d'honneur", at=MONDAY, actor=amina)
    operations.unfollow(one, at=later(1), actor=amina)
    assert not queries.portfolio(team.pk("amina"), actor=amina, on=later(1).date()).rows
    operations.follow_again(one, at=later(1), actor=amina)
    row = Following.objects.get()
    assert (row.until, row.part, row.words, row.since) == (None, "financing", "prêt d'honneur", TODAY)


def test_followed_twice_it_is_once_in_the_portfolio_with_the_last_part(team: Team) -> None:
    amina, one = team.actor("amina"), team.companies[0].public_id
    operations.follow(one, at=MONDAY, actor=amina)
    operations.follow(one, "direct_aid", at=MONDAY, actor=amina)
    assert Following.objects.get().part == "direct_aid"


def test_filters_keep_what_is_late_or_without_action(team: Team) -> None:
    amina = team.actor("amina")
    for one in team.companies[:2]:
        operations.follow(one.public_id, at=MONDAY, actor=amina)
    todos.add(
        "Rappeler", due_on=TODAY, kind="crm.company", ref=team.companies[0].public_id, at=MONDAY, actor=amina
    )
    on = later(1).date()
    shown = {
        show: [
            row.public_id
            for row in queries.portfolio(
                team.pk("amina"), PortfolioFilters(show=show), actor=amina, on=on
            ).rows
        ]
        for show in ("late", "idle")
    }
    assert shown == {"late": [team.companies[0].public_id], "idle": [team.companies[1].public_id]}
