"""The page of a company shows everyone at work on it, of every directorate, and joins the kinds of intervention."""

import pytest
from django.template.loader import render_to_string
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team, later

from maillage.modules.crm.models import AidReceived
from maillage.modules.interactions import operations as interactions
from maillage.modules.interactions.drafts import InteractionDraft
from maillage.modules.portfolios import operations, queries
from maillage.modules.schemes.models import Scheme
from maillage.shared.todos import operations as todos
from maillage.surfaces.desk import territory


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


@pytest.mark.requirement("H-046")
def test_what_another_directorate_has_under_way_is_counted_and_nothing_of_it_is_said(team: Team) -> None:
    one = team.companies[0].public_id
    bruno, amina = team.actor("bruno"), team.actor("amina")
    todos.add("Rappeler SECRET", due_on=TODAY, kind="crm.company", ref=one, at=MONDAY, actor=bruno)
    done = todos.add("Fait", due_on=TODAY, kind="crm.company", ref=one, at=MONDAY, actor=bruno)
    todos.do(done.public_id, at=MONDAY, actor=bruno)
    for number, circle in enumerate(({}, {"reach": "unit"}, {"reach": "unit", "confidential": True})):
        draft = InteractionDraft(
            submission_key=f"k-{number}", kind="visit", at=later(2), purpose="SECRET", company=one, **circle
        )
        interactions.record(draft, confirmed=True, at=MONDAY, actor=bruno)

    page = queries.on_company(one, amina, TODAY)

    assert [(line.unit, line.organization, line.count) for line in page.unread] == [
        ("Direction appui", "Région d'essai", 2)
    ]
    shown = render_to_string("portfolios/at_work.html", {"page": page})
    assert "2 actions en cours" in shown
    assert "Rappeler" not in shown
    assert shown.count("SECRET") == 1  # the visit that Bruno opened to the network
    assert queries.on_company(one, bruno, TODAY).unread == ()


def test_a_planned_visit_that_was_withdrawn_is_no_more_at_work(team: Team) -> None:
    one, amina = team.companies[0].public_id, team.actor("amina")
    draft = InteractionDraft(submission_key="k", kind="visit", at=later(2), purpose="Visite", company=one)
    row = interactions.record(draft, at=MONDAY, actor=amina)
    assert queries.on_company(one, amina, TODAY).people == 1
    interactions.withdraw(row.public_id, "erreur", at=MONDAY, actor=amina)
    assert queries.on_company(one, amina, TODAY).people == 0
    assert territory.page("com", "59350", actor=amina, on=TODAY).actions == 0
    assert queries.on_company(one, team.actor("bruno"), TODAY).unread == ()


def test_a_referent_is_at_work_and_is_no_intervention(team: Team) -> None:
    one = team.companies[0].public_id
    operations.take(one, at=MONDAY, actor=team.actor("amina"))
    page = queries.on_company(one, team.actor("bruno"), TODAY)
    assert page.directorates[0].people[0].parts[0][0] == "contact privilégié"
    assert [line.count for line in page.kinds] == [0, 0, 0]
