"""On any record, one asks why one sees it and who else does, and reads the role, the perimeter and the rule."""

import pytest
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journey


def test_an_officer_reads_why_she_sees_a_request_and_who_else_does(visitor: Visitor) -> None:
    visitor.sign_in("amina")
    page = visitor.open("/bureau/demandes/")
    page.locator("main a[href^='/bureau/demandes/2026-']").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Pourquoi je vois ceci").click()
    page.wait_for_load_state("networkidle")
    told = page.locator("main").inner_text().replace("\u00a0", " ")
    assert "Votre rôle : agent," in told
    assert "Nord" in told
    assert "depuis le 6 janvier 2025" in told
    assert "Dirige l'unité qui répond" in told
    assert "Jules" in told
    assert visitor.axe_everywhere() == []


def test_an_administrator_reads_it_on_a_unit_a_person_an_organisation_and_an_account(
    visitor: Visitor,
) -> None:
    visitor.sign_in("farid")
    for path in (
        "/reglages/annuaire/unites/daen/",
        "/reglages/annuaire/personnes/amina/",
        "/organisations/cci-pays-de-la-loire/",
        "/aides/",
    ):
        page = visitor.open(path)
        if path == "/aides/":
            page.locator("main h2 a, main h3 a").first.click()
            page.wait_for_load_state("networkidle")
        page.get_by_role("link", name="Pourquoi je vois ceci").click()
        page.wait_for_load_state("networkidle")
        assert (
            page.get_by_role("heading", level=1).inner_text().replace("\u00a0", " ")
            == "Pourquoi je vois ceci ?"
        )
        assert page.locator("main section").count() >= 1, path


def test_a_visitor_is_not_asked_anything(visitor: Visitor) -> None:
    page = visitor.open("/organisations/cci-pays-de-la-loire/")
    assert page.get_by_role("link", name="Pourquoi je vois ceci").count() == 0
