"""scripts/typography.py: French spaces where a reader sees them, and nowhere else."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
FIXED = "\u00a0"


@pytest.fixture(scope="module")
def typography() -> ModuleType:
    found = importlib.util.spec_from_file_location("typography", ROOT / "scripts" / "typography.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_punctuation_keeps_with_its_word(typography: ModuleType) -> None:
    assert typography.mended("Lequel ? « Oui » : allez !") == (
        f"Lequel{FIXED}? «{FIXED}Oui{FIXED}»{FIXED}: allez{FIXED}!"
    )


def test_a_share_keeps_with_its_sign(typography: ModuleType) -> None:
    assert typography.template("{{ share }} % à coup sûr {% if a %}") == (
        f"{{{{ share }}}}{FIXED}% à coup sûr {{% if a %}}"
    )
    assert typography.mended("%(share)s %% au plus") == f"%(share)s{FIXED}%% au plus"
    assert typography.mended("%d %s") == "%d %s"


@pytest.mark.parametrize(
    "text", ["com:59350 & dep:59", "http://a.fr/?b=c", "10:30", "a ? b", ":root { a : b }"]
)
def test_what_is_no_french_sentence_is_left(typography: ModuleType, text: str) -> None:
    code = f"<style>{text}</style>{{# {text} #}}"
    assert typography.template(code) == code


def test_python_code_and_docstrings_are_left(typography: ModuleType) -> None:
    code = '"""Not « here » : no."""\nfound = rows[start : end]\npattern = r"« :"\n'
    assert typography.python(code) == code
    assert typography.python('_("Choisissez : oui")\n') == f'_("Choisissez{FIXED}: oui")\n'


def test_mending_twice_is_like_once(typography: ModuleType) -> None:
    once = typography.template("{% if a == b %}<p>Quoi ? « ceci »</p>{% endif %}")
    assert typography.template(once) == once
