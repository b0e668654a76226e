"""Files of lines for spreadsheets, written as the lines come: neither the whole file nor the whole list is ever in memory."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Protocol, TextIO

import xlsxwriter

from maillage.kit.sheets import BOM, line
from maillage.modules.crm.enums import ExportFormat
from maillage.modules.crm.queries.exported import Cell

MEDIA = {
    ExportFormat.CSV: "text/csv",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDTHS = (34, 12, 8, 22, 8, 8, 34, 18, 40, 28, 28, 20, 8, 12, 12, 14, 12, 12, 20, 40, 18)
"""Of the columns of a workbook, in characters."""


class Lines(Protocol):
    """A file that receives lines."""

    def write(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        """Add these lines."""


@contextmanager
def opened(
    path: Path, file_format: str, *, head: tuple[str, ...], title: str = "Aides reçues"
) -> Iterator[Lines]:
    """A new file at ``path``, its first line written; it is whole at the end of the block. No cell of it is ever
    computed. ``title``: of the sheet of a workbook."""
    if file_format == ExportFormat.CSV:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(BOM + line(*head))
            yield _Text(file)
        return
    # The library keeps one line in memory, and no text becomes a formula, a link or a number because of how it begins.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(path, options) as book:
        yield _Book(book, head, title)


class _Text:
    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        self.file.writelines(line(*map(_plain, row)) for row in rows)


class _Book:
    def __init__(self, book: xlsxwriter.Workbook, head: tuple[str, ...], title: str) -> None:
        self.page = book.add_worksheet(title)
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        for column, width in enumerate(WIDTHS[: len(head)]):
            self.page.set_column(column, column, width)
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, title in enumerate(head):
            self.page.write_string(0, column, title, bold)
        self.page.freeze_panes(1, 1)
        self.row = 1

    def write(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        for row in rows:
            for column, cell in enumerate(row):
                self._cell(column, cell)
            self.row += 1

    def _cell(self, column: int, cell: Cell) -> None:
        match cell:
            case None | "":
                return
            case str():
                self.page.write_string(self.row, column, cell)
            case Decimal():
                self.page.write_number(self.row, column, float(cell), self.money)
            case int():
                self.page.write_number(self.row, column, cell)
            case datetime.date():
                self.page.write_datetime(
                    self.row, column, datetime.datetime.combine(cell, datetime.time.min), self.day
                )


def _plain(cell: Cell) -> str:
    """A cell as text: an amount with its comma, as spreadsheets in French read it; a day as 2026-03-31."""
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:.2f}".replace(".", ",")
        case datetime.date():
            return cell.isoformat()
    return str(cell)
