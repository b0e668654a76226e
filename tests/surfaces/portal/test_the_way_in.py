"""A company is found, or goes on without: H-065 counts the steps."""

import re

import pytest
from django.utils.html import escape

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.crm.models import Company
from maillage.modules.inquiries import operations, uncovered
from maillage.modules.inquiries.enums import Profile
from maillage.modules.inquiries.models import Inquiry, PathwayModel, PathwayModelStep, UnmetSearch
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.directory import queries as directory


@pytest.mark.requirement("H-065")
def test_the_result_is_three_steps_from_the_front_page(client, demonstration, links):
    name = Company.objects.order_by("pk").first().name
    found = client.get("/commencer/", {"q": name})  # 1: the box of the front page
    question = client.get(links(found, "/commencer/question/?entreprise=")[0])  # 2: this one is mine
    result = client.get(links(question, "/parcours/?")[0])  # 3: see my pathway now
    page = result.content.decode()
    assert result.status_code == 200 and "sessionid" not in client.cookies, "without an account"
    assert (
        len(re.findall(r'href="/aides/[a-z0-9-]+/"', page[page.index('id="oui"') : page.index('id="non"')]))
        >= 5
    )
    who = re.search(r'id="qui".*?</section>', page, re.DOTALL)[0]
    door = directory.unit(directory.entry_door().pk, clock.today())
    assert door.organization_name in who and door.name in who, "whom to call"
    assert 'href="#demande"' in who and 'id="demande"' in page


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


def test_what_was_not_found_is_told_with_its_place_and_nothing_of_its_author(client, demonstration):
    before = UnmetSearch.objects.count()
    answer = client.post("/commencer/dire/", {"mots": "four d'occasion", "commune": "Lille (59350)"})
    assert answer.status_code == 302
    kept = UnmetSearch.objects.latest("pk")
    assert UnmetSearch.objects.count() == before + 1
    assert (kept.words, kept.commune) == ("four d'occasion", "59350")


@pytest.mark.requirement("H-056")
def test_what_nobody_covers_is_in_the_report_of_its_quarter_with_its_motive(client, demonstration, send):
    officer, today = actor_of(User.objects.get(email="helene@demo.invalid"), on=clock.today()), clock.today()
    quarter = uncovered.Quarter.of(today)

    def counted() -> tuple[int, int]:
        told = uncovered.report(quarter, officer, today)
        rows = sum(row.count for row in told.rows if row.motive == "no_scheme")
        return rows, sum(row.count for row in told.searches if row.words.casefold() == "four roulant")

    rows, searches = counted()
    client.post("/commencer/dire/", {"mots": "Four roulant", "commune": "Lille (59350)"})
    send(message="Un four roulant d'occasion.")
    lead = Inquiry.objects.latest("pk")
    operations.uncover(lead, "no_scheme", "", "Rien n'existe.", key="rien", at=clock.now(), actor=TERMINAL)
    assert counted() == (rows + 1, searches + 1)


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


@pytest.mark.requirement("H-171")
@pytest.mark.parametrize("profile", [profile.value for profile in Profile])
def test_each_kind_of_company_craftsmen_too_finds_its_pathway_to_innovate(
    client, demonstration, links, profile
):
    assert "artisan" in Profile.values
    kinds = client.get("/commencer/question/?nom=Projet+fictif")
    (mine,) = links(kinds, f"profil={profile}")
    subjects = client.get(f"/commencer/question/{mine}")
    innovate = next(one for one in links(subjects, "sujet=innover"))
    page = client.get(f"/parcours/{innovate}").content.decode()
    steps = re.search(r'<ol class="steps">(.*?)</ol>', page, re.DOTALL)[1]
    models = [
        one
        for one in PathwayModel.objects.filter(code__startswith="innover-")
        if profile in (one.profiles or [profile])
    ]
    titles = set(PathwayModelStep.objects.filter(model__in=models).values_list("title", flat=True))
    assert titles and any(escape(title) in steps for title in titles)


def test_a_foreign_company_names_its_country(client, demonstration):
    page = client.get("/commencer/sans-numero/", {"identite": "foreign", "siege": "BE"}).content.decode()
    assert '<option value="BE" lang="fr" selected>' in page and 'value="ZZ"' in page
