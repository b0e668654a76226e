"""A director drafts « et si… ? », compares it, publishes it once a body decided, and finds the commitments that it opened."""

import pytest
from playwright.sync_api import expect

from maillage.kit import clock
from maillage.kit.actor import TERMINAL
from maillage.modules.missions.inputs import ModeInput
from maillage.modules.missions.models import Mission, Scenario
from maillage.modules.missions.operations import modes
from maillage.modules.plans.models import Commitment
from maillage.shared.directory.models import Organization

pytestmark = pytest.mark.journey

PLAN = "srom-2017-2021"
BOX = "GRH-AP-2"


def box() -> Mission:
    """A macro-process of the payroll, whatever its code."""
    return Mission.objects.filter(
        plan__slug=PLAN, level="macro_process", placements__label__icontains="Réalisation des paies"
    ).first()


def drafted(scenario: Scenario) -> None:
    """What the page « Dire le mode » writes in the draft: its own journey walks it."""
    nantes = Organization.objects.get(name__startswith="CCI Nantes")
    given = ModeInput(
        since=scenario.effect_day,
        mode="I",
        reason="relevance",
        option="delegation",
        variant="infra_regional",
        holder=nantes.pk,
    )
    modes.record(box().pk, given, scenario=scenario.pk, at=clock.now(), actor=TERMINAL)


def test_a_draft_is_compared_published_and_its_commitment_found(visitor):
    visitor.sign_in("elise")
    page = visitor.open(f"/missions/{PLAN}/scenarios/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Et si…")
    page.locator("summary", has_text="Ouvrir un scénario").click()
    page.get_by_label("Titre").fill("Paie fictive déléguée à Nantes")
    page.get_by_label("La question posée").fill("Et si la paie était intégrée par délégation ?")
    page.get_by_label("Carte de départ, au").fill("2026-11-21")
    page.get_by_label("Prend effet le").fill("2027-07-01")
    page.get_by_role("button", name="Ouvrir le scénario").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paie fictive déléguée à Nantes")
    expect(page.locator("main")).to_contain_text("Rien encore")
    assert visitor.axe() == []

    scenario = Scenario.objects.get(title="Paie fictive déléguée à Nantes")
    drafted(scenario)
    page.reload()
    expect(page.locator("main")).to_contain_text("Réalisation des paies")
    expect(page.get_by_role("heading", name="Qui et quoi il toucherait")).to_be_visible()
    expect(page.locator("main")).to_contain_text("puis CCI Nantes")
    assert visitor.axe_everywhere() == []

    page.get_by_role("link", name="Côte à côte avec la carte sans le scénario").click()
    expect(page.locator("main")).to_contain_text("Réalisation des paies")
    assert visitor.axe() == []

    page.go_back()
    page.locator("summary", has_text="Publier ce scénario").click()
    page.get_by_role("button", name="Publier comme projection").click()
    page.get_by_label("Décidé par").select_option(label="CCI Pays de la Loire")
    page.get_by_label("Décidé le").fill("2026-11-20")
    page.get_by_label("Source", exact=False).first.select_option(index=1)
    page.locator("[name=source]").first.fill("Délibération fictive du 20 novembre 2026")
    page.get_by_role("button", name="Publier comme projection").click()
    visitor.was_answered(422)
    expect(page.locator(".desk-status")).to_contain_text("publié")
    expect(page.locator("main")).to_contain_text("Décidé par CCI Pays de la Loire")

    opened = Commitment.objects.get(mission=box(), fact_kind="mode")
    page = visitor.open("/engagements/?q=paies")
    page.get_by_role("link", name=opened.words).click()
    expect(page.locator("main")).to_contain_text("à désigner")
    expect(page.locator("main")).to_contain_text("Délibération fictive du 20 novembre 2026")
    assert visitor.axe_everywhere() == []


def test_an_elected_reader_reads_the_scenario_and_finds_nothing_to_send(visitor):
    from maillage.modules.missions.operations import scenarios

    given = scenarios.ScenarioInput(
        title="Scénario fictif lu", base_day=clock.today(), effect_day=clock.today()
    )
    made = scenarios.open_scenario(PLAN, given, at=clock.now(), actor=TERMINAL)
    visitor.sign_in("gaelle")
    for address in (
        f"/missions/{PLAN}/scenarios/",
        f"/missions/{PLAN}/scenarios/{made.slug}/",
        "/engagements/",
        f"/engagements/{Commitment.objects.order_by('pk')[0].pk}/",
        "/engagements/suivis/",
        "/engagements/actions/",
    ):
        page = visitor.open(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator("main form[method=post]").count() == 0, address
        assert page.locator("main .acts details").count() == 0, address
