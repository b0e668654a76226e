"""pytest plugin: which requirement rows the marked tests prove.

``--requirements FILE`` runs only the tests marked ``@pytest.mark.requirement("H-224", …)``, prints per system how many
rows of docs/requirements.csv are proved, and writes FILE (row → tests that passed). A row is proved when it has marked
tests and all of them passed. A marker naming no row fails the run.
"""

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

PROPERTY = "requirement"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--requirements", metavar="FILE", help="run the marked tests and write which rows they prove"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--requirements"):
        config.pluginmanager.register(Ledger(config), "requirements-ledger")


class Ledger:
    """What was marked, what passed, and the account given at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.target = Path(config.getoption("--requirements"))
        table = config.rootpath / "docs" / "requirements.csv"
        with table.open(encoding="utf-8", newline="") as lines:
            self.systems = {row["id"]: row["system"].split("|") for row in csv.DictReader(lines)}
        self.marked: dict[str, set[str]] = defaultdict(set)
        self.failed: set[str] = set()
        self.passed: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept: list[pytest.Item] = []
        left: list[pytest.Item] = []
        for item in items:
            rows = {row for marker in item.iter_markers("requirement") for row in marker.args}
            (kept if rows else left).append(item)
            # With its reports: the process that counts is not always the one that runs.
            item.user_properties += [(PROPERTY, row) for row in sorted(rows)]
        config.hook.pytest_deselected(items=left)
        items[:] = kept

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, row in report.user_properties:
            if name == PROPERTY:
                self.marked[str(row)].add(report.nodeid)
        if report.failed or report.skipped:
            self.failed.add(report.nodeid)
        elif report.when == "call":
            self.passed.add(report.nodeid)

    @property
    def unknown(self) -> list[str]:
        """Rows that markers name and the table does not."""
        return sorted(row for row in self.marked if row not in self.systems)

    def proved(self) -> dict[str, list[str]]:
        """Row → its tests, for the rows whose marked tests all passed."""
        good = self.passed - self.failed
        return {
            row: sorted(tests)
            for row, tests in sorted(self.marked.items())
            if row in self.systems and tests and tests <= good
        }

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self.target.write_text(
            json.dumps(self.proved(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        if self.unknown and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        write = terminalreporter.write_line
        proved = self.proved()
        terminalreporter.section("requirements")
        for system in sorted({system for of in self.systems.values() for system in of}, key=int):
            rows = [row for row, of in self.systems.items() if system in of]
            write(f"system {system}: {sum(row in proved for row in rows)} of {len(rows)} rows proved")
        write("proved: " + (", ".join(proved) or "none"))
        if broken := sorted(row for row in self.marked if row in self.systems and row not in proved):
            write("marked, not proved (a test failed or was skipped): " + ", ".join(broken))
        if self.unknown:
            write("markers that name no row of docs/requirements.csv: " + ", ".join(self.unknown))
        write(f"written: {self.target}")
