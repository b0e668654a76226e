"""An administrator says who does what where: a perimeter is counted before it is saved, a departure says what follows."""

import pytest

pytestmark = pytest.mark.journey

PAGES = [
    "/reglages/annuaire/",
    "/reglages/annuaire/reponses/nouvelle/",
    "/reglages/annuaire/sans-reponse/numerique/",
    "/reglages/annuaire/sujets/",
    "/reglages/annuaire/unites/",
    "/reglages/annuaire/unites/daen/",
    "/reglages/annuaire/personnes/",
    "/reglages/annuaire/personnes/amina/",
    "/organisations/cci-pays-de-la-loire/",
    "/organisations/?q=codir",
]


@pytest.mark.parametrize("path", PAGES)
def test_the_settings_of_the_directory_are_accessible(visitor, path):
    visitor.sign_in("farid")
    visitor.open(path)

    assert visitor.axe_everywhere() == []


def test_a_gap_is_filled_from_the_screen(visitor):
    visitor.sign_in("farid")
    page = visitor.open("/reglages/annuaire/")
    page.get_by_role("complementary").get_by_role("link", name="S'équiper en numérique").click()
    assert "CC du Sud Avesnois" not in page.content()
    page.get_by_role("link", name="Ajouter une réponse").click()
    page.get_by_label("Sujet").select_option(label="S'équiper en numérique")
    page.get_by_label("Unité qui répond").select_option(label="DPEAP, Région Hauts-de-France")
    page.get_by_label("Périmètre").fill("epci200043404")
    page.get_by_role("button", name="Enregistrer").click()
    assert page.locator(".error").is_visible()
    visitor.was_answered(422)

    page.get_by_label("Périmètre").fill("epci:200043404")
    page.get_by_role("button", name="Enregistrer").click()
    asked = page.get_by_role("alert")
    assert "Rien n'est encore enregistré." in asked.inner_text()
    assert "CC du Sud Avesnois" in asked.inner_text()
    assert "12 communes entièrement dans ce territoire" in asked.inner_text()
    page.get_by_role("button", name="Oui, enregistrer").click()
    assert page.get_by_text("La réponse est ajoutée.").is_visible()


def test_an_absence_is_noted_then_cancelled(visitor):
    visitor.sign_in("farid")
    page = visitor.open("/reglages/annuaire/personnes/bruno/")
    page.get_by_text("Noter une absence").click()
    page.get_by_label("Premier jour").fill("2026-12-21")
    page.get_by_label("Dernier jour").fill("2026-12-18")
    page.get_by_role("button", name="Noter l'absence").click()
    assert page.get_by_text("Le dernier jour d'absence vient avant le premier.").is_visible()
    visitor.was_answered(422)

    page.get_by_label("Dernier jour").fill("2026-12-31")
    page.get_by_role("button", name="Noter l'absence").click()
    assert page.get_by_text("L'absence est notée.").is_visible()
    page.get_by_role("button", name="Annuler cette absence").click()
    assert page.get_by_text("L'absence est annulée.").is_visible()
