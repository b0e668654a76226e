"""The spreadsheet of a directorate: sent, its columns named, a doubtful line settled, an error corrected, applied, undone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

LIST = "/bureau/entreprises/import/"


@pytest.mark.requirement("H-073")
def test_an_officer_imports_a_spreadsheet_settles_what_is_doubtful_and_undoes_it(visitor, tmp_path):
    from maillage.modules.crm.models import Company

    known = Company.objects.filter(
        is_fictional=True,
        sole_trader=False,
        is_published=True,
        origin="register",
        establishments__commune__startswith="59",
    ).order_by("siren")[5]
    file = tmp_path / "entreprises-aidees.csv"
    file.write_text(
        "Entreprise;SIRET;Ville;Dispositif;Année\n"
        f"{known.name.upper()};;;Aide fictive;2020\n"
        "Atelier Pimpazingue (fictif);1,23E+13;Lille;Aide fictive;2021\n",
        "utf-8",
    )
    visitor.sign_in("amina")
    page = visitor.open("/bureau/entreprises/")
    page.get_by_role("link", name="Importer un fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Importer des entreprises")
    assert visitor.axe_everywhere() == []
    page.get_by_label("Fichier XLSX ou CSV").set_input_files(file)
    page.get_by_role("button", name="Envoyer et désigner les colonnes").click()

    expect(page.get_by_label("Nom de l'entreprise (obligatoire)")).to_have_value("0")
    expect(page.get_by_label("Aide reçue")).to_have_value("3")
    assert visitor.axe_everywhere() == []
    page.get_by_label("D'où vient ce fichier ?").fill("Direction fictive")
    page.get_by_role("button", name="Lire les lignes").click()

    first, second = page.locator("#ligne-2"), page.locator("#ligne-3")
    expect(first).to_contain_text("douteuse")
    expect(first).to_contain_text("même nom sans la forme juridique : très en faveur")
    expect(second).to_contain_text("on ne peut pas les deviner")
    assert visitor.axe_everywhere() == []
    first.get_by_role("radio", name=known.name).first.check()
    first.get_by_role("button", name="Répondre").click()
    expect(page.locator("#ligne-2")).to_contain_text("rapprochée")
    page.locator("#ligne-3").get_by_label("SIRET, ligne 3").fill("")
    page.locator("#ligne-3").get_by_role("button", name="Corriger").click()
    expect(page.locator("#ligne-3")).to_contain_text("nouvelle")

    page.get_by_role("button", name="Appliquer les 2 lignes prêtes").click()
    expect(page.locator("#ligne-3")).to_contain_text("appliquée")
    page.locator("#ligne-3").get_by_role("link", name="Atelier Pimpazingue (fictif)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Atelier Pimpazingue")
    expect(page.locator("main")).to_contain_text("Direction fictive, fichier « entreprises-aidees.csv »")

    visitor.open(LIST)
    page.get_by_role("link", name="entreprises-aidees.csv").click()
    page.get_by_role("button", name="Défaire tout l'import").click()
    expect(page.locator("#ligne-3")).to_contain_text("défaite")
    assert not Company.objects.filter(name="Atelier Pimpazingue (fictif)").exists()
    assert visitor.complaints == []
