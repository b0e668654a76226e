"""A spreadsheet or a text file, line by line: what each cell says, or why it says nothing. One line in memory at a time."""

import csv
import itertools
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from maillage.kit.errors import Refused
from maillage.kit.text import counted
from maillage.shared.files import kinds

MOST_LINES = 200_000
MOST_COLUMNS = 120
MOST_CELL = 4_000
BEFORE_HEADINGS = 20
"""Lines that a title may take before the headings."""
BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    EOFError,
)
"""What libraries raise of a damaged spreadsheet; parsers of XML raise subclasses of SyntaxError."""
SEPARATORS = ";\t,|"
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class RawLine:
    """A line: its number in the file, its cells, and by rank what is wrong with a cell: (sentence, value offered)."""

    number: int
    cells: list[str]
    faults: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Notes:
    """What was noticed while reading."""

    empty: int = 0
    windows: list[int] = field(default_factory=list)
    merged: int = 0

    def sentences(self) -> list[str]:
        """In words, for the person who sent the file."""
        told = []
        if self.empty:
            told.append(counted(self.empty, _("ligne vide ignorée"), _("lignes vides ignorées")))
        if self.windows:
            first = ", ".join(str(number) for number in self.windows[:5])
            told.append(
                _("%(count)s lue(s) en encodage Windows, le reste en UTF-8 (à partir des lignes %(first)s)")
                % {"count": counted(len(self.windows), _("ligne"), _("lignes")), "first": first}
            )
        if self.merged:
            told.append(
                _("%(count)s : seule la première case d'un groupe a une valeur")
                % {
                    "count": counted(
                        self.merged, _("groupe de cellules fusionnées"), _("groupes de cellules fusionnées")
                    )
                }
            )
        return told


def suffix(media_type: str) -> str:
    """« xlsx » or « csv ». Raises Refused for another kind of file."""
    if media_type == kinds.XLSX.media_type:
        return "xlsx"
    if media_type in (kinds.CSV.media_type, kinds.TXT.media_type):
        return "csv"
    raise Refused(
        "exchange.kind",
        _("Ce fichier n'est ni un tableur XLSX, ni un fichier CSV."),
        way_out=_("Dans votre tableur, choisissez « Enregistrer sous », puis XLSX ou CSV."),
        field="file",
    )


def sheets(file: BinaryIO, kind: str) -> tuple[str, ...]:
    """The names of the sheets of a spreadsheet; none for a text. Raises Refused when it is damaged."""
    if kind == "csv":
        return ()
    with _readable(), _book(file) as book:
        return tuple(book.sheetnames)


def lines(file: BinaryIO, kind: str, sheet: str, notes: Notes) -> Iterator[RawLine]:
    """The lines that hold something, headings first (`headings`). Raises Refused when the file is damaged, or too long."""
    found = _text_lines(file, notes) if kind == "csv" else _sheet_lines(file, sheet, notes)
    with _readable():
        for rank, line in enumerate(found):
            if rank > MOST_LINES:
                raise Refused(
                    "exchange.too_long",
                    _("Ce fichier a plus de 200 000 lignes."),
                    way_out=_("Envoyez-le en plusieurs fichiers."),
                    field="file",
                )
            yield line


def headings(found: Iterator[RawLine]) -> RawLine:
    """The line of the headings: the first that has two of them. Raises Refused when there is none."""
    for rank, line in enumerate(found):
        if sum(bool(cell) for cell in line.cells) > 1:
            return line
        if rank >= BEFORE_HEADINGS:
            break
    raise Refused(
        "exchange.no_headings",
        _("Aucune ligne de titres : la première ligne du tableau doit nommer les colonnes."),
        way_out=_(
            "Ajoutez une ligne de titres en haut, puis renvoyez le fichier. Un fichier vide n'en a pas non plus."
        ),
        field="file",
    )


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except BROKEN as wrong:
        raise Refused(
            "exchange.damaged",
            _("Ce fichier est abîmé ou incomplet : il s'arrête avant la fin."),
            way_out=_("Ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis renvoyez-le."),
            field="file",
        ) from wrong


@contextmanager
def _book(file: BinaryIO) -> Iterator[Any]:
    file.seek(0)
    book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        yield book
    finally:
        book.close()


def _sheet_lines(file: BinaryIO, sheet: str, notes: Notes) -> Iterator[RawLine]:
    with _book(file) as book:
        page = book[sheet or book.sheetnames[0]]
        groups = _merged(file, page)
        notes.merged = len(groups)
        anchors: dict[tuple[int, int], str] = {}
        for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS), 1):
            line = _line(number, cells)
            for left, top, right, bottom in groups:
                if top <= number <= bottom:
                    _in_group(line, (left, top, right, bottom), anchors)
            if any(line.cells) or line.faults:
                yield line
            else:
                notes.empty += 1


def _merged(file: BinaryIO, page: Any) -> list[tuple[int, int, int, int]]:
    """The groups of merged cells, read without holding the sheet: the library does not tell them of a long one."""
    found: list[tuple[int, int, int, int]] = []
    file.seek(0)
    with zipfile.ZipFile(file) as archive, archive.open(page._worksheet_path) as entry:
        rest = b""
        while piece := entry.read(1 << 20):
            text = rest + piece
            found += [range_boundaries(ref.decode()) for ref in MERGED.findall(text)]
            # What is cut at the end of a piece is read again; what was found there is not.
            rest = text[max(text.rfind(b"<"), 0) :][-200:]
            if MERGED.search(rest):
                rest = b""
    return found


def _in_group(line: RawLine, group: tuple[int, int, int, int], anchors: dict[tuple[int, int], str]) -> None:
    """Keep the value of a group; where it is only meant, refuse the cell and offer it."""
    left, top, right, bottom = group
    if line.number == top:
        anchors[(left, top)] = line.cells[left - 1] if left <= len(line.cells) else ""
        return
    for column in range(left, min(right, len(line.cells)) + 1):
        if any(line.cells) and not line.cells[column - 1]:
            line.faults[column - 1] = (
                _(
                    "Cellule fusionnée avec la ligne %(line)d : rien ne dit si la valeur vaut aussi pour celle-ci."
                )
                % {"line": top},
                anchors.get((left, top), ""),
            )


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


def _text_lines(file: BinaryIO, notes: Notes) -> Iterator[RawLine]:
    file.seek(0)
    first = file.read(4)
    wide = first.startswith((b"\xff\xfe", b"\xfe\xff"))
    physical = _utf16(file) if wide else _decoded(file, notes)
    separator, begun = _sniffed(physical)
    reader = csv.reader(_rejoined(begun, physical), delimiter=separator)
    csv.field_size_limit(1 << 20)
    number = 0
    try:
        for cells in reader:
            number, at = reader.line_num, number + 1
            said = [cell.strip()[:MOST_CELL] for cell in cells[:MOST_COLUMNS]]
            if any(said):
                yield RawLine(number=at, cells=said)
            else:
                notes.empty += 1
    except csv.Error as wrong:
        raise ValueError(str(wrong)) from wrong


def _utf16(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    yield from file.read().decode("utf-16").splitlines(keepends=True)


def _decoded(file: BinaryIO, notes: Notes) -> Iterator[str]:
    """Line by line: UTF-8, else the encoding of Windows; files glued together have both."""
    file.seek(0)
    for number, raw in enumerate(file, 1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8").replace("\0", "")
        except UnicodeDecodeError:
            notes.windows.append(number)
            yield raw.decode("cp1252", "replace")


def _sniffed(physical: Iterator[str]) -> tuple[str, list[str]]:
    """The separator: the mark that parts the first lines into the most columns, the same number each time if possible."""
    begun = list(itertools.islice(physical, BEFORE_HEADINGS))
    outside = [re.sub(r'"[^"]*"', "", line) for line in begun if line.strip()]

    def worth(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in outside]
        most = max(counts, default=0)
        return (sum(count == most for count in counts) if most else 0, most)

    return max(SEPARATORS, key=worth), begun


def _rejoined(begun: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from begun
    yield from rest
