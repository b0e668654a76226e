"""The page of a company shows everyone at work on it, of every directorate, and joins the kinds of intervention."""

import pytest
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team

from maillage.modules.portfolios import operations, queries


@pytest.mark.requirement("H-046")
def test_agents_of_two_directorates_appear_together_with_their_parts(team: Team) -> None:
    one = team.companies[0].public_id
    operations.follow(one, "support", "projet d'atelier", at=MONDAY, actor=team.actor("amina"))
    operations.follow(one, "direct_aid", at=MONDAY, actor=team.actor("bruno"))
    page = queries.on_company(one, team.actor("amina"), TODAY)
    assert [(group.name, [line.card.name for line in group.people]) for group in page.directorates] == [
        ("Direction appui", ["Bruno Fictif"]),
        ("Direction nord", ["Amina Fictif"]),
    ]
    assert page.directorates[1].people[0].parts == (("accompagnement : projet d'atelier", None, ""),)


@pytest.mark.requirement("H-064")
def test_one_view_joins_support_direct_aids_and_financing_by_organisation_of_the_day(team: Team) -> None:
    one = team.companies[0].public_id
    operations.follow(one, "support", at=MONDAY, actor=team.actor("amina"))
    operations.follow(one, "financing", at=MONDAY, actor=team.actor("bruno"))
    kinds = queries.on_company(one, team.actor("amina"), TODAY).kinds
    assert [(line.label, line.count) for line in kinds] == [
        ("accompagnement", 1),
        ("aides directes", 0),
        ("outils de financement", 1),
    ]
    assert kinds[0].by == (("Région d'essai", 1),)


def test_a_referent_is_at_work_and_is_no_intervention(team: Team) -> None:
    one = team.companies[0].public_id
    operations.take(one, at=MONDAY, actor=team.actor("amina"))
    page = queries.on_company(one, team.actor("bruno"), TODAY)
    assert page.directorates[0].people[0].parts[0][0] == "contact privilégié"
    assert [line.count for line in page.kinds] == [0, 0, 0]
