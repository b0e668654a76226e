"""The sheets of a spreadsheet, line by line: a formula, an error, a merged cell are told, never guessed."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl.chartsheet import Chartsheet
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries

from maillage.kit.errors import Refused
from maillage.shared.exchange.raw_lines import MOST_CELL, MOST_COLUMNS, Notes, RawLine

MOST_GROUPS = 200_000
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
Group = tuple[int, int, int, int]
"""Merged cells: first column, first line, last column, last line, counted from 1."""


@contextmanager
def opened(file: BinaryIO) -> Iterator[Any]:
    file.seek(0)
    reader = _Reader(file, read_only=True, data_only=False, keep_links=False)
    reader.read()
    try:
        yield reader.wb
    finally:
        reader.wb.close()


class _Reader(ExcelReader):
    """The library, but for charts: it stops at a chart sheet that it does not understand, and nobody reads one here."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Keep the place of a chart sheet: names of the workbook count sheets by their rank."""
        self.wb._add_sheet(Chartsheet(parent=self.wb, title=sheet.name))


def names(file: BinaryIO) -> tuple[str, ...]:
    """The names of the sheets that hold cells. Raises Refused when there is none."""
    with opened(file) as book:
        found = tuple(page.title for page in book.worksheets)
    if not found:
        raise Refused(
            "exchange.no_cells",
            _("Ce classeur n'a que des graphiques : aucune feuille n'y porte de cellules."),
            way_out=_("Copiez le tableau dans une feuille, enregistrez le classeur, puis renvoyez-le."),
            field="file",
        )
    return found


def lines(file: BinaryIO, sheet: str, notes: Notes) -> Iterator[RawLine]:
    with opened(file) as book:
        page = book[sheet] if sheet else book.worksheets[0]
        # What a sheet says of its own size is not always true, and the library would believe it.
        page.reset_dimensions()
        groups = sorted(_merged(file, page), key=lambda group: group[1])
        notes.merged = len(groups)
        waiting, here = iter(groups), _Groups()
        following = next(waiting, None)
        for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), 1):
            line = _line(number, cells)
            while following is not None and following[1] <= number:
                here.begin(following, line)
                following = next(waiting, None)
            here.refuse(line)
            if any(line.cells) or line.faults:
                yield line
            else:
                notes.empty += 1


class _Groups:
    """The groups of merged cells that the line being read crosses, each with the value of its first cell."""

    def __init__(self) -> None:
        self._here: dict[Group, str] = {}

    def begin(self, group: Group, line: RawLine) -> None:
        """A group begins on this line. Raises ValueError when groups cover one another: no spreadsheet writes that."""
        left, top, _right, bottom = group
        held = line.cells[left - 1] if top == line.number and left <= len(line.cells) else ""
        if bottom > line.number and left <= MOST_COLUMNS:
            self._here[group] = held
        if len(self._here) > 2 * MOST_COLUMNS:
            raise ValueError("merged cells cover one another")

    def refuse(self, line: RawLine) -> None:
        """Where a value is only meant, refuse the cell and offer it."""
        for group in [group for group in self._here if group[3] < line.number]:
            del self._here[group]
        for (left, top, right, _bottom), held in self._here.items():
            if top == line.number or not any(line.cells):
                continue
            # A value may be meant in the empty cells that end a line: they are not read.
            for column in range(left, min(right, MOST_COLUMNS if held else len(line.cells)) + 1):
                if column > len(line.cells) or not line.cells[column - 1]:
                    line.faults[column - 1] = (
                        _(
                            "Cellule fusionnée avec la ligne %(line)d : rien ne dit si la valeur vaut aussi pour celle-ci."
                        )
                        % {"line": top},
                        held,
                    )


def _merged(file: BinaryIO, page: Any) -> list[Group]:
    """The groups of merged cells, read without holding the sheet: the library does not tell them of a long one."""
    found: list[Group] = []
    file.seek(0)
    with zipfile.ZipFile(file) as archive, archive.open(page._worksheet_path) as entry:
        rest = b""
        while piece := entry.read(1 << 20):
            text = rest + piece
            found += [range_boundaries(ref.decode()) for ref in MERGED.findall(text)]
            if len(found) > MOST_GROUPS:
                raise Refused(
                    "exchange.too_merged",
                    _("Ce fichier a plus de 200 000 groupes de cellules fusionnées."),
                    way_out=_(
                        "Dans votre tableur, annulez la fusion des cellules, puis renvoyez le fichier."
                    ),
                    field="file",
                )
            # What is cut at the end of a piece is read again; what was found there is not.
            rest = text[max(text.rfind(b"<"), 0) :][-200:]
            if MERGED.search(rest):
                rest = b""
    return found


def _line(number: int, cells: Any) -> RawLine:
    said: list[str] = []
    faults: dict[int, tuple[str, str]] = {}
    for rank, cell in enumerate(cells):
        text = _plain(cell.value)[:MOST_CELL].strip()
        if cell.data_type == "f":
            faults[rank] = (_("Cette cellule contient une formule : copiez, puis collez sa valeur."), "")
            text = ""
        elif cell.data_type == "e":
            faults[rank] = (
                _("Cette cellule contient une erreur du tableur : %(value)s.") % {"value": text},
                "",
            )
            text = ""
        said.append(text)
    while said and not said[-1] and len(said) - 1 not in faults:
        said.pop()
    return RawLine(number=number, cells=said, faults=faults)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
