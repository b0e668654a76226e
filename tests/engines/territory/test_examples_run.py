import doctest
import re
from importlib import import_module
from pathlib import Path

import pytest

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "write-a-territory.md"


@pytest.mark.parametrize(
    "name", ["chronology.periods", "chronology.differences", "territory.codes", "territory.parser"]
)
def test_the_examples_of_a_docstring_run(name: str) -> None:
    tried = doctest.testmod(import_module(f"maillage.engines.{name}"))

    assert tried.attempted > 0
    assert tried.failed == 0


def test_the_examples_of_the_how_to_run() -> None:
    blocks = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)

    assert blocks
    for block in blocks:
        exec(compile(block, HOW_TO.name, "exec"), {})
