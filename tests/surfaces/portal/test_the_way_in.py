"""A company is found, or goes on without: H-065 counts the steps."""

import re

import pytest

from maillage.modules.crm.models import Company
from maillage.modules.inquiries.models import UnmetSearch


@pytest.mark.requirement("H-065")
def test_the_result_is_three_steps_from_the_front_page(client, demonstration, links):
    name = Company.objects.order_by("pk").first().name
    found = client.get("/commencer/", {"q": name})  # 1: the box of the front page
    question = client.get(links(found, "/commencer/question/?entreprise=")[0])  # 2: this one is mine
    result = client.get(links(question, "/parcours/?")[0])  # 3: see my pathway now
    page = result.content.decode()
    assert result.status_code == 200
    assert re.search(r'id="oui"', page) and "Qui vous répondra" in page


@pytest.mark.requirement("H-065")
def test_the_catalogue_is_one_step_from_the_front_page(client, demonstration, links):
    assert client.get(links(client.get("/"), "/aides/")[0]).status_code == 200


def test_namesakes_are_told_apart_by_town_and_activity(client, demonstration):
    page = client.get("/commencer/", {"q": "boulangerie"}).content.decode()
    assert page.count("SIREN") >= 8 and "Boulangerie et boulangerie-pâtisserie" in page
    assert "fictive" in page


def test_a_wrong_number_is_said_and_kept(client, demonstration):
    page = client.get("/commencer/", {"q": "123 456 789"})
    assert page.status_code == 422
    assert 'value="123 456 789"' in page.content.decode()


def test_nothing_found_teaches_what_to_try(client, demonstration):
    page = client.get("/commencer/", {"q": "zzyzx qwrtp"}).content.decode()
    assert "Aucune entreprise connue" in page
    for way in ("/commencer/sans-numero/", "/commencer/par-lieu/", "identite=foreign", "/commencer/dire/"):
        assert way in page


@pytest.mark.requirement("H-056")
def test_what_was_not_found_is_told_with_its_place_and_nothing_of_its_author(client, demonstration):
    before = UnmetSearch.objects.count()
    answer = client.post("/commencer/dire/", {"mots": "four d'occasion", "commune": "Lille (59350)"})
    assert answer.status_code == 302
    kept = UnmetSearch.objects.latest("pk")
    assert UnmetSearch.objects.count() == before + 1
    assert (kept.words, kept.commune) == ("four d'occasion", "59350")


def test_saying_nothing_records_nothing(client, demonstration):
    before = UnmetSearch.objects.count()
    assert client.post("/commencer/dire/", {"mots": " "}).status_code == 422
    assert UnmetSearch.objects.count() == before


def test_a_place_that_several_share_is_asked_again_and_nothing_is_lost(client, demonstration):
    page = client.get("/commencer/par-lieu/", {"commune": "Saint-Denis", "naf": "62.01Z"})
    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="Saint-Denis"' in text and 'value="62.01Z"' in text and "93066" in text


@pytest.mark.parametrize(
    "page", ["/commencer/", "/commencer/sans-numero/", "/commencer/par-lieu/", "/commencer/question/?nom=x"]
)
def test_a_visit_leaves_no_cookie_before_a_request(client, demonstration, page):
    assert not client.get(page).cookies


def test_a_foreign_company_names_its_country(client, demonstration):
    page = client.get("/commencer/sans-numero/", {"identite": "foreign", "siege": "BE"}).content.decode()
    assert '<option value="BE" lang="fr" selected>' in page and 'value="ZZ"' in page
