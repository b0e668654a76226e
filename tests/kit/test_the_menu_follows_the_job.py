"""The left column has a few entries by job; the pages of a job are told where one is at it."""

from maillage.kit.actor import Actor, ActorKind, Grant
from maillage.kit.ui import menu

OFFICER = Actor(ActorKind.PERSON, "Amina", user=1, person=1, grants=(Grant(role="officer", organization=1),))
MANAGER = Actor(ActorKind.PERSON, "Hélène", user=2, person=2, grants=(Grant(role="manager", organization=1),))


def labels(path: str, actor: Actor = OFFICER) -> dict[str, list[str]]:
    return {
        str(one.label): [str(inner.label) for inner in one.within]
        for one in menu.entries(menu.DESK, path, actor)
    }


def test_nobody_is_shown_more_than_eight_jobs():
    for actor in (OFFICER, MANAGER):
        assert len(labels("/bureau/demandes/", actor)) <= 8


def test_the_pages_of_a_job_are_told_at_that_job_only():
    at_companies = labels("/bureau/portefeuille/")
    assert "Portefeuille" in at_companies["Entreprises"]
    assert at_companies["Demandes"] == []
    assert "Sans réponse" in labels("/bureau/demandes/")["Demandes"]
    assert labels("/bureau/demandes/")["Entreprises"] == []


def test_the_page_of_a_job_is_the_current_one_and_not_its_job():
    (companies,) = (
        one for one in menu.entries(menu.DESK, "/bureau/portefeuille/", OFFICER) if one.label == "Entreprises"
    )
    assert not companies.current
    assert [str(one.label) for one in companies.within if one.current] == ["Portefeuille"]


def test_who_may_not_open_a_page_is_not_told_of_it():
    elected = Actor(
        ActorKind.PERSON, "Gaëlle", user=3, person=3, grants=(Grant(role="elected", organization=1),)
    )
    told = labels("/bureau/entreprises/", elected)
    assert "Imports" not in told.get("Entreprises", [])


def test_a_page_of_no_job_lights_none_and_the_home_lights_itself():
    def lit(path: str) -> list[str]:
        shown = menu.entries(menu.DESK, path, MANAGER)
        return [str(one.label) for entry in shown for one in (entry, *entry.within) if one.current]

    assert lit("/bureau/territoires/com/59350/") == lit("/bureau/recherche/") == []
    assert lit("/bureau/") == ["Accueil"]
    assert lit("/bureau/charge/") == ["Charge"]
