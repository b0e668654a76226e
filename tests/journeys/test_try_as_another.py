"""An administrator gives a role after seeing what it opens, tries the application as that person, then is herself again."""

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


def test_a_role_is_previewed_then_tried_then_left(visitor: Visitor) -> None:
    visitor.sign_in("farid")
    page = visitor.open("/reglages/comptes/")
    page.get_by_role("link", name="Bruno").first.click()
    page.wait_for_load_state("networkidle")
    assert visitor.axe_everywhere() == []
    page.get_by_label("Périmètre").fill("Amiens, Nord")
    page.get_by_role("button", name="Voir ce qu'il ouvrira").click()
    page.wait_for_load_state("networkidle")
    told = page.locator(".callout[role=status]").first.inner_text().replace("\u00a0", " ")
    assert "Ce que ce rôle ouvrira" in told
    assert "Rien n'est encore écrit." in told
    assert visitor.axe() == []

    page.get_by_role("button", name="Essayer en tant que cette personne").click()
    page.wait_for_load_state("networkidle")
    banner = page.get_by_role("complementary", name="Essai en tant que")
    assert "Vous essayez l'application en tant que Bruno" in banner.inner_text()
    assert visitor.axe_everywhere() == []

    page = visitor.open("/bureau/absence/")
    assert page.locator("main form").count() == 0
    # No page offers to write: what is sent all the same is refused, and said.
    page.evaluate(
        "() => { const form = document.querySelector('aside.trying form');"
        "form.action = '/bureau/absence/'; form.submit(); }"
    )
    page.get_by_role("heading", name="Rien n'a été écrit").wait_for()
    visitor.was_answered(403)
    assert visitor.axe() == []

    page = visitor.open("/aides/")
    page.get_by_role("button", name="Cesser l'essai").click()
    page.wait_for_load_state("networkidle")
    assert "L'essai est terminé" in page.locator("main").inner_text()
    assert page.get_by_role("complementary", name="Essai en tant que").count() == 0
