"""Whatever a spreadsheet opens is written in one place, where no cell becomes a formula."""

import csv
import io
from pathlib import Path

import pytest

from maillage.kit import sheets

PACKAGE = Path(__file__).parents[2] / "src" / "maillage"
# Files for machines, in formats that others fixed: the snapshot of reference data, the national schemas of schemes.
FOR_MACHINES = {"shared/reference/build/snapshot.py", "modules/schemes/queries/exporting.py"}


def test_only_the_kit_writes_files_for_spreadsheets() -> None:
    writers = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "csv.writer" in (text := path.read_text("utf-8")) or "csv.DictWriter" in text
    }
    assert writers - FOR_MACHINES == {"kit/sheets/__init__.py"}, "use maillage.kit.sheets"


@pytest.mark.parametrize("cell", ["=1+1", "+33 3 00", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_a_cell_that_would_be_computed_is_kept_as_text(cell: str) -> None:
    (row,) = csv.reader(io.StringIO(sheets.line("avant", cell), newline=""), delimiter=";")
    assert row == ["avant", f"'{cell}"]


def test_other_cells_are_left_as_they_are() -> None:
    assert sheets.line("12", "a;b", "d'accord") == '12;"a;b";d\'accord\r\n'
