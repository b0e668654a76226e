"""Manners that a reviewer should not have to repeat (CONTRIBUTING.md)."""

import ast
import re
import tomllib
import unicodedata
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


def words(text: str) -> set[str]:
    """The words of identifiers and comments, lower-case, without accents, snake_case and CamelCase split."""
    plain = (
        unicodedata.normalize("NFKD", re.sub(r"([a-z])([A-Z])", r"\1 \2", text))
        .encode("ascii", "ignore")
        .decode()
    )
    return set(re.findall(r"[a-z]+", plain.lower().replace("_", " ")))


def trade() -> set[str]:
    """The English words of docs/glossary.toml that belong to the trade and to nothing else."""
    path = ROOT / "docs" / "glossary.toml"
    if not path.is_file():
        return set()
    glossary = tomllib.loads(path.read_text("utf-8"))
    found: set[str] = set()
    for entry in glossary.get("term", glossary.get("terms", [])):
        if entry.get("trade", True) and isinstance(english := entry.get("en", entry.get("english")), str):
            found |= {english.lower()} if english.isalpha() else set()
    return found


@pytest.mark.parametrize("path", [p for p in SOURCES if (PACKAGE / "kit") in p.parents], ids=name)
def test_the_kit_speaks_no_trade(path: Path) -> None:
    spoken = words(path.read_text("utf-8")) & (
        trade() - {"network", "contact", "document", "term", "owner", "source"}
    )
    assert not spoken, f"the kit knows no word of the trade: {sorted(spoken)}"
