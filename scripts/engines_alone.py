"""Run the tests of the engines in a Python where Django cannot be imported: what is claimed pure is proved pure."""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

ABSENT = frozenset(["django", "pytest_django", "psycopg", "granian", "csp", "django_htmx", "whitenoise"])


class Absent:
    """An import finder that knows only what is not there."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"{name} is not installed where the engines live", name=name)
        return None


class Markers:
    """The markers of pyproject.toml, which is not read here because it speaks of Django."""

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line(
            "markers", "requirement(*rows): the rows of docs/requirements.csv that this test proves"
        )


def main(arguments: list[str]) -> int:
    """Run tests/engines and return pytest's exit code."""
    sys.meta_path.insert(0, Absent())
    # Tests of one engine share their ground as tests.engines.…
    sys.path.insert(0, os.getcwd())
    strict = [
        "--strict-markers",
        "-W",
        "error",
        "--disable-socket",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
    ]
    here = ["-c", os.devnull, "--rootdir", ".", "--confcutdir", "tests/engines", "tests/engines"]
    return int(pytest.main([*strict, *here, *arguments], plugins=[Markers()]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
