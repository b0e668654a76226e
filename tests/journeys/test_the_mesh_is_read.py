"""A director reads the mesh: populations by EPCI, an overlap marked as wanted, a gap down to its companies, a threshold moved,
a what-if kept and opened again (H-005, H-059, H-224)."""

import pytest

pytestmark = pytest.mark.journey

MESH = "/bureau/maillage/"
AID, VOUCHER = "demo-aide-numerique", "demo-cheque-numerique-metropole"
PAGES = [
    MESH,
    f"{MESH}dispositifs/{AID}/?par=epci",
    f"{MESH}dispositifs/{AID}/?par=size",
    f"{MESH}dispositifs/{AID}/conditions/",
    f"{MESH}doublons/",
    f"{MESH}doublons/{AID}/{VOUCHER}/",
    f"{MESH}comparer/?d={AID}&d={VOUCHER}",
    f"{MESH}trous/",
    f"{MESH}demande-en-vain/",
    f"{MESH}besoins/",
    f"{MESH}et-si/?c=end|{AID}",
    f"{MESH}etudes/",
    f"{MESH}etablissements/?sorte=scheme&d={AID}&part=dep:59",
    f"{MESH}calcul/",
]


def drawn(page):
    """Wait until maps and charts stand: they draw after the page is read."""
    for figure in page.locator("[data-ground], [data-chart]").all():
        figure.locator("xpath=self::*[@data-state='drawn']").wait_for(timeout=60_000)
    return page


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_the_mesh_are_accessible(visitor, path):
    visitor.sign_in("elise")
    drawn(visitor.open(path))

    assert visitor.axe_everywhere() == []


@pytest.mark.requirement("H-224")
def test_the_population_of_a_scheme_is_read_by_epci_on_its_map_and_in_its_table(visitor):
    visitor.sign_in("elise")
    page = visitor.open(f"{MESH}?besoin=")
    page.goto(visitor.site + f"{MESH}dispositifs/{AID}/")
    page.get_by_label("Compter par").select_option("epci")
    page.get_by_role("button", name="Compter").click()
    drawn(page)
    row = page.get_by_role("row", name="Métropole Européenne de Lille")
    row.hover()
    said = page.locator("[data-ground-said]")
    certain = row.get_by_role("cell").nth(0).inner_text()
    assert said.inner_text().startswith("Métropole Européenne de Lille")
    assert certain.replace("\xa0", "").replace("\u202f", "") in said.inner_text().replace("\u202f", "")
    row.get_by_role("link").focus()
    assert "Métropole Européenne de Lille" in said.inner_text()
    row.get_by_role("link").click()
    assert page.get_by_role("region", name="Établissements").is_visible()


@pytest.mark.requirement("H-005")
def test_an_overlap_is_opened_compared_and_said_to_be_wanted(visitor):
    visitor.sign_in("elise")
    page = visitor.open(f"{MESH}doublons/?voulus=non")
    page.get_by_role("region", name="Doublons").get_by_role("link").first.click()
    drawn(page)
    page.get_by_role("link", name="Comparer côte à côte").click()
    assert page.get_by_role("heading", name="Côte à côte").is_visible()
    page.go_back()
    page.get_by_text("Dire que ce doublon est voulu").click()
    page.get_by_label("Pourquoi").fill("Les deux se complètent : l'un avance ce que l'autre rembourse.")
    page.get_by_role("button", name="Dire ce doublon voulu").click()
    assert page.get_by_text("Ce doublon est dit voulu, avec votre raison.").is_visible()
    assert page.get_by_text("l'un avance ce que l'autre rembourse").is_visible()


def test_a_gap_is_drilled_to_its_companies(visitor):
    visitor.sign_in("elise")
    page = visitor.open(f"{MESH}trous/?seuil=1&par=dep")
    page.get_by_role("region", name="Trous").get_by_role("link").first.click()
    unserved = page.locator(".lead b").inner_text()
    page.get_by_role("link", name="Ouvrir les établissements").click()
    assert page.locator(".lead").inner_text().startswith(unserved)
    assert page.get_by_role("region", name="Établissements").get_by_role("row").count() > 1


@pytest.mark.requirement("H-059")
def test_a_threshold_is_moved_and_studied(visitor):
    visitor.sign_in("elise")
    page = visitor.open(f"{MESH}dispositifs/{AID}/conditions/")
    page.get_by_label("Au plus (salariés)").fill("9")
    page.get_by_role("button", name="Voir avec ce seuil").first.click()
    assert page.get_by_role("heading", name="Avec cet autre seuil").is_visible()
    assert page.get_by_role("row", name="Perdus").is_visible()
    page.get_by_role("link", name="En étudier l'effet").click()
    assert page.get_by_role("heading", name="Ce que cela changerait").is_visible()


def test_a_what_if_is_kept_opened_again_and_put_aside_with_a_way_back(visitor):
    visitor.sign_in("elise")
    page = visitor.open(f"{MESH}et-si/")
    page.get_by_label("Changement", exact=True).select_option("end")
    page.get_by_label("Dispositif", exact=True).select_option(AID)
    page.get_by_role("button", name="Supposer ce changement").click()
    lost = page.locator(".figures b").nth(1).inner_text()
    page.get_by_label("Titre de l'étude").fill("Sans l'aide au numérique")
    page.get_by_role("button", name="Garder l'étude").click()
    assert page.get_by_text("L'étude est gardée").is_visible()
    page.goto(visitor.site + f"{MESH}etudes/")
    page.get_by_role("link", name="Sans l'aide au numérique").click()
    assert page.locator(".figures b").nth(1).inner_text() == lost
    page.get_by_role("button", name="Mettre cette étude de côté").click()
    page.get_by_role("button", name="Reprendre l'étude mise de côté").click()
    assert page.get_by_text("L'étude est reprise.").is_visible()


def test_without_script_the_table_says_what_the_map_would(without_script):
    without_script.sign_in("elise")
    page = without_script.open(f"{MESH}dispositifs/{AID}/?par=epci")
    assert page.get_by_text("La carte illustre le tableau").is_visible()
    assert page.get_by_role("row", name="Métropole Européenne de Lille").is_visible()
