"""The page of a company shows everyone at work on it, of every directorate, and joins the kinds of intervention."""

import pytest
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team

from maillage.modules.crm.models import AidReceived
from maillage.modules.portfolios import operations, queries
from maillage.modules.schemes.models import Scheme


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
    assert page.directorates[1].people[0].parts == (("accompagnement : projet d'atelier", None, ""),)


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


@pytest.mark.requirement("H-064")
def test_the_aids_received_join_their_kind_and_one_of_no_known_scheme_says_so(team: Team) -> None:
    region = team.units["nord"].organization
    scheme = Scheme.objects.create(slug="t-pret", title="Prêt fictif", kind="financing", origin="demo")
    for number, code in enumerate((scheme.slug, "inconnu")):
        AidReceived.objects.create(
            public_id=f"t-aide-{number}",
            company=team.companies[0],
            label="Aide fictive",
            scheme=code,
            giver=region,
            origin="import",
            recorded_at=MONDAY,
        )
    page = queries.on_company(team.companies[0].public_id, team.actor("amina"), TODAY)
    assert [(line.aids, line.aids_by) for line in page.kinds] == [
        (0, ()),
        (0, ()),
        (1, (("Région d'essai", 1),)),
    ]
    assert page.unsorted == 1


def test_a_referent_is_at_work_and_is_no_intervention(team: Team) -> None:
    one = team.companies[0].public_id
    operations.take(one, at=MONDAY, actor=team.actor("amina"))
    page = queries.on_company(one, team.actor("bruno"), TODAY)
    assert page.directorates[0].people[0].parts[0][0] == "contact privilégié"
    assert [line.count for line in page.kinds] == [0, 0, 0]
