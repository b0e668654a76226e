"""One page of a territory shows the agents and the open actions of every directorate, together (H-046, H-075)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.modules.portfolios.conftest import MONDAY, TODAY, Team, company, later, team

from maillage.kit.actor import PUBLIC
from maillage.kit.errors import NotVisible
from maillage.modules.inquiries import operations as inquiries
from maillage.modules.interactions import operations as interactions
from maillage.modules.interactions.drafts import InteractionDraft
from maillage.modules.portfolios import operations
from maillage.shared.todos import operations as todos
from maillage.surfaces.desk import territory

__all__ = ["team"]


@pytest.mark.requirement("H-075")
@pytest.mark.requirement("H-046")
def test_the_agents_and_the_actions_of_two_directorates_appear_together(team: Team) -> None:
    first, second = team.companies[0].public_id, team.companies[1].public_id
    operations.follow(first, at=MONDAY, actor=team.actor("amina"))
    operations.follow(second, "direct_aid", at=MONDAY, actor=team.actor("bruno"))
    todos.add("Rappeler", due_on=TODAY, kind="crm.company", ref=first, at=MONDAY, actor=team.actor("amina"))
    page = territory.page("com", "59350", actor=team.actor("amina"), on=TODAY)
    found = {one.name: one for one in page.directorates}
    nord, appui = found["Direction nord"], found["Direction appui"]
    assert {agent.card.name for agent in nord.agents} == {"Amina Fictif", "Basile Fictif", "Helene Fictif"}
    assert {agent.card.name for agent in appui.agents} == {"Bruno Fictif", "Gerard Fictif"}
    assert nord.agents[0].subjects == ("Investir (fictif)",)
    assert [one.what for one in nord.actions] == [
        "Rappeler (Atelier fictif 1)",
        "Atelier fictif 1, accompagnement",
    ]
    assert [(one.what, one.who) for one in appui.actions] == [
        ("Atelier fictif 2, aides directes", "Bruno Fictif")
    ]


def test_a_request_of_another_directorate_says_its_subject_and_who_answers_not_the_company(
    team: Team,
) -> None:
    from maillage.shared.directory.models import Unit

    Unit.objects.filter(is_entry_door=True).update(is_entry_door=False)
    Unit.objects.filter(pk=team.units["nord"].pk).update(is_entry_door=True)
    made = inquiries.submit(
        inquiries.InquiryDraft(
            submission_key="essai",
            company=inquiries.CompanyDraft(name="Boulangerie fictive"),
            subject=team.subject.code,
            need="Acheter un four",
            commune="59350",
            contact_email="claire@exemple.invalid",
            contact_name="Claire",
        ),
        at=MONDAY,
        actor=PUBLIC,
    ).inquiry
    reader, other = ("bruno", "helene") if made.unit_id == team.units["nord"].pk else ("helene", "gerard")
    seen = territory.page("com", "59350", actor=team.actor(reader), on=TODAY)
    (line,) = [one for group in seen.directorates for one in group.actions if one.nature == "demande"]
    assert (line.what, line.url) == ("Investir (fictif)", "")
    opened = territory.page("com", "59350", actor=team.actor(other), on=TODAY)
    (line,) = [one for group in opened.directorates for one in group.actions if one.nature == "demande"]
    assert line.what == "Boulangerie fictive, Investir (fictif)"
    assert line.url


@pytest.mark.requirement("H-075")
@pytest.mark.requirement("H-046")
def test_the_open_actions_of_another_directorate_that_one_may_not_read_are_counted_by_unit(
    team: Team,
) -> None:
    """Bruno's reach is elsewhere: what he may not read is a number, and no name, no word, no address."""
    secret = company(9, name="SECRET déclarée", origin="declared", search_name="secret declaree")
    amina, bruno = team.actor("amina"), team.actor("bruno")
    far = replace(bruno, grants=tuple(replace(one, perimeter="dep:80") for one in bruno.grants))
    operations.follow(secret.public_id, at=MONDAY, actor=amina)
    for one in (secret, team.companies[0]):
        ref = one.public_id
        todos.add("Rappeler SECRET", due_on=TODAY, kind="crm.company", ref=ref, at=MONDAY, actor=amina)
    visit = InteractionDraft(
        submission_key="k",
        kind="visit",
        at=later(3),
        purpose="SECRET",
        reach="unit",
        confidential=True,
        company=team.companies[0].public_id,
    )
    interactions.record(visit, at=MONDAY, actor=amina)

    page = territory.page("com", "59350", actor=far, on=TODAY)

    (nord,) = [one for one in page.directorates if one.name == "Direction nord"]
    assert nord.actions == ()
    assert [(line.unit, line.count) for line in nord.unread] == [("Direction nord", 3)]
    assert page.actions == 3
    assert "SECRET" not in repr(page)
    mine = territory.page("com", "59350", actor=amina, on=TODAY)
    (nord,) = [one for one in mine.directorates if one.name == "Direction nord"]
    assert (len(nord.actions), nord.unread) == (4, ())


def test_filters_keep_one_directorate_or_one_subject(team: Team) -> None:
    operations.follow(team.companies[0].public_id, at=MONDAY, actor=team.actor("amina"))
    every = territory.page("dep", "59", actor=team.actor("amina"), on=TODAY)
    key = next(key for key, label in every.every if label.startswith("Direction nord"))
    page = territory.page("dep", "59", directorate=key, actor=team.actor("amina"), on=TODAY)
    assert [one.name for one in page.directorates] == ["Direction nord"]
    none = territory.page("dep", "59", subject="rien", actor=team.actor("amina"), on=TODAY)
    assert none.directorates == ()


def test_elsewhere_nothing_of_it_is_shown(team: Team) -> None:
    operations.follow(team.companies[0].public_id, at=MONDAY, actor=team.actor("amina"))
    assert territory.page("dep", "80", actor=team.actor("amina"), on=TODAY).directorates == ()


def test_a_territory_that_does_not_exist_has_no_page(team: Team) -> None:
    with pytest.raises(NotVisible):
        territory.page("dep", "999", actor=team.actor("amina"), on=TODAY)


def test_a_long_territory_asks_no_more_questions(team: Team, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(10, 40):
        one = company(number)
        operations.follow(one.public_id, at=MONDAY, actor=team.actor("amina"))
        todos.add(
            "Rappeler",
            due_on=TODAY + timedelta(days=number),
            kind="crm.company",
            ref=one.public_id,
            at=MONDAY,
            actor=team.actor("amina"),
        )
    with django_assert_max_num_queries(50):
        territory.page("com", "59350", actor=team.actor("amina"), on=TODAY)
