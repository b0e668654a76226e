"""What nobody answered: the page of the company says it first, the list counts it, the manager reads it (H-073, H-074)."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from maillage.kit import clock
from maillage.kit.actor import PUBLIC
from maillage.modules.inquiries import operations
from maillage.modules.inquiries.models import Inquiry

pytestmark = pytest.mark.journey


@pytest.fixture
def waiting(site) -> Inquiry:
    """A request that Amina leads and that nobody has answered for thirty days."""
    draft = operations.InquiryDraft(
        submission_key="sans-reponse-essai",
        company=operations.CompanyDraft(name="Atelier fictif Patience"),
        subject="financer",
        need="Nous attendons une réponse.",
        commune="59350",
        contact_name="Claire",
        contact_phone="03 00 00 00 00",
        contact_email="claire@exemple.invalid",
    )
    return operations.submit(draft, at=clock.now() - timedelta(days=30), actor=PUBLIC).inquiry


@pytest.mark.requirement("H-073")
@pytest.mark.requirement("H-074")
def test_what_waits_is_said_first_counted_and_taken_away(visitor, waiting):
    visitor.sign_in("helene")
    page = visitor.open(f"/bureau/entreprises/{waiting.company.public_id}/")
    expect(page.locator("#repondu")).to_contain_text("Sans réponse depuis 30 jours")
    assert visitor.axe() == []
    visitor.open("/bureau/sans-reponse/?retard=1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sans réponse")
    expect(page.locator("main")).to_contain_text("Atelier fictif Patience")
    page.get_by_role("link", name="Par territoire").click()
    page.get_by_role("region", name="Compte").get_by_role("link", name="Nord", exact=True).click()
    expect(page.get_by_label("Territoire")).to_have_value("dep:59")
    expect(page.locator("main")).to_contain_text("Atelier fictif Patience")
    assert visitor.axe_everywhere() == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").click()
    assert taken.value.suggested_filename == "sans-reponse.xlsx"


def test_a_territory_that_cannot_be_read_says_what_to_do(visitor, site):
    visitor.sign_in("helene")
    page = visitor.open("/bureau/sans-reponse/?territoire=nulle-part-ailleurs-42")
    expect(page.get_by_role("alert")).to_be_visible()
    assert visitor.axe() == []
    visitor.was_answered(422)
