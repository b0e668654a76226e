"""An administrator changes a routing rule, reads what it would have changed, and publishes it."""

import re

import pytest
from playwright.sync_api import expect

from maillage.modules.inquiries.models import RoutingTable

pytestmark = pytest.mark.journey


def check(visitor) -> None:
    """axe finds nothing on the page, and nothing is wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_rule_is_replayed_on_past_requests_before_it_is_published(visitor, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("farid")
    page = visitor.open("/reglages/demandes/")
    check(visitor)
    page.get_by_label("Ce qui va changer").fill("La Somme en direct")
    page.get_by_role("button", name="Préparer un brouillon").click()
    check(visitor)
    page.get_by_role("link", name="Ajouter une règle").click()
    check(visitor)
    page.get_by_label("Intitulé").fill("Reprises dans la Somme")
    page.get_by_label("Créer ou reprendre une entreprise").check()
    page.get_by_label("Territoire").fill("la Somme")
    page.get_by_label("Unité qui répond").select_option(label="DAEN, Région Hauts-de-France")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Rien n'est encore enregistré.")
    expect(page.get_by_role("alert")).to_contain_text("communes entièrement dans ce territoire")
    page.get_by_role("button", name="Oui, enregistrer").click()
    expect(page.get_by_role("row", name=re.compile("Reprises dans la Somme"))).to_contain_text("Somme")
    check(visitor)
    page.get_by_role("link", name="Rejouer sur les demandes passées").click()
    page.get_by_label("Reçues du").fill("2026-05-01")
    page.get_by_label("au", exact=True).fill("2026-11-21")
    page.get_by_role("button", name="Rejouer").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(
        re.compile(r"\d+ demandes? sur \d+ (serait|seraient) allées? ailleurs")
    )
    check(visitor)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status").first).to_contain_text("est publiée")
    check(visitor)
    assert RoutingTable.objects.filter(state="published").count() == 2


@pytest.mark.parametrize("width", [1440, 390])
def test_pathways_rules_and_uncovered_needs_hold_on_any_screen(visitor, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.sign_in("farid")
    for address in (
        "/reglages/demandes/parcours/",
        "/reglages/demandes/parcours/innover-artisan/",
        "/reglages/demandes/orientation/1/",
        "/bureau/besoins/",
    ):
        visitor.open(address)
        check(visitor)
