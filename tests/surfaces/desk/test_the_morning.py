"""The morning: what to answer with the late first, what is today, what is new; and what nobody answered."""

import re

import pytest

from maillage.kit import clock
from maillage.modules.inquiries import operations

pytestmark = pytest.mark.django_db


def order(page: str, *words: str) -> bool:
    return [page.index(word) for word in words] == sorted(page.index(word) for word in words)


@pytest.mark.requirement("H-074")
def test_late_requests_come_first_with_the_days_of_delay(as_member, received):
    received("bruno", name="Fournil fictif récent")
    received("bruno", days=30, name="Fournil fictif tardif")
    page = as_member("bruno").get("/bureau/").content.decode()
    assert order(page, "À répondre", "Fournil fictif tardif", "Fournil fictif récent", "Aujourd'hui")
    assert re.search(r"Fournil fictif tardif</a>\s*<span class=\"late\">en retard de \d+ jours", page)


@pytest.mark.requirement("H-074")
def test_what_nobody_answered_rises_to_the_manager_who_reads_it_first(as_member, received):
    reference = received("amina", days=30, name="Fournil fictif oublié")
    page = as_member("helene").get("/bureau/").content.decode()
    assert order(page, "Sans réponse", reference, "À répondre")
    assert "sans réponse depuis 30 jours" in page
    assert "Fournil fictif oublié" not in as_member("bruno").get("/bureau/").content.decode()


@pytest.mark.requirement("H-074")
def test_an_answered_request_is_late_no_more_and_says_that_it_was_answered(as_member, received, cast):
    reference = received("amina", days=30, name="Fournil fictif servi")
    operations.answer(reference, "Voici.", key="k", at=clock.now(), actor=cast("amina"))
    assert "Fournil fictif servi" not in as_member("helene").get("/bureau/").content.decode()
    row = as_member("amina").get("/bureau/demandes/?onglet=repondues&q=servi").content.decode()
    assert "répondu" in row and "non répondu" not in row.split("<tbody>")[1]


def test_a_hand_over_to_settle_heads_the_list(as_member, received, cast):
    reference = received("amina", name="Fournil fictif à passer")
    operations.propose_hand_over(
        reference, to_person=cast("bruno").person, reason="dans la Somme", at=clock.now(), actor=cast("amina")
    )
    page = as_member("bruno").get("/bureau/").content.decode()
    assert "Relais proposé : Fournil fictif à passer".replace(" :", "\xa0:") in page
    assert "dans la Somme" in page


def test_what_others_did_in_my_requests_is_new_and_what_i_did_is_not(as_member, received, cast):
    reference = received("amina", name="Fournil fictif bavard")
    operations.note(reference, "Vu avec eux.", key="k", at=clock.now(), actor=cast("amina"))
    news = as_member("amina").get("/bureau/").content.decode().split('id="nouveau"')[1]
    assert "laisse une note" not in news


def test_an_elected_member_reads_figures_and_no_request(as_member, received):
    received("amina", name="Fournil fictif discret")
    page = as_member("gaelle").get("/bureau/").content.decode()
    assert "en chiffres" in page and "Fournil fictif discret" not in page
    assert as_member("gaelle").get("/bureau/demandes/").status_code == 404


def test_an_empty_morning_says_what_will_come(as_member, demonstration):
    page = as_member("driss").get("/bureau/").content.decode()
    assert "Rien ne vous attend." in page
