"""An administrator makes a token, its program uses it, and it is revoked: nothing opens any more."""

import pytest

pytestmark = pytest.mark.journey

PAGES = ["/reglages/programmes/", "/reglages/programmes/jetons/nouveau/", "/donnees/"]


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_programs_are_accessible(visitor, path):
    visitor.sign_in("farid")
    visitor.open(path)

    assert visitor.axe_everywhere() == []


def test_a_token_is_made_used_then_revoked(visitor):
    visitor.sign_in("farid")
    page = visitor.open("/reglages/programmes/")
    assert "Aucun programme n'a de jeton" in page.content()
    page.get_by_role("link", name="Faire un jeton").click()
    page.get_by_label("Programme").fill("Logiciel fictif")
    page.get_by_label("De l'organisme").select_option(label="Région Hauts-de-France")
    page.get_by_role("button", name="Faire le jeton").click()
    assert page.get_by_label("Programme").input_value() == "Logiciel fictif"
    visitor.was_answered(422)

    page.get_by_label("lire les demandes").check()
    page.get_by_label("Rôle", exact=True).select_option(label="agent")
    page.get_by_role("button", name="Faire le jeton").click()
    assert page.get_by_text("Donnez un périmètre").is_visible()
    visitor.was_answered(422)
    page.get_by_label("Sans limite de territoire").check()
    page.get_by_role("button", name="Faire le jeton").click()
    key = page.get_by_label("À copier").input_value()
    assert visitor.axe_everywhere() == []
    page.get_by_role("link", name="C'est copié").click()
    assert key not in page.content()
    assert "n'a jamais servi" in page.content()

    address = page.url.partition("/reglages")[0] + "/api/v1/inquiries"
    bearer = {"Authorization": f"Bearer {key}"}
    assert page.request.get(address, headers=bearer).json()["items"]
    assert page.request.get(address).status == 401
    page.reload()
    assert "dernier appel le" in page.content()

    page.get_by_role("button", name="Révoquer").click()
    assert page.get_by_text("Le jeton est révoqué").is_visible()
    assert page.request.get(address, headers=bearer).status == 401


def test_the_description_of_the_api_shows_without_anything_from_elsewhere(visitor):
    page = visitor.open("/api/v1/docs")
    page.get_by_text("/api/v1/who").first.wait_for()

    assert visitor.complaints == []
