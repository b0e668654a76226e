"""docs/threat-model.md: each threat names tests that exist, and none is left without one."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8").partition("## Ce qui n'est pas tenu")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| Menace"))
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def defined(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_threat_is_held_by_tests_that_exist(row: list[str]) -> None:
    named = NAMED.findall(row[2])
    assert len(row) == 3 and row[1] and named, "what is done, and the test that proves it"
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or name not in defined(ROOT / path)
    ]
    assert not missing, missing


def test_every_kind_of_threat_is_there() -> None:
    assert len(ROWS) >= 30
