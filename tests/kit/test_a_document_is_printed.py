"""The PDF of a document, read back as a screen reader would."""

import io
import logging
import sys

import pypdf
import pytest
from django.utils import translation

from maillage.kit.errors import Refused
from maillage.kit.print import pdf

PAGE = """<!doctype html><html lang="fr"><head></head><body>
<h1>Votre parcours</h1><p>Entreprise\u00a0: Brasserie fictive, à Lille.</p>
<h2>Étape 1</h2><p>Appelez <strong>Amina</strong> au 03\u00a000\u00a000\u00a000\u00a000.</p>
<table><thead><tr><th>Aide</th><th>Montant</th></tr></thead><tbody><tr><td>Prêt</td><td>1\u202f000\u00a0€</td></tr></tbody></table>
<p><a href="/aides/pret/">Le prêt</a></p></body></html>"""


def tags(node: object, found: list[str]) -> list[str]:
    """The structure of a document, in reading order."""
    if isinstance(node, pypdf.generic.IndirectObject):
        node = node.get_object()
    if isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            found.append(str(node["/S"]))
        tags(node.get("/K"), found)
    elif isinstance(node, pypdf.generic.ArrayObject):
        for inside in node:
            tags(inside, found)
    return found


@pytest.fixture(scope="module")
def document() -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf(PAGE, title="Votre parcours")))


def test_it_has_a_title_and_a_language_and_says_that_it_is_tagged(document: pypdf.PdfReader) -> None:
    root = document.trailer["/Root"]
    assert document.metadata is not None and document.metadata.title == "Votre parcours"
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_structure_is_that_of_the_page(document: pypdf.PdfReader) -> None:
    found = tags(document.trailer["/Root"]["/StructTreeRoot"], [])
    wanted = ["/H1", "/P", "/H2", "/Table", "/TH", "/TD", "/Link"]
    assert [found.index(tag) for tag in wanted] == sorted(found.index(tag) for tag in wanted)


def test_its_text_is_in_order_and_can_be_searched(document: pypdf.PdfReader) -> None:
    text = document.pages[0].extract_text()
    wanted = ("Votre parcours", "Entreprise", "Étape 1", "Appelez Amina", "Prêt", "1 000 €", "Le prêt")
    assert [text.index(words) for words in wanted] == sorted(text.index(words) for words in wanted)


def test_a_no_break_space_is_never_the_end_of_a_line() -> None:
    words = "tant\u00a0: de\u00a0mots " * 60
    text = pypdf.PdfReader(io.BytesIO(pdf(f"<p>{words}</p>", title="Mots"))).pages[0].extract_text()
    lines = text.splitlines()
    assert len(lines) > 5
    assert not [line for line in lines if line.endswith((" de", "tant")) or line.startswith((":", "mots"))]


def test_its_letters_are_ours(document: pypdf.PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]) for font in document.pages[0]["/Resources"]["/Font"].values()
    }
    assert fonts and all("Source" in font for font in fonts), fonts


def test_its_links_lead_to_the_site(document: pypdf.PdfReader) -> None:
    links = [note.get_object()["/A"]["/URI"] for note in document.pages[0]["/Annots"]]
    assert links == ["http://127.0.0.1:8000/aides/pret/"]


def test_the_inside_of_a_page_is_enough_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        written = pdf("<h1>Your path</h1>", title="Your path & more")
    document = pypdf.PdfReader(io.BytesIO(written))
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert document.metadata is not None and document.metadata.title == "Your path & more"


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "file:///etc/hostname", "/static/../secret_key", "/autre/a.png"]
)
def test_nothing_is_fetched_but_our_own_files(address: str, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("weasyprint").propagate = True
    written = pdf(f'<h1>Titre</h1><img src="{address}" alt="Rien">', title="Titre")
    assert written.startswith(b"%PDF-")
    assert "not one of our files" in caplog.text


def test_a_machine_without_pango_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "maillage.kit.print.engine", raising=False)
    monkeypatch.delattr("maillage.kit.print.engine", raising=False)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Refused) as refused:
        pdf("<h1>Titre</h1>", title="Titre")
    assert refused.value.code == "pdf"
    assert "navigateur" in refused.value.way_out and "libpango" in refused.value.way_out
