"""What import-linter cannot see: keys between tables, given as strings or not, fall like the imports."""

import ast
import configparser
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "maillage"
RINGS = ("kit", "shared", "modules", "surfaces")


def layers(contract: str) -> dict[str, int]:
    """Name → height in one layered contract of .importlinter, the lowest being 0."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    lines = contracts[f"importlinter:contract:{contract}"]["layers"].split("\n")
    rows = [line.strip() for line in lines if line.strip()]
    return {name.strip(" ()"): height for height, row in enumerate(reversed(rows)) for name in row.split("|")}


def place(model: type[Model]) -> tuple[int, int]:
    """How high a table stands: its ring, then its app in the ring."""
    _, ring, app = model.__module__.split(".")[:3]
    heights = layers(ring) if ring in {"shared", "modules"} else {}
    return RINGS.index(ring), heights.get(app, 0)


def ours() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("maillage.")]


def keys() -> list[ForeignKey[Model, Model]]:
    """Every key from a table of ours to a table of another app of ours."""
    return [
        field
        for model in ours()
        for field in [*model._meta.get_fields(), *(f for m in model._meta.many_to_many for f in [m])]
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and field.related_model.__module__.startswith("maillage.")
        and field.related_model._meta.app_label != model._meta.app_label
    ]


def test_keys_between_tables_fall() -> None:
    climbing = [str(key) for key in keys() if place(key.model) <= place(key.related_model)]
    assert not climbing, (
        f"these keys climb or go sideways; point downwards, or ask the higher app: {climbing}"
    )


def test_a_lower_table_does_not_see_the_higher_ones() -> None:
    seen = [str(key) for key in keys() if not key.remote_field.hidden]
    assert not seen, f'give related_name="+": the lower app must not reach upwards: {seen}'


def test_a_protected_key_is_never_a_silent_loss() -> None:
    cascading = [
        str(key)
        for key in keys()
        if not key.many_to_many
        and key.remote_field.on_delete.__name__ not in {"PROTECT", "RESTRICT", "SET_NULL"}
    ]
    assert not cascading, f"deleting a row of another app must not take these along: {cascading}"


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.glob("*/*/migrations/0*.py")), ids=lambda p: f"{p.parts[-3]}/{p.stem}"
)
def test_a_migration_imports_nothing_that_will_change(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {
        name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
    }
    assert not [name for name in modules if name.startswith("maillage")], (
        "a migration stands alone: copy what it needs"
    )


def test_each_constraint_speaks_french() -> None:
    silent = [
        f"{model.__name__}.{constraint.name}"
        for model in ours()
        for constraint in model._meta.constraints
        if str(constraint.violation_error_message) == str(constraint.default_violation_error_message)
        or not constraint.violation_error_message
    ]
    assert not silent, f"give violation_error_message: {silent}"
