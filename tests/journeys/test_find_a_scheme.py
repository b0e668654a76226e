"""Someone looks for an aid and reads its conditions."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_a_scheme_is_found_by_a_word_and_a_theme_and_its_rule_is_read(visitor):
    page = visitor.open("/")
    page.get_by_label("Chercher dans le catalogue des aides").fill("recrutement")
    page.get_by_role("button", name="Chercher une aide").click()
    page.get_by_role("checkbox", name=re.compile("^Emploi et recrutement")).check()
    expect(page).to_have_url(re.compile("theme=emploi"))
    page.get_by_role("link", name="Démonstration – Diagnostic recrutement").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Diagnostic recrutement")
    conditions = page.get_by_role("region", name="Les conditions")
    expect(conditions).to_contain_text("Être installé dans")
    expect(conditions).to_contain_text("salariés")
    assert visitor.axe() == []


@pytest.mark.requirement("H-060")
def test_a_scheme_names_who_funds_it_apart_from_who_operates_it(visitor):
    page = visitor.open("/aides/demo-diagnostic-recrutement/")
    side = page.get_by_role("complementary", name="En bref")
    for part in ("Financé par", "Opéré par", "Contact"):
        expect(side.get_by_text(part, exact=True)).to_be_visible()
    for part in ("Porté par", "Géré par", "Instruit par"):
        expect(side.get_by_text(re.compile(part, re.IGNORECASE))).to_have_count(1)


def test_words_are_found_without_their_accents(visitor):
    page = visitor.open("/aides/?q=numerique")
    expect(page.get_by_role("link", name=re.compile("numérique", re.IGNORECASE)).first).to_be_visible()


def test_a_filter_is_removed_by_its_chip(visitor):
    page = visitor.open("/aides/?q=numerique&theme=numerique")
    chips = page.get_by_role("list", name="Filtres choisis")
    chips.get_by_role("link", name=re.compile("Numérique")).click()
    expect(page).not_to_have_url(re.compile("theme="))
    expect(page).to_have_url(re.compile("q=numerique"))


def test_an_empty_list_says_what_to_do(visitor):
    page = visitor.open("/aides/?q=zzzz")
    expect(page.get_by_text("Aucune aide ne répond à tous ces choix")).to_be_visible()
    expect(page.get_by_role("link", name="Décrire mon entreprise")).to_be_visible()
    assert visitor.axe() == []


def test_an_expired_scheme_is_marked_and_is_not_in_the_list(visitor):
    page = visitor.open("/aides/demo-fonds-transition-2026/")
    expect(page.get_by_text("Cette aide est terminée.")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="Et pour mon entreprise ?")).to_have_count(0)
    page = visitor.open("/aides/?q=fonds+transition")
    expect(page.locator("a[href='/aides/demo-fonds-transition-2026/']")).to_have_count(0)
    page.get_by_text("Validité", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("^Terminé")).check()
    expect(page.locator("a[href='/aides/demo-fonds-transition-2026/']")).to_be_visible()


def test_places_are_a_map_and_the_same_figures_in_a_table(visitor):
    page = visitor.open("/aides/?vue=lieux&decoupage=dep")
    row = page.get_by_role("row", name=re.compile("^Nord "))
    figure = row.get_by_role("cell").first.inner_text()
    expect(page.get_by_role("link", name=re.compile(rf"^Nord.: {figure}$"))).to_have_count(1)
    page.get_by_label("Découpage").select_option("ze")
    expect(page.get_by_role("columnheader", name="Zone d'emploi")).to_be_visible()


def test_the_catalogue_reads_without_a_script(without_script):
    page = without_script.open("/aides/")
    page.get_by_label("Mots").fill("export")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page).to_have_url(re.compile("q=export"))
    expect(page.get_by_role("link", name=re.compile("export", re.IGNORECASE)).first).to_be_visible()


def test_places_are_suggested_as_one_types(visitor):
    page = visitor.open("/aides/")
    page.get_by_label("Commune ou territoire").press_sequentially("dunker")
    expect(page.locator("#lieux option").first).to_have_attribute(
        "value", re.compile("^com:|^epci:|^ze:|^arr:")
    )
    expect(page.locator("#catalogue")).to_have_count(1)
