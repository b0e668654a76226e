"""A portfolio: late ones first, an action done and put back, companies handed over to a colleague who accepts (H-217)."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def choose(select, name: str) -> None:
    select.select_option(value=select.locator("option", has_text=name).first.get_attribute("value"))


@pytest.mark.requirement("H-217")
def test_companies_are_handed_over_seen_before_and_accepted(visitor, site):
    visitor.sign_in("amina")
    page = visitor.open("/bureau/portefeuille/")
    table = page.get_by_role("region", name="Entreprises suivies")
    expect(table.locator("tbody tr").first).to_contain_text("en retard de")
    assert visitor.axe_everywhere() == []
    page.set_viewport_size({"width": 390, "height": 900})
    names = [table.locator("tbody tr").nth(rank).locator("th a").inner_text() for rank in (0, 2)]
    for name in names:
        page.get_by_label(f"Choisir {name}").check()
    page.get_by_role("button", name="Passer le relais des entreprises cochées").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("2 entreprises changeraient de mains")
    assert visitor.axe() == []
    choose(page.get_by_label("À qui"), "Bruno Bellerive")
    page.get_by_label("Pourquoi").fill("Ces ateliers s'installent dans la Somme.")
    page.get_by_role("button", name="Proposer").click()
    expect(page.get_by_role("status").first).to_contain_text("Rien ne change avant la réponse")
    visitor.sign_in("bruno")
    visitor.open("/bureau/")
    page.get_by_role("link", name="vous propose des entreprises").first.click()
    for name in names:
        expect(page.get_by_role("region", name="2 entreprises")).to_contain_text(name)
    page.get_by_role("button", name="Accepter").click()
    expect(page.get_by_role("status").first).to_contain_text("Vous avez pris le relais")
    visitor.open("/bureau/portefeuille/")
    for name in names:
        expect(page.get_by_role("region", name="Entreprises suivies")).to_contain_text(name)
    visitor.sign_in("amina")
    visitor.open("/bureau/portefeuille/")
    expect(page.get_by_role("region", name="Entreprises suivies")).not_to_contain_text(names[0])


@pytest.mark.requirement("H-063")
def test_the_company_page_names_its_referent_and_everyone_at_work(visitor, site):
    from maillage.modules.crm.models import Company

    claire = Company.objects.get(siren="000000018", origin="register").public_id
    visitor.sign_in("driss")
    page = visitor.open(f"/bureau/entreprises/{claire}/")
    expect(page.locator("#contact-privilegie")).to_contain_text("Amina")
    working = page.get_by_role("region", name="Qui y travaille")
    for name in ("Amina", "Bruno", "Driss"):
        expect(working).to_contain_text(name)
    page.get_by_role("button", name="Ne plus la suivre").click()
    expect(page.get_by_role("status").first).to_contain_text("Vous ne suivez plus cette entreprise")
    page.get_by_role("button", name="Annuler : la suivre de nouveau").click()
    expect(page.get_by_role("button", name="Ne plus la suivre")).to_be_visible()
    assert visitor.axe() == []


def test_an_action_is_done_then_put_back_without_leaving_the_list(visitor, site):
    visitor.sign_in("amina")
    page = visitor.open("/bureau/a-faire/")
    assert visitor.axe_everywhere() == []
    row = (
        page.get_by_role("list", name="Actions").get_by_role("listitem").filter(has_text="Préparer la visite")
    )
    row.get_by_role("button", name="C'est fait").click()
    expect(page.get_by_role("list", name="Actions")).not_to_contain_text("Préparer la visite")
    page.get_by_role("button", name="La remettre à faire").click()
    expect(page.get_by_role("list", name="Actions")).to_contain_text("Préparer la visite")
    page.get_by_label("À faire", exact=True).fill("Appeler Claire (fictif)")
    page.get_by_label("Pour le").fill("2020-01-01")
    page.get_by_role("button", name="Noter l'action").click()
    expect(page.locator("main")).to_contain_text("Ce jour est passé.")
    expect(page.get_by_label("À faire", exact=True)).to_have_value("Appeler Claire (fictif)")
    visitor.was_answered(422)


@pytest.mark.parametrize("path", ["/bureau/territoires/dep/59/", "/bureau/charge/", "/bureau/unite/"])
def test_axe_finds_nothing_where_the_work_is_read_together(visitor, site, path):
    visitor.sign_in("helene")
    visitor.open(path)
    assert visitor.axe_everywhere() == []
