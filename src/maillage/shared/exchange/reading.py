"""A spreadsheet or a text file, line by line: what each cell says, or why it says nothing. One line in memory at a time."""

import csv
import io
import itertools
import re
import zipfile
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.shared.exchange import untaken, workbooks
from maillage.shared.exchange.raw_lines import MOST_CELL, MOST_COLUMNS, Notes, RawLine
from maillage.shared.files import kinds

MOST_LINES = 200_000
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
OF_A_MAC = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d]|[A-Za-z][\x83\x88\x89\x8e\x9e\x9f]|[\x83\x88\x89\x8e\x99\x9e\x9f][a-z]"
)
"""Bytes that Windows does not use, or never inside a French word; old Macs write é, è, à, ô there."""
END = "\0"
"""A line of our own after the last one: what holds it was never closed. No file holds it, NULs are taken out."""


def suffix(media_type: str) -> str:
    """« xlsx » or « csv ». Raises Refused for another kind of file."""
    if media_type == kinds.XLSX.media_type:
        return "xlsx"
    if media_type in (kinds.CSV.media_type, kinds.TXT.media_type):
        return "csv"
    raise untaken.of_another_kind()


def sheets(file: BinaryIO, kind: str) -> tuple[str, ...]:
    """The names of the sheets of cells of a spreadsheet; none for a text. Raises Refused when it is damaged, or holds none."""
    if kind == "csv":
        return ()
    with _readable():
        return workbooks.names(file)


def lines(file: BinaryIO, kind: str, sheet: str, notes: Notes) -> Iterator[RawLine]:
    """The lines that hold something, headings first (`headings`). Raises Refused when the file is damaged, or too long."""
    found = _text_lines(file, notes) if kind == "csv" else workbooks.lines(file, sheet, notes)
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


def headings(found: Iterator[RawLine], known: Container[str]) -> RawLine:
    """The line of the headings: the first that has two of those that are ``known`` (as `searchable` writes them), else the first
    that has two cells. Raises Refused when there is none."""
    begun = [
        line
        for line in itertools.islice(found, BEFORE_HEADINGS + 1)
        if sum(bool(cell) for cell in line.cells) > 1
    ]
    for line in begun:
        if len({plain for cell in line.cells if (plain := searchable(cell)) and plain in known}) > 1:
            return line
    if begun:
        return begun[0]
    raise _no_headings()


def skip_headings(found: Iterator[RawLine], titles: Sequence[str]) -> int:
    """Read up to the headings that were taken, included; the number of their line. Raises Refused when they are not there."""
    for line in found:
        if line.cells == list(titles):
            return line.number
    raise _no_headings()


def _no_headings() -> Refused:
    return Refused(
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
