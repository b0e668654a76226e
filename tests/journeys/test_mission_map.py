"""The mission map before a screen: read its dates, compare them, print it; who only reads is offered nothing to change."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

SROM = "/missions/srom-2017-2021/"


@pytest.mark.requirement("S-017")
def test_a_reader_goes_from_a_date_to_another_and_compares_them(visitor):
    visitor.sign_in("gaelle")
    page = visitor.open("/missions/")
    page.get_by_role("link", name=re.compile("SROM 2017-2021")).first.click()
    page.get_by_role("link", name="Gestion des ressources humaines", exact=True).click()
    stops = page.get_by_role("region", name="Date de la carte")
    expect(stops.locator("[aria-current=date]")).to_contain_text("1er janvier 2017")
    stops.get_by_role("link", name=re.compile("1er janvier 2013.*état des lieux")).click()
    paye = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Paye"))
    expect(paye.first).to_contain_text("Déclarations sociales")
    assert visitor.axe() == []
    page.get_by_role("link", name="1er janvier 2017", exact=True).click()
    expect(page.locator("main")).to_contain_text("« Déclarations sociales » est déplacée de « Paye »")
    assert visitor.axe() == []


def test_a_projection_says_that_nobody_confirmed_it_and_gives_way_to_what_is_known(visitor):
    visitor.sign_in("gaelle")
    page = visitor.open(f"{SROM}FIN/?date=2021-01-01")
    expect(page.locator(".callout.projection")).to_contain_text("Projection non confirmée.")
    page.get_by_role("link", name="Voir la carte sans les projections").click()
    expect(page.locator(".callout.projection")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("19 macro-processus")


@pytest.mark.parametrize(
    "path",
    [
        f"{SROM}FIN/?date=2021-01-01",
        f"{SROM}COM/",
        f"{SROM}case/FIN-CS-1/",
        f"{SROM}FIN/comparer/",
        f"{SROM}RH/dates/",
        f"{SROM}a-confirmer/",
        SROM,
        "/missions/",
        "/missions/pole-travail-hauts-de-france/PROXIMITE/",
    ],
)
def test_axe_finds_nothing_on_the_map_and_nothing_is_wider_than_its_screen(visitor, path):
    visitor.sign_in("farid")
    visitor.open(path)
    assert visitor.axe_everywhere() == []


def test_the_legend_gives_the_five_definitions_one_click_away(visitor):
    visitor.sign_in("gaelle")
    page = visitor.open(f"{SROM}FIN/")
    expect(page.locator("#legende dd").first).to_be_hidden()
    page.locator("#legende summary").click()
    expect(page.locator("#legende dd")).to_have_count(6)
    expect(page.locator("#legende dd").first).to_be_visible()


def test_a_map_is_read_with_the_keyboard_alone(visitor):
    visitor.sign_in("gaelle")
    page = visitor.open(f"{SROM}FIN/?date=2013-01-01")
    boxes = page.locator("[data-map] .box a")
    boxes.first.focus()
    page.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(boxes.nth(1)).not_to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Son histoire")).to_be_visible()


def test_the_map_is_taken_away_on_one_sheet(visitor):
    visitor.sign_in("gaelle")
    page = visitor.open(f"{SROM}FIN/")
    page.get_by_text("Imprimer, emporter").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Une page A4 (PDF)").click()
    assert taken.value.suggested_filename == "srom-2017-2021-fin-2017-01-01.pdf"


def test_the_map_reads_without_a_script(without_script):
    without_script.sign_in("gaelle")
    page = without_script.open(f"{SROM}FIN/?date=2013-01-01")
    expect(page.locator("[data-map] .box")).to_have_count(28)
    page.locator("#legende summary").click()
    expect(page.locator("#legende dd").first).to_be_visible()


@pytest.mark.requirement("H-135")
def test_an_elected_reader_sees_no_button_that_changes(visitor):
    visitor.sign_in("gaelle")
    for path in (f"{SROM}FIN/", f"{SROM}case/FIN-CS-1/", f"{SROM}a-confirmer/"):
        page = visitor.open(path)
        for name in ("Dire le mode", "Corriger", "Trancher", "Ajouter"):
            assert page.locator("main").get_by_role("link", name=name).count() == 0, (path, name)
        assert page.locator("main form[method=post]").count() == 0
