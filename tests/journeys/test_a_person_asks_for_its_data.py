"""Someone asks what is held of her, then that it be erased: the officer for data protection does both in one visit."""

import pytest
from playwright.sync_api import Page
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey

EMAIL, NAME = "odile.fictive@essai.invalid", "Odile Fictive-Barbotin"


@pytest.fixture
def asked(site, settings, tmp_path) -> str:
    """A request of hers, taken back: its reference."""
    from maillage.kit import clock
    from maillage.kit.actor import PUBLIC
    from maillage.modules.inquiries import operations

    settings.MEDIA_ROOT = tmp_path
    draft = operations.InquiryDraft(
        submission_key="odile",
        company=operations.CompanyDraft(name=f"Atelier de {NAME}"),
        subject="creer-reprendre",
        need="Ouvrir un atelier fictif.",
        commune="59350",
        contact_name=NAME,
        contact_email=EMAIL,
    )
    row = operations.submit(draft, at=clock.now(), actor=PUBLIC).inquiry
    operations.withdraw(row, at=clock.now(), actor=PUBLIC)
    return row.reference


def told(page: Page) -> str:
    return page.locator("#contenu").inner_text()


@pytest.mark.requirement("S-119")
def test_everything_held_is_handed_over_then_erased(visitor: Visitor, asked: str) -> None:
    visitor.sign_in("ines")
    page = visitor.open("/reglages/")
    page.get_by_role("link", name="Données des personnes").click()
    page.get_by_label("Droit exercé").select_option("erasure")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    assert visitor.axe() == []
    page.get_by_role("button", name="Inscrire et chercher").click()
    page.wait_for_url("**/reglages/personnes/DP-2026-*/")
    assert EMAIL not in page.url
    assert asked in told(page) and NAME in told(page)
    assert visitor.axe_everywhere() == []
    with page.expect_download() as handed:
        page.get_by_role("link", name="Remettre une copie").click()
    assert handed.value.suggested_filename.endswith(".zip")
    page.get_by_role("link", name="Effacer…").click()
    page.get_by_role("button", name="Effacer définitivement").wait_for()
    assert "nom du contact" in told(page)
    assert visitor.axe_everywhere() == []
    page.get_by_role("button", name="Effacer définitivement").click()
    page.wait_for_url("**/reglages/personnes/DP-2026-*/")
    assert "Les données sont effacées" in told(page)
    assert NAME not in told(page) and EMAIL not in told(page)


def test_durations_are_decided_on_screen(visitor: Visitor) -> None:
    visitor.sign_in("ines")
    page = visitor.open("/reglages/personnes/conservation/")
    assert visitor.axe_everywhere() == []
    page.get_by_role("link", name="Demandes", exact=True).last.click()
    page.get_by_label("Nombre de jours").fill("7300")
    page.get_by_label("Décision").fill("délibération fictive")
    assert visitor.axe() == []
    page.get_by_role("button", name="Décider").click()
    page.wait_for_url("**/reglages/personnes/conservation/")
    assert "délibération fictive" in told(page)
