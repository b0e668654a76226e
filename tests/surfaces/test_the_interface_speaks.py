"""French as it is written, English complete."""

import importlib.util
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

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
    answer = client.get("/langue/en/", {"suite": "/glossaire/?q=emploi"})
    assert (answer.status_code, answer["Location"]) == (302, "/glossaire/?q=emploi")
    page = client.get("/glossaire/").content.decode()
    assert '<html lang="en">' in page and "Glossary" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "/\\example.org/", "javascript:alert(1)"]
)
def test_choosing_a_language_never_leads_elsewhere(client, elsewhere):
    assert client.get("/langue/en/", {"suite": elsewhere})["Location"] == "/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/aides/", "/aides/et-pour-mon-entreprise/", "/territoires/", "/glossaire/"]
)
def test_a_simple_visit_sets_no_cookie(client, path):
    assert not client.get(path).cookies


@pytest.mark.django_db
def test_the_language_link_comes_back_to_the_same_filters(client):
    page = client.get("/aides/?q=pr%C3%AAt+d%27honneur&theme=emploi").content.decode()
    link = re.search(r'href="(/langue/en/[^"]+)"', page)[1].replace("&amp;", "&")
    back = client.get(link)["Location"]
    assert dict(parse_qsl(urlsplit(back).query)) == {"q": "prêt d'honneur", "theme": "emploi"}


@pytest.mark.django_db
def test_french_counts_zero_as_one(client):
    page = client.get("/glossaire/?q=zzzz").content.decode()
    assert "0\N{NO-BREAK SPACE}terme<" in page.replace("0 terme", "0\N{NO-BREAK SPACE}terme")
