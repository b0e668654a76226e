"""docs/glossary.toml: one French word, one English name; every table and vocabulary of the code is in it."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

import maillage

PATH = Path(__file__).parents[2] / "docs" / "glossary.toml"
TERMS = tomllib.loads(PATH.read_text("utf-8"))["term"]
ENUMERATIONS = {"StrEnum", "IntEnum", "Enum", "TextChoices", "IntegerChoices"}
KEYS = {"fr", "en", "kept", "trade", "note"}


def snake(name: str) -> str:
    """OrganizationKind reads organization_kind."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def classes() -> set[str]:
    """The names of our Django models, and of the enumerations of our source files."""
    found = {model.__name__ for model in apps.get_models() if model.__module__.startswith("maillage.")}
    for path in Path(maillage.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.ClassDef)
                and {ast.unparse(base).split(".")[-1] for base in node.bases} & ENUMERATIONS
            ):
                found.add(node.name)
    return found


def test_every_table_and_vocabulary_of_the_code_is_in_the_glossary() -> None:
    known = {term["en"].lower() for term in TERMS}

    missing = sorted(name for name in classes() if snake(name) not in known)

    assert not missing, f"add to docs/glossary.toml: {missing}"


def test_a_french_word_has_one_english_name() -> None:
    assert [word for word, times in Counter(term["fr"].lower() for term in TERMS).items() if times > 1] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["fr"])
def test_a_term_says_its_french_its_english_and_whether_it_is_kept(term: dict[str, object]) -> None:
    assert set(term) <= KEYS
    assert isinstance(term["kept"], bool)
    assert term["fr"]
    assert term["en"] or term.get("note"), "a word that is never an identifier says so"
    assert re.fullmatch(r"[A-Za-z]+(_[a-z]+)*|", str(term["en"]))
