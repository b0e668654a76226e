"""The yearly follow-up: opened, filled by who answers, read by an elected member, taken away as a document."""

import pytest
from playwright.sync_api import expect

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.plans import operations
from maillage.modules.plans.inputs import CommitmentInput
from maillage.modules.plans.models import Commitment
from maillage.shared.directory.models import Organization

pytestmark = pytest.mark.journey

PLAN = "srom-2017-2021"


def designated() -> Commitment:
    """A commitment of the plan that Élise's chamber answers for, with a prerequisite that is not met."""
    row = Commitment.objects.filter(plan__slug=PLAN, kind="change").order_by("pk")[0]
    chamber = Organization.objects.get(slug="cci-maine-et-loire")
    given = CommitmentInput(words=row.words, due_on=row.due_on, owner=chamber.pk)
    operations.amend(row.pk, given, at=clock.now(), actor=TERMINAL)
    operations.add_prerequisite(row.pk, "Un outil fictif commun", at=clock.now(), actor=TERMINAL)
    return row


def test_a_year_is_opened_filled_and_reported(visitor):
    row = designated()
    visitor.sign_in("farid")
    page = visitor.open("/engagements/suivis/")
    page.locator("summary", has_text="Ouvrir un suivi annuel").click()
    page.get_by_label("Schéma").select_option(PLAN)
    page.get_by_label("À renseigner avant le").fill("2026-12-01")
    page.get_by_label("Date du Bureau").fill("2026-12-10")
    page.get_by_label("Assemblée générale du").fill("2027-01-15")
    page.get_by_role("button", name="Ouvrir le suivi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Suivi 2026 des engagements")
    campaign = page.url

    visitor.sign_in("elise")
    page = visitor.open("/bureau/")
    page.get_by_role("link", name="1 engagement attend que vous disiez où il en est").click()
    expect(page.locator("main")).to_contain_text("assemblée générale du 15 janvier 2027")
    page = visitor.open("/engagements/?les_miens=1")
    page.get_by_role("link", name=row.words).first.click()
    page.locator("summary", has_text="Dire où en est l'engagement").click()
    page.get_by_label("tenu", exact=True).check()
    page.get_by_label("Ce qui a été fait").fill("C'est fait, fictivement.")
    page.get_by_role("button", name="Enregistrer l'état de 2026").click()
    expect(page.locator("main")).to_contain_text("Un préalable n'est pas rempli")
    expect(page.get_by_label("Ce qui a été fait")).to_have_value("C'est fait, fictivement.")
    assert visitor.axe() == []
    page.get_by_label("S'il est tenu malgré un préalable ouvert, pourquoi").fill("Un tableau fictif suffit.")
    page.get_by_role("button", name="Enregistrer l'état de 2026").click()
    visitor.was_answered(422)
    expect(page.locator(".desk-status")).to_contain_text("enregistré")
    assert visitor.axe_everywhere() == []

    visitor.sign_in("gaelle")
    page = visitor.open(campaign.removeprefix(visitor.site))
    page.get_by_role("link", name="Lire le rapport").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapport 2026 des engagements")
    expect(page.get_by_role("heading", name="Tenu (1)")).to_be_visible()
    expect(page.locator("main")).to_contain_text(
        "Tenu malgré un préalable ouvert : Un tableau fictif suffit."
    )
    expect(page.get_by_role("heading", name="Non renseigné")).to_be_visible()
    assert page.locator("main form[method=post]").count() == 0
    assert visitor.axe_everywhere() == []
    with page.expect_download() as got:
        page.get_by_role("link", name="Télécharger en DOCX").click()
    assert got.value.suggested_filename == f"rapport-{PLAN}-2026.docx"
