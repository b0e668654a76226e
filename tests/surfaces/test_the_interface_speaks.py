"""French as it is written, English complete."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "maillage"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
BREAKABLE = re.compile(r"« | »|(?<=[\w»)…}]) [;!?»](?=[\s<\"'{)]|$)|(?<=[\w»)…}]) :(?=[\s<\"'{)]|$)")


def _messages():
    found = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_every_public_string_has_its_english():
    assert _messages().lacking() == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_page_keeps_french_punctuation_with_its_word(path):
    text = re.sub(r"\{#.*?#\}|\{%-?\s*(?:if|with|include|for|elif)\b.*?%\}", "", path.read_text("utf-8"))
    assert BREAKABLE.findall(text) == []


@pytest.mark.django_db
def test_the_chosen_language_is_kept(client):
    answer = client.post("/langue/", {"language": "en", "next": "/glossaire/"})
    assert answer.status_code == 302
    page = client.get("/glossaire/").content.decode()
    assert '<html lang="en">' in page and "Glossary" in page


@pytest.mark.django_db
def test_french_counts_zero_as_one(client):
    page = client.get("/glossaire/?q=zzzz").content.decode()
    assert "0\N{NO-BREAK SPACE}terme<" in page.replace("0 terme", "0\N{NO-BREAK SPACE}terme")
