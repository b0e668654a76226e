"""Three orders of questions end with the same verdicts: on a sample of what benchmarks/questions.py measures."""

import importlib.util
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from maillage.engines.rules import Rule, Verdict, from_json, pending, verdict

ON = date(2026, 11, 22)


def benchmark(name: str) -> ModuleType:
    path = Path(__file__).parents[3] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def orders() -> ModuleType:
    return benchmark("questions")


@pytest.fixture(scope="module")
def rules() -> Sequence[Rule]:
    found: Sequence[Rule] = benchmark("judge").invented(40)
    return found


def test_three_orders_end_with_the_same_verdicts(orders: ModuleType, rules: Sequence[Rule]) -> None:
    truths = orders.profiles(rules, 8, real=False)
    walks = orders.compare(rules, truths, ON)
    assert set(walks) == {"greedy", "most_frequent", "fixed"}
    for index, truth in enumerate(truths):
        known = tuple(verdict(rule, truth, ON) for rule in rules)
        assert {walk[index].verdicts for walk in walks.values()} == {known}


def test_asking_stops_when_nothing_asked_would_help(orders: ModuleType) -> None:
    rules = [from_json({"is": "activity", "nomenclature": "naf_2025", "codes": ["62.10Y"]})]
    (truth,) = orders.profiles(rules, 1, real=False)
    walked = orders.walk(rules, truth, orders.greedy, ON)
    assert walked.verdicts == (Verdict.UNKNOWN,)
    assert list(pending(rules, truth, ON)) == ["activity"]
