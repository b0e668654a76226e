"""A plan filled in a spreadsheet: refused on a line, corrected, applied, undone."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

PLAN = "/missions/srom-2017-2021/"


def fill(path: Path, **said: str) -> None:
    """Say the mode of « Gestion du fonds social », as a person does in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    page = book["Modes"]
    heads = {cell.value: cell.column for cell in page[1]}
    line = next(row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == "RH-REL-3")
    for title, value in said.items():
        page.cell(line, heads[title.replace("_", " ")]).value = value
    page.cell(line, heads["Mode (lettre)"]).value = "I"
    book.save(path)


def test_a_director_sends_a_file_corrects_it_applies_it_and_undoes_it(visitor, tmp_path):
    visitor.sign_in("elise")
    page = visitor.open(PLAN)
    page.get_by_role("link", name="Le schéma en tableur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le schéma en tableur")
    assert visitor.axe_everywhere() == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tout le schéma (XLSX)").click()
    file = tmp_path / "schema.xlsx"
    taken.value.save_as(file)

    fill(
        file,
        Depuis="31/02/2019",
        Nature="statut",
        Option="au niveau de la CCI régionale",
        Titulaire="CCI Pays de la Loire",
        Source="Délibération fictive n° 4",
    )
    page.get_by_label("Fichier XLSX").set_input_files(file)
    page.get_by_role("button", name="Lire ce fichier").click()
    expect(page.locator("main")).to_contain_text("« 31/02/2019 » n'existe pas au calendrier.")
    expect(page.get_by_role("button", name="Appliquer ces changements")).to_have_count(0)
    assert visitor.axe_everywhere() == []

    fill(file, Depuis="01/01/2019")
    page.get_by_role("link", name="Envoyer un autre fichier").click()
    page.get_by_label("Fichier XLSX").set_input_files(file)
    page.get_by_role("button", name="Lire ce fichier").click()
    row = page.get_by_role("row").filter(has_text="RH-REL-3")
    expect(row).to_contain_text(re.compile("nouvelle|corrigée"))
    page.get_by_role("button", name="Appliquer ces changements").click()
    expect(page.get_by_role("button", name="Défaire cet import")).to_be_visible()
    visitor.open(f"{PLAN}case/RH-REL-3/?date=2019-06-01")
    expect(page.locator("main")).to_contain_text("Intégration")

    visitor.open(f"{PLAN}echanges/")
    page.get_by_role("link", name="schema.xlsx").first.click()
    page.get_by_role("button", name="Défaire cet import").click()
    expect(page.locator("main")).to_contain_text("Défait")
    visitor.open(f"{PLAN}RH/?date=2019-06-01")
    box = page.get_by_role("listitem").filter(has_text="Gestion du fonds social").last
    expect(box).not_to_contain_text("Intégration")
    assert visitor.complaints == []


def test_an_elected_member_takes_the_file_away_and_is_offered_no_import(visitor):
    visitor.sign_in("gaelle")
    page = visitor.open(f"{PLAN}echanges/")
    expect(page.get_by_role("link", name="Tout le schéma (XLSX)")).to_be_visible()
    expect(page.get_by_role("button", name="Lire ce fichier")).to_have_count(0)
    assert visitor.axe() == []
