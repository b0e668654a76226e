"""docs/reference/commands.md lists every command and every option, and nothing that is gone."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.cli import COMMANDS, parser

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text("utf-8")


def commands(
    of: argparse.ArgumentParser, name: str = "maillage"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be typed, with its own parser."""
    below = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name, of
    for action in below:
        for word, sub in action.choices.items():
            yield from commands(sub, f"{name} {word}")


ALL = dict(commands(parser()))


def section(name: str) -> str:
    """The part of the page under the heading of one command."""
    found = re.search(rf"^## `{re.escape(name)}`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"write a heading «## `{name}`» in docs/reference/commands.md"
    return found[1]


def test_every_command_module_is_there() -> None:
    assert {name.split()[1] for name in ALL} == set(COMMANDS)


@pytest.mark.parametrize("name", ALL)
def test_the_page_lists_every_option(name: str) -> None:
    told = section(name)
    options = {
        option for action in ALL[name]._actions for option in action.option_strings if option.startswith("--")
    }
    missing = sorted(option for option in options - {"--help"} if f"`{option}" not in told)
    assert not missing, f"{name}: {missing}"


@pytest.mark.parametrize("name", ALL)
def test_the_page_lists_no_option_that_is_gone(name: str) -> None:
    known = {option for action in ALL[name]._actions for option in action.option_strings}
    told = set(re.findall(r"^\| `(--[a-z-]+)", section(name), re.MULTILINE))
    assert told <= known, sorted(told - known)


def test_the_page_describes_no_command_that_is_gone() -> None:
    assert set(re.findall(r"^## `(.+?)`", PAGE, re.MULTILINE)) == set(ALL)
