"""A person settles what the document does not say, with a source; an integration without a holder is refused."""

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

SOURCE = "Délibération fictive du bureau, 2026-12"
SROM = "/missions/srom-2017-2021"


def check(visitor: Visitor) -> None:
    """axe finds nothing on the page, and nothing is wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.requirement("S-031")
def test_a_question_mark_becomes_a_mode_with_its_source(visitor: Visitor) -> None:
    """From « ? » to « A » on the page of the box, then taken back."""
    visitor.sign_in("farid")
    page = visitor.open(f"{SROM}/case/FIN-CB-1/mode/?date=2018-01-01")
    check(visitor)
    page.get_by_role("radio", name="A · Autonomie").check()
    expect(page.get_by_text("Coopération : pour quoi", exact=False)).to_be_hidden()
    page.get_by_role("group", name="Gérée localement par").get_by_label("CCI Vendée").check()
    page.locator("#record-source").fill(SOURCE)
    page.get_by_role("button", name="Enregistrer ce mode").click()
    expect(page.get_by_role("heading", name="Autonomie")).to_be_visible()
    expect(page.get_by_text(SOURCE)).to_be_visible()
    check(visitor)
    page.get_by_role("button", name="Annuler ce que je viens d'enregistrer").click()
    expect(page.get_by_text("Retiré le", exact=False)).to_be_visible()


@pytest.mark.requirement("S-013")
def test_an_integration_without_a_holder_is_refused_and_nothing_is_lost(visitor: Visitor) -> None:
    visitor.sign_in("farid")
    page = visitor.open(f"{SROM}/case/FIN-CB-2/mode/?date=2018-01-01")
    page.get_by_role("radio", name="I · Intégration").check()
    page.get_by_role("radio", name="au niveau de la CCI régionale").check()
    page.locator("#record-source").fill(SOURCE)
    page.get_by_role("button", name="Enregistrer ce mode").click()
    expect(page.get_by_text("Une intégration a un titulaire", exact=False)).to_be_visible()
    visitor.was_answered(422)
    expect(page.locator("#record-source")).to_have_value(SOURCE)
    check(visitor)
    page.locator("#record-holder").select_option(label="CCI Pays de la Loire")
    page.get_by_role("button", name="Enregistrer ce mode").click()
    expect(page.get_by_role("heading", name="Intégration")).to_be_visible()


@pytest.mark.requirement("S-031")
def test_a_box_to_confirm_is_settled_from_the_work_list(visitor: Visitor) -> None:
    visitor.sign_in("farid")
    page = visitor.open(f"{SROM}/a-confirmer/")
    page.get_by_role("link", name="Trancher").first.click()
    check(visitor)
    section = page.locator("form.stack").first
    section.get_by_role("radio", name="oui, elle y figure").check()
    section.get_by_role("button", name="Trancher").click()
    expect(page.get_by_text("Il manque la source", exact=False)).to_be_visible()
    visitor.was_answered(422)
    section.locator("[name=source]").fill(SOURCE)
    section.get_by_role("button", name="Trancher").click()
    expect(page.get_by_text("C'est tranché", exact=False)).to_be_visible()


def test_an_elected_reader_finds_no_button_that_writes(visitor: Visitor) -> None:
    visitor.sign_in("gaelle")
    page = visitor.open(f"{SROM}/case/FIN-CB-1/")
    expect(page.get_by_role("link", name="Dire le mode")).to_have_count(0)
