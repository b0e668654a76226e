"""A director draws the chart to come beside the present one, is held by the law of the path, then decides."""

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


@pytest.mark.requirement("H-020", "H-022")
def test_a_chart_is_drafted_compared_held_by_the_opinion_then_decided(visitor: Visitor) -> None:
    visitor.sign_in("farid")
    page = visitor.open("/reorganisations/")
    page.get_by_text("Préparer une réorganisation").click()
    page.get_by_label("Organisme").select_option(label="Région Hauts-de-France")
    page.get_by_label("Titre du projet").fill("Rapprocher les services financiers")
    page.get_by_role("button", name="Ouvrir le projet").click()
    page.wait_for_load_state("networkidle")

    page.get_by_text("Créer une unité", exact=True).click()
    page.get_by_role("textbox", name="Nom", exact=True).fill("Pôle financier fictif")
    page.get_by_role("button", name="Ajouter au projet").locator("visible=true").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("nouvelle", exact=True).count() == 1
    assert visitor.axe_everywhere() == []

    page.get_by_text("Enregistrer la décision", exact=True).first.click()
    page.get_by_label("Décidée par").select_option(label="Région Hauts-de-France")
    page.get_by_role("button", name="Décider la réorganisation").click()
    page.wait_for_load_state("networkidle")
    assert "n'a pas encore rendu son avis" in page.locator("main").inner_text()
    visitor.was_answered(422)

    page.get_by_text("Noter où en est le projet", exact=True).click()
    page.get_by_label("Avis du comité technique le").fill("2026-11-20")
    page.get_by_label("Entrée en vigueur le").fill("2026-11-19")
    page.get_by_role("button", name="Enregistrer les dates").click()
    page.wait_for_load_state("networkidle")
    assert "précéderait" in page.locator("main").inner_text()
    assert page.get_by_label("Entrée en vigueur le").input_value() == "2026-11-19"
    visitor.was_answered(422)
    page.get_by_label("Entrée en vigueur le").fill("2026-11-21")
    page.get_by_role("button", name="Enregistrer les dates").click()
    page.wait_for_load_state("networkidle")

    page.get_by_text("Enregistrer la décision", exact=True).first.click()
    page.get_by_label("Décidée par").select_option(label="Région Hauts-de-France")
    form = page.locator("form", has=page.get_by_role("button", name="Décider la réorganisation"))
    form.locator("[name=source_kind]").select_option("deliberation")
    form.locator("[name=source]").fill("Délibération fictive")
    page.get_by_role("button", name="Décider la réorganisation").click()
    page.wait_for_load_state("networkidle")
    assert "en vigueur" in page.locator("main").inner_text()
    visitor.open("/reglages/annuaire/unites/")
    assert page.get_by_role("link", name="Pôle financier fictif").count() == 1


@pytest.mark.requirement("H-135")
def test_an_elected_member_reads_the_draft_and_finds_nothing_to_press(visitor: Visitor) -> None:
    visitor.sign_in("gaelle")
    page = visitor.open("/reorganisations/positionnement/")
    assert page.get_by_text("Jamais traitée en réunion").count() >= 1
    assert page.locator("main form, main button").count() == 0
    assert visitor.axe_everywhere() == []
