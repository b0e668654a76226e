"""A company says its situation once, gets a pathway and one name, and reads the answer."""

import io
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from pypdf import PdfReader

from maillage.kit import clock
from maillage.modules.crm.models import Company
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.models import Inquiry
from maillage.shared.access.queries import actor_of
from maillage.shared.accounts.models import User
from maillage.shared.directory.models import Person

pytestmark = pytest.mark.journey

WIDTHS = (1440, 390)
ANSWERED = "commune=59350&effectif=8&profil=tpe&sujet=financer&avancement=preparing"


@pytest.fixture(autouse=True)
def _nobody_sent_anything_yet():
    cache.clear()


def check(visitor) -> None:
    """axe finds nothing on the page, and nothing is wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def fill(page) -> None:
    """The form of the request, as Claire fills it."""
    page.get_by_label("Votre nom").fill("Claire Fictive")
    page.get_by_label("Adresse électronique").fill("claire@exemple.invalid")
    page.get_by_label("Votre message").fill("Je veux acheter un four plus sobre.")
    page.get_by_role("button", name="Envoyer ma demande").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_company_asks_and_reads_the_answer_of_its_officer(visitor, width):
    company = Company.objects.filter(establishments__commune="59350").order_by("pk").first()
    page = visitor.open("/")
    page.set_viewport_size({"width": width, "height": 900})
    check(visitor)
    page.get_by_label("Nom, SIREN ou SIRET de votre entreprise").fill(company.siren)
    page.get_by_role("button", name="Commencer").click()
    check(visitor)
    page.get_by_role("link", name=re.compile(re.escape(company.name))).click()
    check(visitor)
    page.get_by_role("link", name=re.compile("Très petite entreprise")).click()
    page.get_by_role("link", name=re.compile("Financer")).first.click()
    page.get_by_role("link", name="Acheter du matériel d'occasion").click()
    page.get_by_role("link", name=re.compile("Un projet qui se prépare")).click()
    expect(page.get_by_text(re.compile("restent? à départager"))).to_be_visible()
    check(visitor)
    page.get_by_role("link", name="Je ne sais pas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre parcours")
    check(visitor)
    fill(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est partie")
    check(visitor)
    page.get_by_role("link", name="Voir ma demande").click()
    follow = page.url
    expect(page.get_by_role("region", name="Votre contact")).to_contain_text("Vous répond avant le")
    check(visitor)

    reference = Inquiry.objects.latest("pk").reference
    manager = actor_of(User.objects.get(email="helene@demo.invalid"), on=clock.today())
    amina = Person.objects.get(slug="amina")
    if Inquiry.objects.latest("pk").lead_id != amina.pk:
        operations.reassign(reference, amina.pk, "elle connaît le sujet", at=clock.now(), actor=manager)
    visitor.sign_in("amina")
    visitor.open(f"/bureau/demandes/{reference}/")
    expect(page.locator("main")).to_contain_text("Je veux acheter un four plus sobre.")
    page.get_by_text("Ajouter une étape").click()
    page.get_by_label("Ce qu'on y fait").fill("Choisir le four avec un conseiller")
    page.get_by_label("Organisme responsable").select_option(label="DAEN, Région Hauts-de-France")
    page.get_by_role("button", name="Ajouter l'étape").click()
    page.get_by_role("link", name="Répondre à l'entreprise").click()
    page.get_by_label("Votre réponse, telle que l'entreprise la lira").fill("Deux aides vous sont ouvertes.")
    page.get_by_role("button", name="Envoyer la réponse").click()

    page.context.clear_cookies()
    page.goto(follow)
    expect(page.get_by_role("region", name="Vos échanges")).to_contain_text("Deux aides vous sont ouvertes.")
    expect(page.get_by_role("region", name="Votre parcours")).to_contain_text("Choisir le four")
    expect(page.get_by_role("region", name="Votre contact")).to_contain_text("Amina")
    page.get_by_role("button", name="J'ai commencé").first.click()
    expect(page.get_by_role("region", name="Votre parcours")).to_contain_text("Commencée")
    check(visitor)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_project_without_number_is_served_without_javascript(without_script, width):
    page = without_script.open("/")
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("link", name="Décrivez votre projet").click()
    page.get_by_label("Nom de l'entreprise ou du projet").fill("Atelier fictif des deux ponts")
    page.get_by_role("button", name="Décrire mon projet").click()
    page.get_by_role("link", name=re.compile("Créateur ou repreneur")).click()
    page.get_by_role("link", name=re.compile("Créer ou reprendre")).click()
    page.get_by_role("link", name=re.compile("Une idée")).click()
    page.get_by_role("link", name="Revenir à la question précédente").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Où en est votre projet")
    page.get_by_role("link", name=re.compile("Une idée")).click()
    page.locator("#champ-commune").fill("Lille")
    page.get_by_role("button", name="Répondre à la question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre parcours")
    expect(page.get_by_text("Atelier fictif des deux ponts").first).to_be_visible()
    fill(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est partie")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_refusal_is_explained(visitor, width):
    page = visitor.open("/parcours/?commune=59350&effectif=14&creation=01/03/2010&profil=pme&sujet=financer")
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_text(re.compile(r"^Non.: \d+.aides, et pourquoi")).click()
    refused = page.locator("#non").get_by_role("listitem").filter(has_text="14 salariés").first
    expect(refused).to_be_visible()
    expect(page.locator("#non").get_by_text("Et si…").first).to_be_visible()
    check(visitor)


@pytest.mark.requirement("H-164")
def test_the_document_of_the_pathway_is_read_back(visitor):
    page = visitor.open(f"/parcours/?{ANSWERED}")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Enregistrer en PDF").click()
    content = downloading.value.path().read_bytes()
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)
    assert "Votre parcours" in text and "Qui vous répondra" in text


def test_what_is_wrong_is_said_and_nothing_is_lost(visitor):
    page = visitor.open(f"/parcours/?{ANSWERED}&nom=Projet+fictif")
    page.get_by_role("textbox", name="Votre message").fill("Un four d'occasion.")
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("alert")).to_contain_text("n'est pas encore parti")
    expect(page.get_by_role("textbox", name="Votre message")).to_have_value("Un four d'occasion.")
    check(visitor)
    visitor.was_answered(422)


PAGES = (
    "/",
    "/commencer/?q=boulangerie",
    "/commencer/?q=zzyzx",
    "/commencer/sans-numero/?identite=foreign",
    "/commencer/par-lieu/?commune=Lille",
    "/commencer/dire/",
    "/commencer/question/?nom=Projet",
    f"/commencer/question/?{ANSWERED}",
    f"/parcours/?{ANSWERED}",
    "/suivi/",
)


@pytest.mark.one_database
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_pages_of_a_company(visitor, path):
    visitor.open(path)
    assert visitor.axe_everywhere() == []
