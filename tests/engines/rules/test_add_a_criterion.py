"""docs/how-to/add-a-criterion.md is kept true: every criterion is in every registry that the page names."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from rule_strategies import LEAVES, SAMPLES

from maillage.engines.rules import CRITERIA, Facts, Leaf, Topic, clause, from_json, key_of, questions, to_json
from maillage.engines.rules.changes import REMEDIES
from maillage.engines.rules.decide import DECIDERS
from maillage.engines.rules.facts import value_type
from maillage.engines.rules.jsonform import FORMS, word_of
from maillage.engines.rules.questions import ORDER
from maillage.engines.rules.sentences import CLAUSES

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 22)
PAGE = ROOT / "docs" / "how-to" / "add-a-criterion.md"


@pytest.mark.parametrize("kind", CRITERIA, ids=lambda kind: kind.__name__)
def test_a_criterion_is_known_to_every_reader(kind: type[Leaf]) -> None:
    assert kind in DECIDERS
    assert kind in CLAUSES
    assert kind in SAMPLES


def test_no_reader_knows_a_criterion_that_does_not_exist() -> None:
    for registry in (DECIDERS, CLAUSES, REMEDIES, SAMPLES):
        assert set(registry) <= set(CRITERIA)


@settings(max_examples=200, deadline=None)
@given(LEAVES)
def test_a_criterion_is_written_said_asked_and_typed(leaf: Leaf) -> None:
    assert word_of(leaf) in FORMS
    assert from_json(to_json(leaf)) == leaf
    assert clause(leaf)
    key = key_of(leaf)
    asked = [question.key for question in questions([leaf], Facts(), DAY)]
    assert asked == ([] if key is None else [key])
    assert key is None or value_type(key)


def test_every_topic_has_a_place_in_the_order_of_questions() -> None:
    assert set(ORDER) == set(Topic)


def test_the_page_names_files_and_registries_that_exist() -> None:
    page = PAGE.read_text("utf-8")
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/maillage/engines/rules").glob("*.py"))
    source += (Path(__file__).parent / "rule_strategies.py").read_text("utf-8")
    for named in re.findall(r"`([A-Za-z_]+)`", page):
        assert re.search(rf"\b{named}\b", source), named
    for file in re.findall(r"`([a-z_]+\.py)`", page):
        assert any(
            (folder / file).exists()
            for folder in (ROOT / "src/maillage/engines/rules", Path(__file__).parent)
        ), file
    assert page.count("\n") <= 15
