"""Whoever comes from where the network is not still gets a name and a date: another country, another region, a gap."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from maillage.kit import clock
from maillage.modules.inquiries.models import Inquiry, RoutingTable
from maillage.shared.directory.models import Service

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def _nobody_sent_anything_yet():
    cache.clear()


def ask(page) -> Inquiry:
    """Send the form of the pathway; the request that was received."""
    page.get_by_label("Votre nom").fill("Claire Fictive")
    page.get_by_label("Adresse électronique").fill("claire@exemple.invalid")
    page.get_by_label("Votre message").fill("Qui peut nous accompagner ?")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est partie")
    expect(page.get_by_role("region", name="Votre contact")).to_contain_text("Vous répond avant le")
    return Inquiry.objects.select_related("company").latest("pk")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_foreign_company_describes_its_project_and_gets_a_name(visitor, width):
    page = visitor.open("/commencer/")
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("link", name=re.compile("Mon entreprise est à l'étranger")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre entreprise à l'étranger")
    assert visitor.axe() == []
    page.get_by_label("Nom de l'entreprise").fill("Fictive Works")
    page.get_by_label("Pays du siège").select_option("BE")
    page.get_by_role("button", name="Décrire mon projet ici").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Que voulez-vous faire ?")
    page.get_by_role("link", name=re.compile("Trouver un local")).click()
    page.get_by_role("link", name="Voir mon parcours sans attendre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre parcours")
    assert visitor.axe() == []
    company = ask(page).company
    assert (company.name, company.identity, company.country) == ("Fictive Works", "foreign", "BE")


def test_a_company_outside_the_region_is_told_so_first_and_still_gets_a_name(visitor):
    page = visitor.open("/commencer/sans-numero/")
    page.get_by_label("Nom de l'entreprise ou du projet").fill("Atelier fictif du Vieux-Port")
    page.get_by_role("button", name="Décrire mon projet").click()
    page.get_by_role("link", name=re.compile("Petite ou moyenne")).click()
    page.get_by_role("link", name=re.compile("Vendre à l'étranger")).click()
    page.get_by_role("link", name=re.compile("Une idée")).click()
    page.locator("#champ-commune").fill("Marseille")
    page.get_by_role("button", name="Répondre à la question").click()
    told = page.get_by_text("Marseille est hors du territoire du réseau")
    expect(told).to_be_visible()
    team = page.get_by_role("heading", name="Qui vous répondra")
    assert told.bounding_box()["y"] < team.bounding_box()["y"]
    assert visitor.axe() == []
    assert not ask(page).unserved_place


def test_a_company_that_nobody_serves_is_told_so_first_and_the_gap_is_counted(visitor):
    Service.objects.all().delete()
    RoutingTable.objects.update(since=clock.today() + timedelta(days=1))
    page = visitor.open("/parcours/?nom=Forge+fictive&commune=59350&profil=artisan&sujet=innover")
    expect(page.get_by_text(re.compile("Personne du réseau n'est encore chargé de"))).to_be_visible()
    expect(page.get_by_role("region", name="Qui vous répondra")).to_contain_text("Région Hauts-de-France")
    assert visitor.axe() == []
    assert ask(page).unserved_place
