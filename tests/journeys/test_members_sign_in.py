"""Signing in as the network's people: pages readable by all, and a form that came too late is sent anew."""

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_of_accounts_are_accessible(visitor: Visitor, width: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": 900})
    for path in ("/connexion/", "/connexion/mot-de-passe/oublie/", "/connexion/fin/"):
        visitor.open(path)
        assert visitor.axe() == []
    visitor.sign_in("farid")
    for path in ("/reglages/comptes/", "/reglages/comptes/nouveau/", "/connexion/mot-de-passe/"):
        visitor.open(path)
        assert visitor.axe() == []
        assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path
    visitor.page.goto(visitor.site + "/reglages/comptes/")
    visitor.page.get_by_role("link", name="Amina Brumedor").click()
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.axe() == []


def test_one_who_acts_for_two_organisations_changes_hats(visitor: Visitor) -> None:
    visitor.sign_in("elise")
    page = visitor.open("/bureau/")
    page.locator(".acting summary").click()
    page.get_by_role("button", name="Agir pour CCI Pays de la Loire").click()
    page.wait_for_load_state("networkidle")
    assert "J'agis pour CCI Pays de la Loire" in page.locator(".acting summary").inner_text()
