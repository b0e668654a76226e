"""Manners that a reviewer should not have to repeat (CONTRIBUTING.md)."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "maillage"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
VAGUE = {"utils", "helpers", "common", "core", "misc", "base", "tools", "stuff"}
LONGEST = 400


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> Iterator[str]:
    """The dotted names called in a file: ``date.today``, ``datetime.datetime.now``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func)


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_a_file_says_what_it_holds() -> None:
    allowed = {PACKAGE / "config" / "settings" / "base.py"}
    vague = [name(path) for path in SOURCES if path.stem in VAGUE and path not in allowed]
    assert not vague, f"name these files after what they hold: {vague}"


def test_a_file_can_be_read_in_one_sitting() -> None:
    long = {name(path): lines for path in SOURCES if (lines := path.read_text("utf-8").count("\n")) > LONGEST}
    assert not long, f"split by verb or by noun, {LONGEST} lines at most: {long}"


def test_nothing_is_left_for_later_in_the_code() -> None:
    later = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    left = [name(path) for path in [*SOURCES, *TESTS] if later.search(path.read_text("utf-8"))]
    assert not left, f"do it, or write it in an issue: {left}"


def test_only_the_clock_reads_the_time() -> None:
    readers = re.compile(
        r"(^|\.)(date\.today|datetime\.now|datetime\.utcnow|timezone\.(now|localdate|localtime)|time\.time)$"
    )
    clock = PACKAGE / "kit" / "clock"
    found = {
        name(path): sorted(read)
        for path in SOURCES
        if clock not in path.parents
        and (read := {call for call in calls(ast.parse(path.read_text("utf-8"))) if readers.search(call)})
    }
    assert not found, f"take the day as an argument; views and commands ask maillage.kit.clock: {found}"


def test_nothing_happens_behind_a_save() -> None:
    signals = [
        name(path)
        for path in SOURCES
        if any(
            module.startswith("django.dispatch") or module == "django.db.models.signals"
            for module in imports(ast.parse(path.read_text("utf-8")))
        )
    ]
    assert not signals, f"no signal: call the operation ({signals})"


def test_views_go_through_queries_and_operations() -> None:
    reaching = [
        f"{name(path)}: {module}"
        for path in PACKAGE.glob("*/*/views*")
        for file in ([path] if path.is_file() else path.rglob("*.py"))
        for module in imports(ast.parse(file.read_text("utf-8")))
        if re.match(r"maillage\.(?:shared|modules)\.\w+\.models", module)
        or module.startswith("maillage.engines")
    ]
    assert not reaching, f"a view reads by queries and writes by operations: {reaching}"


def test_every_package_file_says_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in SOURCES
        if path.read_text("utf-8").strip()
        and "migrations" not in path.parts
        and path.stem not in {"apps", "urls"}
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent, f"a first line that says what the file is for: {silent}"


def spoken(tree: ast.AST) -> set[str]:
    """The words of the identifiers of a file, snake_case and CamelCase split."""
    names: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                names.append(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
    split = re.sub(r"([a-z])([A-Z])", r"\1 \2", " ".join(names))
    return set(re.findall(r"[a-z]+", split.lower().replace("_", " ")))


def trade() -> set[str]:
    """The one-word English names of docs/glossary.toml that belong to the trade (``trade = false``: plain words)."""
    glossary = tomllib.loads((ROOT / "docs" / "glossary.toml").read_text("utf-8"))
    return {term["en"] for term in glossary["term"] if term.get("trade", True) and term["en"].isalpha()}


@pytest.mark.parametrize("path", [p for p in SOURCES if (PACKAGE / "kit") in p.parents], ids=name)
def test_the_kit_speaks_no_trade(path: Path) -> None:
    known = spoken(ast.parse(path.read_text("utf-8"))) & trade()
    assert not known, f"the kit knows no word of the trade (docs/glossary.toml): {sorted(known)}"
