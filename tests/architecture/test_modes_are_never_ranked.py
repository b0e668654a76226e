"""The five modes are not a ladder (S-014): nothing in tables, code, API, files or pages orders them but their letters."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

import maillage
from maillage.modules.missions.enums import Mode

PACKAGE = Path(maillage.__file__).parent
APPS = [PACKAGE / "modules" / name for name in ("missions", "means", "plans")]
ABOUT_MODES = re.compile(
    r"(^|_)modes?($|_)|(^|_)letters?($|_)|modes?(record|definition|objective)?$", re.IGNORECASE
)
RANKS = re.compile(r"rank|score|weight|level|order|grade|maturity|step|degree", re.IGNORECASE)
# What French says of a ladder. « améliorer » and « progrès » are the trade's own words for what is done whatever the mode (S-019).
LADDER = re.compile(
    r"progresse|progression|régress|rétrograd|maturité|recule\b|meilleur mode|mode supérieur|mode inférieur"
    r"|niveau de mode|rang du mode|classement",
    re.IGNORECASE,
)
LETTERS = ["A", "C", "H", "I", "M"]
WORDED = {
    "A": "Autonomie",
    "C": "Coopération",
    "H": "Harmonisation",
    "I": "Intégration",
    "M": "Mutualisation",
}

pytestmark = pytest.mark.requirement("S-014")


def sources() -> Iterator[Path]:
    for folder in APPS:
        yield from (path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def templates() -> Iterator[Path]:
    for folder in APPS:
        yield from folder.rglob("*.html")


def test_the_modes_are_listed_by_letter() -> None:
    assert list(Mode.values) == sorted(Mode.values) == LETTERS


def test_no_table_that_bears_a_mode_bears_a_number_that_could_rank_it() -> None:
    ranked = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if any(field.name in {"mode", "letter", "modes"} for field in model._meta.concrete_fields)
        for field in model._meta.concrete_fields
        if (
            isinstance(field, models.IntegerField | models.FloatField | models.DecimalField)
            and not field.primary_key
        )
        and (model._meta.app_label == "missions" or RANKS.search(field.name))
    ]

    assert not ranked, f"a mode has a letter, a label, a definition: no number ({ranked})"


def test_no_table_is_ordered_by_anything_of_a_mode_but_its_letter() -> None:
    ordered = [
        model._meta.label
        for model in apps.get_models()
        for name in model._meta.ordering or ()
        if ABOUT_MODES.search(str(name)) and str(name) != "letter"
    ]

    assert not ordered


def test_no_line_of_code_orders_or_averages_modes() -> None:
    faults = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _ranks(node)
    ]

    assert not faults, f"order modes by their letter only: {faults}"


def _ranks(call: ast.Call) -> bool:
    """Whether a call orders by a mode otherwise than by its letter, or computes with modes as with numbers."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    said = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    about = [one for one in said if ABOUT_MODES.search(one.lstrip("-"))]
    if name == "order_by":
        return any(one.lstrip("-").split("__")[-1] != "letter" or one.startswith("-") for one in about)
    return name in {"Avg", "Sum", "Max", "Min", "StdDev"} and bool(about)


def test_no_table_of_the_code_gives_a_number_to_a_mode() -> None:
    faults = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if _is_mode(key) and isinstance(value, ast.Constant) and isinstance(value.value, int | float)
    ]

    assert not faults, f"a mode has no number: {faults}"


def _is_mode(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Mode"


def test_no_sentence_of_the_product_speaks_of_modes_as_of_a_ladder() -> None:
    faults = [
        f"{path.relative_to(PACKAGE)}: {found[0]}"
        for path in (*sources(), *templates())
        for found in LADDER.finditer(_spoken(path))
    ]

    assert not faults, f"no mode is above another: {faults}"


def _spoken(path: Path) -> str:
    """What a file says to who reads the product: a template whole, in Python its strings but the docstrings."""
    text = path.read_text("utf-8")
    if path.suffix == ".html":
        return text
    tree = ast.parse(text)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return "\n".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented
    )


def test_the_api_describes_no_rank_of_a_mode() -> None:
    from maillage.config.api import api

    schemas = api.get_openapi_schema()["components"]["schemas"]
    faults = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        if any(ABOUT_MODES.search(one) for one in schema.get("properties", {}))
        for field, said in schema["properties"].items()
        if RANKS.search(field) and said.get("type") in {"integer", "number"}
    ]
    enumerated = [
        schema["enum"] for schema in schemas.values() if set(schema.get("enum", ())) >= set(LETTERS)
    ]

    assert not faults
    assert all([one for one in found if one in LETTERS] == LETTERS for found in enumerated)


@pytest.fixture
def director(demonstration: None, as_member) -> Client:
    return as_member("farid")


PAGES = (
    "/missions/",
    "/missions/srom-2017-2021/",
    "/missions/srom-2017-2021/FIN/",
    "/missions/srom-2017-2021/FIN/?date=2013-01-01",
    "/missions/srom-2017-2021/FIN/?date=2021-01-01",
    "/missions/srom-2017-2021/FIN/comparer/?date=2013-01-01&comparer=2017-01-01",
    "/missions/srom-2017-2021/FIN/dates/",
    "/missions/srom-2017-2021/case/FIN-CS-1/",
    "/missions/srom-2017-2021/a-confirmer/",
    "/missions/srom-2017-2021/manques/",
    "/missions/qui-fait-quoi/?organisme=cci-mayenne",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_lists_the_modes_by_letter_and_ranks_none(director: Client, address: str) -> None:
    page = re.sub(r"<(script|style)\b.*?</\1>", "", director.get(address).content.decode(), flags=re.DOTALL)

    assert not LADDER.search(page)
    assert not re.search(r"data-(rank|score|level)|<(meter|progress)\b", page)
    legends = re.findall(
        r'<(?:dl|ul|table)[^>]*class="[^"]*legend[^"]*".*?</(?:dl|ul|table)>', page, re.DOTALL
    )
    for legend in legends:
        named = [legend.find(label) for label in WORDED.values()]
        assert all(place >= 0 for place in named) and named == sorted(named)


def test_files_count_and_name_modes_by_letter(db: None) -> None:
    from maillage.modules.missions import lists
    from maillage.modules.missions.queries.reading import LETTERS as READ
    from maillage.modules.missions.queries.reading import counts
    from maillage.modules.missions.queries.shapes import BoxShown, Cell, ModeShown, Row, SideBySide, Stop

    shown = {letter: ModeShown(letter=letter, label=label) for letter, label in WORDED.items()}
    boxes = [BoxShown(id=1, code=one, label=one, url="", mode=mode) for one, mode in reversed(shown.items())]
    stop = Stop(day=date(2017, 1, 1), nature="status", nature_label="statut", label="", drawn=True)
    rows = tuple(
        Row(code=one, label=one, url="", domain="", cells=(Cell(day=stop.day, mode=mode, words=""),))
        for one, mode in shown.items()
    )
    told = lists.dates(
        SideBySide(plan_slug="", plan="", function_code="", function="", stops=(stop,), rows=rows)
    )

    assert [letter for letter, _count in counts(boxes)] == [*LETTERS, "?"] == list(READ)
    assert re.findall(r"\b([ACHIM]) \((\w+)\)", told) == list(WORDED.items())
