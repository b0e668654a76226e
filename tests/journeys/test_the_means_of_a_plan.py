"""The means of the SROM are read, a tool is added and told of, a share too many is refused, a wrong fact is withdrawn."""

import pytest

pytestmark = pytest.mark.journey

SROM = "/moyens/srom-2017-2021/"
PAGES = [
    "/moyens/",
    SROM,
    f"{SROM}outils/",
    f"{SROM}outils/par-usage/",
    f"{SROM}etudes/",
    f"{SROM}affectations/couts/",
    f"{SROM}schemas-directeurs/projections/",
    f"{SROM}affectations/nouveau/",
]


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_means_are_accessible(visitor, path):
    visitor.sign_in("farid")
    visitor.open(path)
    assert visitor.axe_everywhere() == []


@pytest.mark.requirement("S-028")
def test_the_options_rejected_in_2015_are_read_from_a_box(visitor):
    visitor.sign_in("amina")
    page = visitor.open("/missions/srom-2017-2021/case/FIN-CG-1/")
    panel = page.locator("section", has=page.get_by_role("heading", name="Études et options"))
    assert "Intégration régionale de la fonction finances écartée" in panel.inner_text().replace("\n", " ")
    panel.get_by_role("link", name="Que gagnerait-on").click()
    assert page.get_by_text("juillet 2015").first.is_visible()
    assert page.get_by_text("Ajouter une option").count() == 0
    assert visitor.axe_everywhere() == []


def test_a_tool_is_added_its_mode_is_said_then_withdrawn(visitor):
    visitor.sign_in("farid")
    page = visitor.open(f"{SROM}outils/")
    page.get_by_role("link", name="Ajouter un outil").click()
    page.get_by_label("Nom de l'outil").fill("Messagerie fictive")
    page.get_by_label("Messagerie", exact=True).check()
    page.locator("#add-source").fill("Note fictive")
    page.get_by_role("button", name="Enregistrer").click()
    assert page.get_by_text("L'outil est ajouté au registre.").is_visible()

    page.get_by_text("Dire le mode de l'outil").click()
    page.get_by_label("Mode de gestion").select_option("M")
    page.locator("#mode-since").fill("2026-01-01")
    page.locator("details[open]").get_by_role("button", name="Enregistrer").click()
    assert page.get_by_text("Le mode de l'outil est enregistré.").is_visible()
    assert visitor.axe_everywhere() == []

    page.get_by_role("link", name="Corriger ou terminer : M, Mutualisation").click()
    page.get_by_text("Retirer, parce que c'était faux").click()
    page.get_by_label("Motif").fill("Lu trop vite, fictif")
    page.get_by_role("button", name="Retirer").click()
    assert page.get_by_text("Lu trop vite, fictif").is_visible()


@pytest.mark.requirement("S-081")
def test_a_share_too_many_is_refused_and_nothing_typed_is_lost(visitor):
    visitor.sign_in("farid")
    for percent in ("60", "50"):
        page = visitor.open(f"{SROM}affectations/nouveau/")
        page.get_by_label("Personne", exact=True).select_option(label="Bruno Bellerive")
        page.get_by_label("Affectée à").select_option(label="CCI Mayenne")
        page.get_by_label("Part du temps, en %").fill(percent)
        page.locator("#add-since").fill("2026-01-01")
        page.get_by_label("Remarque").fill("Essai fictif")
        page.get_by_role("button", name="Enregistrer").click()
    said = page.locator(".error").inner_text().replace("\xa0", " ")
    assert "feraient 110 % à partir du 1er janvier 2026" in said
    assert page.get_by_label("Remarque").input_value() == "Essai fictif"
    visitor.was_answered(422)
