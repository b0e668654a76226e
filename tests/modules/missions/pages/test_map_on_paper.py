"""The map on one sheet and as a drawing: nothing that the screen says is lost."""

import io
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.modules.missions.pages.conftest import SROM

from maillage.kit.errors import Refused
from maillage.modules.missions.views import reading

Signed = Callable[[str], Client]
FUNCTIONS = ("FIN", "RH", "SI", "JUR")


def paper(client: Client, path: str) -> PdfReader:
    answer = client.get(SROM + path)
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


@pytest.mark.requirement("S-027")
@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_finance_map_of_2017_holds_on_one_sheet_with_its_letters_and_its_note(
    signed: Signed, size: str
) -> None:
    document = paper(signed("elected"), f"FIN/?date=2017-01-01&format={size}")
    assert len(document.pages) == 1
    page = document.pages[0]
    assert float(page.mediabox.width) > float(page.mediabox.height), "laid on its long side"
    text = " ".join(page.extract_text().split())
    for said in (
        "Services financiers et comptables",
        "État des lieux au 1er janvier 2017",
        "9 boîtes à confirmer",
        "I Gestion et contrôle des flux comptables",
        "titulaire à préciser",
        "Coopération pour des besoins d'expertises",
        "Intégration : 1",
        "mode non renseigné : 18",
        "imprimé le 21 novembre 2026 à 10 h 00",
        "SROM 2017-2021",
    ):
        assert said in text, f"{said} is not in: {text}"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert (
        text.index("Services financiers") < text.index("Études et conseils") < text.index("Intégration : 1")
    ), "read aloud in the order of the sheet"
    assert "lignes 333, 335-339" in text, "where the note was read"


@pytest.mark.requirement("S-141")
def test_a_function_without_a_map_is_printed_as_its_objectives_and_its_actions(signed: Signed) -> None:
    client = signed("elected")
    text = " ".join(paper(client, "COM/?date=2021-01-01&format=a4").pages[0].extract_text().split())
    for said in (
        "Objectifs",
        "Faire savoir",
        "Depuis le 1er janvier 2013",
        "Cartes de vœux partagées",
        "1142",
    ):
        assert said in text, f"{said} is not in: {text}"
    assert "Autonomie" not in text, "no letter to explain"
    assert "Rien à dessiner" in client.get(f"{SROM}COM/?format=svg").content.decode()


def test_a_condition_of_the_whole_map_is_said_once(signed: Signed) -> None:
    client = signed("elected")
    drawn = client.get(f"{SROM}SI/?date=2021-01-01&format=svg").content.decode()
    page = client.get(f"{SROM}SI/?date=2021-01-01").content.decode()
    for said in (drawn, page):
        assert said.lower().count("sous condition") <= 2, "the picture and its description"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_map_of_the_document_holds_on_one_a4(signed: Signed, function: str) -> None:
    assert len(paper(signed("elected"), f"{function}/?date=2021-01-01&format=a4").pages) == 1


def test_the_drawing_says_every_box_its_letter_and_its_note(signed: Signed) -> None:
    answer = signed("elected").get(f"{SROM}FIN/?date=2017-01-01&format=svg")
    assert answer["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(answer.content.decode())
    said = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text") if one.text]
    assert said.count("I") == 2, "one box and the legend"
    assert said.count("?") == 28, "eighteen boxes, nine to confirm, the legend"
    assert any("Coopération pour des besoins d'expertises" in one for one in said)
    assert any("dessiné le 21 novembre 2026" in one for one in said)


def test_a_machine_without_pdf_says_so_and_leads_back(
    signed: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> bytes:
        raise Refused("pdf", "Pas de PDF ici.", way_out="Imprimez la page.")

    monkeypatch.setattr(reading, "pdf", refuse)
    answer = signed("elected").get(f"{SROM}FIN/?format=a4")
    assert answer.status_code == 503
    assert "Imprimez la page." in answer.content.decode()


def test_themes_are_printed_with_their_holders_and_no_letter(signed: Signed) -> None:
    where = "/missions/pole-travail-hauts-de-france/PROXIMITE/?format="
    client = signed("elected")
    text = PdfReader(io.BytesIO(client.get(f"{where}a4").content)).pages[0].extract_text()
    assert "DAEN" in text
    drawn = client.get(f"{where}svg").content.decode()
    assert "DAEN" in drawn
    for said in (text, drawn):
        assert "mode non renseigné" not in said
        assert "Autonomie" not in said
