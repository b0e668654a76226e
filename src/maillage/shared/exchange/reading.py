"""A spreadsheet or a text file, line by line: what each cell says, or why it says nothing. One line in memory at a time."""

import csv
import io
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
MOST_CELL, MOST_GROUPS = 4_000, 200_000
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
BREAK = re.compile(r"\r\n|\r|\n")
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
OF_A_MAC = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d]|[A-Za-z][\x83\x88\x89\x8e\x9e\x9f]|[\x83\x88\x89\x8e\x99\x9e\x9f][a-z]"
)
"""Bytes that Windows does not use, or never inside a French word; old Macs write é, è, à, ô there."""
END = "\0"
"""A line of our own after the last one: what holds it was never closed. No file holds it, NULs are taken out."""
Group = tuple[int, int, int, int]
"""Merged cells: first column, first line, last column, last line, counted from 1."""


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
    doubtful: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    merged: int = 0

    def sentences(self) -> list[str]:
        """In words, for the person who sent the file."""
        told = []
        if self.empty:
            told.append(counted(self.empty, _("ligne vide ignorée"), _("lignes vides ignorées")))
        if self.windows:
            told.append(
                _("%(count)s lue(s) en encodage Windows, le reste en UTF-8 (à partir des lignes %(first)s)")
                % _lines(self.windows)
            )
        if self.doubtful:
            told.append(
                _(
                    "%(count)s aux accents douteux, comme d'un fichier de Mac (lignes %(first)s) : relisez-les, ou enregistrez le fichier en UTF-8"
                )
                % _lines(self.doubtful)
            )
        if self.joined:
            told.append(
                _(
                    "%(count)s à cheval sur plusieurs lignes du fichier (à partir des lignes %(first)s) : si ce n'est pas voulu, un guillemet n'y est pas refermé"
                )
                % _lines(self.joined)
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


def _lines(numbers: list[int]) -> dict[str, str]:
    """How many lines, and the first of them."""
    first = ", ".join(str(number) for number in numbers[:5])
    return {
        "count": counted(len(numbers), _("ligne"), _("lignes")),
        "first": first + (", …" if len(numbers) > 5 else ""),
    }


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


def _text_lines(file: BinaryIO, notes: Notes) -> Iterator[RawLine]:
    file.seek(0)
    first = file.read(4)
    wide = first.startswith((b"\xff\xfe", b"\xfe\xff"))
    physical = _utf16(file) if wide else _decoded(file, notes)
    separator, begun = _sniffed(physical)
    reader = csv.reader(_rejoined(begun, physical), delimiter=separator)
    csv.field_size_limit(1 << 20)
    number = 0
    width = 0
    try:
        for cells in reader:
            number, at = reader.line_num, number + 1
            if cells == [END]:
                return
            said = [cell.strip()[:MOST_CELL] for cell in cells[:MOST_COLUMNS]]
            if not any(said):
                notes.empty += 1
                continue
            faults = {}
            if number > at:
                notes.joined.append(at)
                ours = END in cells[-1]
                faults = _swallowed(cells, at, number - ours, separator, width)
                said = [cell.replace(END, "").strip() for cell in said]
            width = width or (len(said) if len(said) > 1 else 0)
            yield RawLine(number=at, cells=said, faults=faults)
    except csv.Error as wrong:
        raise ValueError(str(wrong)) from wrong


def _swallowed(
    cells: list[str], at: int, last: int, separator: str, width: int
) -> dict[int, tuple[str, str]]:
    """The cells that hold whole lines of the table, from ``at`` to ``last``: their quote was not closed. A cell may hold line
    breaks and separators; not, on one of its lines, as many as a line of the table has (``width``: its columns)."""
    said = {"line": at, "next": at + 1, "last": last}
    return {
        rank: (
            (
                _(
                    "Un guillemet ouvert à la ligne %(line)d n'est pas refermé : les lignes %(next)d à %(last)d du fichier y sont prises. Fermez-le, puis renvoyez le fichier."
                )
                if last > at
                else _(
                    "Un guillemet ouvert à la ligne %(line)d n'est pas refermé. Fermez-le, puis renvoyez le fichier."
                )
            )
            % said,
            "",
        )
        for rank, cell in enumerate(cells[:MOST_COLUMNS])
        if END in cell or any(line.count(separator) >= max(width - 1, 1) for line in BREAK.split(cell)[1:])
    }


def _utf16(file: BinaryIO) -> Iterator[str]:
    """Line by line, parted where a spreadsheet parts them: other marks of Unicode stay in their cell."""
    file.seek(0)
    yield from io.StringIO(file.read().decode("utf-16").replace(END, ""), newline="")


def _decoded(file: BinaryIO, notes: Notes) -> Iterator[str]:
    """Line by line: UTF-8, else the encoding of Windows; files glued together have both."""
    file.seek(0)
    # Old Macs end their lines with a carriage return alone.
    parted = (part for raw in file for part in raw.splitlines(keepends=True))
    for number, raw in enumerate(parted, 1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8").replace(END, "")
        except UnicodeDecodeError:
            (notes.doubtful if OF_A_MAC.search(raw) else notes.windows).append(number)
            yield raw.decode("cp1252", "replace").replace(END, "")


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
    yield END
