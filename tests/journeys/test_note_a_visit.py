"""A visit noted on a phone: the report, who was there, what follows; and it is in the story of the company."""

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


@pytest.mark.requirement("H-239")
@pytest.mark.requirement("H-073")
def test_an_officer_notes_a_joint_visit_on_her_phone(visitor: Visitor) -> None:
    visitor.sign_in("amina")
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    page = visitor.open("/bureau/entreprises/?q=000000018")
    page.get_by_role("link", name="Menuiserie Clairfictif").first.click()
    page.get_by_role("link", name="Noter un échange").click()

    assert "Bruno" in page.locator(".overlap").inner_text()
    warned = page.locator(".overlap").bounding_box()
    asked = page.get_by_label("J'ai lu qui l'a sollicitée avant moi, et je continue").bounding_box()
    assert warned is not None and asked is not None
    assert 0 <= asked["y"] - (warned["y"] + warned["height"]) < 120
    small = page.locator(
        "main form.exchange :is(input[type=text], input[type=date], select, button)"
    ).evaluate_all(
        "all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_label("visite", exact=True).check()
    page.get_by_label("Objet, en une ligne").fill("visite du nouvel atelier")
    page.get_by_label("Claire Fictive, dirigeante").check()
    page.get_by_label("Avec qui du réseau, ou d'à côté").fill("Driss Dunevent")
    page.get_by_label("Besoins exprimés").fill("Un local plus grand")
    page.get_by_label("Décisions").fill("Chiffrer deux terrains")
    page.get_by_label("Prochaine action").fill("Envoyer la liste des terrains")
    page.get_by_label("Pour le").fill("2026-12-01")
    page.get_by_role("button", name="Enregistrer l'échange").click()

    assert "Rien n'est perdu" in page.locator(".error-summary").inner_text()
    visitor.was_answered(422)
    assert page.get_by_label("Besoins exprimés").input_value() == "Un local plus grand"
    page.get_by_label("J'ai lu qui l'a sollicitée avant moi, et je continue").check()
    page.get_by_role("button", name="Enregistrer l'échange").click()

    assert "Un local plus grand" in page.locator("main").inner_text()
    assert "Driss Dunevent" in page.locator("aside").inner_text()
    asking = page.get_by_role("link", name="Saisir une demande de l'entreprise")
    assert "besoin=Un+local+plus+grand" in str(asking.get_attribute("href"))
    assert visitor.axe_everywhere() == []

    page.get_by_role("link", name="Menuiserie Clairfictif").first.click()
    story = page.get_by_role("heading", name="Récit").locator("xpath=ancestor::section")
    assert "avec Driss Dunevent, visite l'entreprise" in story.inner_text()
    visitor.sign_in("driss")
    page = visitor.open("/bureau/echanges/?onglet=faits")
    page.get_by_role("link", name="visite du nouvel atelier").click()
    assert "Chiffrer deux terrains" in page.locator("main").inner_text()


@pytest.mark.requirement("H-239")
def test_a_joint_visit_is_held_corrected_and_withdrawn_for_all_who_took_part(visitor: Visitor) -> None:
    visitor.sign_in("amina")
    page = visitor.open("/bureau/entreprises/?q=000000018")
    page.get_by_role("link", name="Menuiserie Clairfictif").first.click()
    page.get_by_role("link", name="Noter un échange").click()
    page.get_by_label("visite", exact=True).check()
    page.get_by_label("J'ai lu qui l'a sollicitée avant moi, et je continue").check()
    page.get_by_label("Jour", exact=True).fill("2026-11-24")
    page.get_by_label("Objet, en une ligne").fill("visite à deux")
    page.get_by_label("Avec qui du réseau, ou d'à côté").fill("Driss Dunevent")
    page.get_by_role("button", name="Enregistrer l'échange").click()
    address = page.url.partition("?")[0].removeprefix(visitor.site)

    page.get_by_role("link", name="Rendre compte").click()
    page.get_by_label("Décisions").fill("Chiffrer deux terrains")
    page.get_by_role("button", name="Enregistrer le compte rendu").click()
    visitor.sign_in("driss")
    page = visitor.open(address)
    assert "Chiffrer deux terrains" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Corriger").count() == 0

    visitor.sign_in("amina")
    page = visitor.open(address)
    page.get_by_role("link", name="Corriger").click()
    assert page.get_by_label("Avec qui du réseau, ou d'à côté").input_value() == "Driss Dunevent"
    page.get_by_label("Décisions").fill("Chiffrer trois terrains")
    page.get_by_label("Ce que vous corrigez").fill("un terrain oublié")
    page.get_by_label("J'ai lu qui l'a sollicitée avant moi, et je continue").check()
    page.get_by_role("button", name="Enregistrer la correction").click()
    second = page.url.partition("?")[0].removeprefix(visitor.site)
    visitor.sign_in("driss")
    page = visitor.open("/bureau/echanges/?onglet=faits")
    assert page.get_by_role("link", name="visite à deux").count() == 1
    page.get_by_role("link", name="visite à deux").click()
    assert page.url == visitor.site + second
    assert "Chiffrer trois terrains" in page.locator("main").inner_text()

    visitor.sign_in("amina")
    page = visitor.open(second)
    page.locator("summary", has_text="Retirer cet échange").click()
    page.get_by_label("Pourquoi vous le retirez").fill("mauvaise entreprise")
    page.get_by_role("button", name="Retirer l'échange").click()
    visitor.sign_in("driss")
    page = visitor.open("/bureau/echanges/?onglet=faits")
    assert page.get_by_role("link", name="visite à deux").count() == 0


def test_an_exchange_noted_by_mistake_is_undone_at_once(visitor: Visitor) -> None:
    visitor.sign_in("bruno")
    page = visitor.open("/bureau/entreprises/?q=000000018")
    page.get_by_role("link", name="Menuiserie Clairfictif").first.click()
    page.get_by_role("link", name="Noter un échange").click()
    page.get_by_label("à leur initiative").check()
    page.get_by_label("Objet, en une ligne").fill("erreur de fiche")
    page.get_by_role("button", name="Enregistrer l'échange").click()
    page.get_by_role("button", name="Annuler", exact=True).click()

    assert "Retiré" in page.locator(".badges").inner_text()
    page.locator("summary", has_text="Remettre cet échange").click()
    page.get_by_role("button", name="Remettre l'échange").click()
    assert "L'échange est remis" in page.locator(".desk-status").inner_text()
