"""Two files of one company: compared side by side, merged, and parted again a moment later."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


@pytest.mark.requirement("H-073")
def test_an_officer_merges_two_files_and_parts_them_again(visitor):
    from maillage.modules.crm.models import Company
    from maillage.shared.matching.models import DoubtfulPair

    pair = DoubtfulPair.objects.order_by("-probability", "pk")[0]
    kept = Company.objects.get(public_id__in=(pair.left, pair.right), origin="register")
    taken = Company.objects.exclude(pk=kept.pk).get(public_id__in=(pair.left, pair.right))
    visitor.sign_in("amina")
    page = visitor.open("/bureau/entreprises/")
    page.get_by_role("link", name="Doublons possibles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Doublons possibles")
    assert visitor.axe_everywhere() == []
    page.locator(f"a[href$='/doublons/{pair.pk}/']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Est-ce la même entreprise")
    expect(page.locator("main")).to_contain_text("même commune", ignore_case=True)
    assert visitor.axe_everywhere() == []

    page.get_by_label("Pourquoi (facultatif)").fill("saisie deux fois (fictif)")
    page.get_by_role("button", name=f"Fusionner, garder « {kept.name} »").click()
    expect(page.locator("main")).to_contain_text("Défaire la fusion")
    assert visitor.axe_everywhere() == []
    visitor.open(f"/bureau/entreprises/{taken.public_id}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(kept.name)

    visitor.open("/bureau/entreprises/doublons/")
    page.get_by_role("link", name=re.compile(f"dans {re.escape(kept.name)}")).click()
    page.get_by_role("button", name="Séparer les deux fiches").click()
    expect(page.locator("main")).to_contain_text("les deux fiches existent de nouveau")
    visitor.open(f"/bureau/entreprises/{taken.public_id}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(taken.name)
    assert visitor.complaints == []
