"""An officer narrows the list of helped companies, keeps the view, notes one aid for two companies and undoes it, takes a file."""

import re

import pytest
from playwright.sync_api import expect

from maillage.modules.crm.models import AidReceived, CompanyExport, SavedView

pytestmark = pytest.mark.journey

LIST = "/bureau/entreprises/aidees/"


def check(visitor) -> None:
    """axe finds nothing on the page, and nothing is wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.requirement("H-097")
def test_an_officer_narrows_the_list_keeps_it_acts_on_two_and_takes_a_file(visitor):
    visitor.sign_in("amina")
    page = visitor.open(LIST)
    check(visitor)
    expect(page.get_by_label("Direction")).to_be_hidden()
    page.get_by_text("Plus de filtres").click()
    page.get_by_label("Direction").select_option(label="DTRI, Région Hauts-de-France")
    page.get_by_label("Territoire", exact=True).fill("Nord")
    page.get_by_label("Depuis l'année").fill("2021")
    page.get_by_role("button", name="Filtrer").click()
    assert "direction=dtri" in page.url
    chosen = page.get_by_role("list", name="Filtres choisis")
    expect(chosen).to_contain_text("Direction : DTRI")
    expect(chosen.get_by_role("link", name="Retirer depuis 2021")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+ aides?"))
    page.get_by_text("Mes vues").click()
    page.get_by_label("Nom de la vue que voici").fill("DTRI dans le Nord")
    page.get_by_role("button", name="Enregistrer la vue").click()
    expect(page.locator(".desk-status")).to_contain_text("est enregistrée")
    expect(page.get_by_role("link", name="DTRI dans le Nord").first).to_be_visible()
    assert SavedView.objects.get().address == "direction=dtri&lieu=Nord&de=2021"

    before = AidReceived.objects.filter(withdrawn_at=None).count()
    boxes = page.get_by_role("checkbox", name=re.compile("^Choisir "))
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(page.get_by_role("button", name="Préparer l'acte")).to_be_in_viewport()
    page.get_by_role("button", name="Préparer l'acte").click()
    check(visitor)
    page.get_by_label("Aide", exact=True).fill("Aide fictive du parcours")
    page.get_by_role("button", name="Noter l'aide").click()
    expect(page.get_by_role("heading", name="Ce qui se passera")).to_be_visible()
    assert AidReceived.objects.filter(withdrawn_at=None).count() == before
    check(visitor)
    page.get_by_role("button", name="Le faire pour ces 2 entreprises").click()
    expect(page.get_by_role("cell", name="Aide notée.").first).to_be_visible()
    assert AidReceived.objects.filter(withdrawn_at=None).count() == before + 2
    page.get_by_role("button", name="Tout défaire").click()
    expect(page.get_by_text("Aide retirée.").first).to_be_visible()
    assert AidReceived.objects.filter(withdrawn_at=None).count() == before
    check(visitor)

    visitor.open(LIST + "?direction=dtri")
    page.get_by_role("link", name="Prendre en fichier").click()
    check(visitor)
    page.get_by_label("Pour quoi faire").fill("préparer une réunion fictive")
    page.get_by_role("button", name="Faire le fichier").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger le fichier").first.click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    assert CompanyExport.objects.get().reason == "préparer une réunion fictive"
    check(visitor)


@pytest.mark.requirement("H-097")
def test_an_elected_member_reads_the_list_on_a_phone_and_no_more(visitor):
    visitor.sign_in("gaelle")
    page = visitor.open(LIST)
    assert visitor.axe_everywhere() == []
    expect(page.get_by_role("button", name="Préparer l'acte")).to_have_count(0)
    visitor.open(LIST + "?q=000000018")
    page.get_by_role("link", name="Menuiserie Clairfictif").first.click()
    expect(page.get_by_role("heading", name="Aides reçues")).to_be_visible()
    expect(page.locator("main")).to_contain_text("lu par ceux qui suivent l'entreprise")
