"""Reading a spreadsheet: its lines as text, or a refusal by line and column. Nothing is computed, nothing is guessed."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from maillage.kit.errors import Refused, Where
from maillage.kit.text import searchable, typed
from maillage.modules.missions.exchange.rows import parted, several
from maillage.modules.missions.exchange.sheets import SHEETS, Column, Kind, Row, Sheet

MOST_ROWS = 25_000
"""Lines of a sheet: a plan of 2,000 missions at ten dates holds in it."""
MOST_CELL = 4_000
LAST_RANK = 32_767
"""The greatest rank that the tables hold."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
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
"""What the library of spreadsheets raises of a file that is damaged, when it opens it and when it reads its lines. Parsers of XML
raise subclasses of SyntaxError."""
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(slots=True)
class Read:
    """What a file holds: its rows by code of sheet, and what cannot be read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Refused] = field(default_factory=list)


def read(content: bytes) -> Read:
    """The rows of a file. Raises Refused when it is no spreadsheet of a plan; faults of its lines are in ``faults``."""
    try:
        found = _sheets(content)
    except BROKEN as wrong:
        raise Refused(
            "missions.not_a_spreadsheet",
            _("Ce fichier n'est pas un tableur XLSX lisible."),
            way_out=_("Exportez d'abord le schéma, remplissez ce fichier-là, puis envoyez-le."),
            field="file",
        ) from wrong
    if not found.rows:
        raise Refused(
            "missions.no_sheet",
            _("Ce classeur n'a aucune des feuilles attendues."),
            way_out=_("Attendues : %(names)s.") % {"names": ", ".join(sheet.title for sheet in SHEETS)},
            field="file",
        )
    return found


def _sheets(content: bytes) -> Read:
    """The sheets that are known, read whole: what is damaged shows on the way."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    found = Read()
    try:
        for sheet in SHEETS:
            if sheet.title in book.sheetnames:
                found.rows[sheet.code] = list(_rows(book[sheet.title], sheet, found.faults))
    finally:
        book.close()
    return found


def _rows(page: Any, sheet: Sheet, faults: list[Refused]) -> Iterator[Row]:
    lines = page.iter_rows()
    columns = _columns(next(lines, ()), sheet)
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in enumerate(lines, 2):
        if line > MOST_ROWS:
            raise Refused(
                "missions.too_many_rows",
                _("La feuille « %(sheet)s » a plus de %(most)d lignes.")
                % {"sheet": sheet.title, "most": MOST_ROWS},
                way_out=_("Envoyez-la en plusieurs fichiers, une fonction après l'autre."),
                field="file",
            )
        if all(cell.value in (None, "") for cell in cells):
            continue
        values, wrong = _values(cells, columns, sheet, line)
        faults += wrong
        if wrong:
            continue
        row = Row(values=values, line=line)
        first = seen.setdefault(row.key(sheet), line)
        if first != line:
            faults.append(
                _fault(
                    "missions.twice",
                    _("Cette ligne dit la même mission au même jour que la ligne %(line)d.")
                    % {"line": first},
                    _("Gardez-en une seule, ou changez « Depuis »."),
                    sheet,
                    line,
                )
            )
            continue
        yield row


def _columns(head: Any, sheet: Sheet) -> dict[int, Column]:
    """The columns of the file, by place. Raises Refused for one that is missing."""
    named = {searchable(str(column.title)): column for column in sheet.columns}
    found = {
        place: named[name]
        for place, cell in enumerate(head)
        if (name := searchable(str(cell.value or ""))) in named
    }
    present = {column.name for column in found.values()}
    missing = [column for column in sheet.read if column.name not in present]
    if missing:
        raise Refused(
            "missions.no_column",
            _("Il manque la colonne « %(column)s » dans la feuille « %(sheet)s ».")
            % {"column": missing[0].title, "sheet": sheet.title},
            way_out=_("Gardez la première ligne telle que l'export la donne."),
            field="file",
            where=Where(line=1, column=str(missing[0].title)),
        )
    return found


def _values(
    cells: Any, columns: dict[int, Column], sheet: Sheet, line: int
) -> tuple[dict[str, str], list[Refused]]:
    values = dict.fromkeys((column.name for column in sheet.columns), "")
    wrong = []
    for place, cell in enumerate(cells):
        column = columns.get(place)
        if column is None or column.kind is Kind.INFO or cell.value is None:
            continue
        try:
            values[column.name] = _value(cell, column)
        except Refused as fault:
            wrong.append(_fault(fault.code, fault.sentence, fault.way_out, sheet, line, column))
    return values, wrong


def _value(cell: Any, column: Column) -> str:
    if cell.data_type == "f":
        raise Refused(
            "missions.formula",
            _("Cette cellule contient une formule."),
            way_out=_("Remplacez-la par sa valeur : copiez, puis collez les valeurs."),
        )
    if cell.data_type == "e":
        raise Refused(
            "missions.cell_error",
            _("Cette cellule contient une erreur du tableur : %(value)s.") % {"value": cell.value},
            way_out=_("Corrigez-la, ou videz-la."),
        )
    if column.kind is Kind.DAY:
        return _day(cell.value)
    text = typed(_plain(cell.value))
    if len(text) > MOST_CELL:
        raise Refused(
            "missions.too_long",
            _("Ce texte est trop long : %(most)d caractères au plus.") % {"most": MOST_CELL},
            way_out=_("Raccourcissez-le."),
        )
    if column.kind is Kind.NUMBER:
        return _number(text)
    if column.kind is Kind.CHOICE and text:
        return _word(text, column)
    if column.kind is Kind.SEVERAL:
        return several(_word(part, column) if column.words else part for part in parted(text))
    return text


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def _day(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = typed(_plain(value))
    if not text:
        return ""
    french, iso = FRENCH_DAY.fullmatch(text), ISO_DAY.fullmatch(text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1])).isoformat()
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    except ValueError:
        raise Refused(
            "missions.no_such_day",
            _("« %(text)s » n'existe pas au calendrier.") % {"text": text},
            way_out=_("Corrigez le jour ou le mois."),
        ) from None
    raise Refused(
        "missions.not_a_day",
        _("« %(text)s » n'est pas une date.") % {"text": text},
        way_out=_("Écrivez-la jj/mm/aaaa."),
    )


def _number(text: str) -> str:
    if text and not (text.isascii() and text.isdecimal()):
        raise Refused(
            "missions.not_a_number",
            _("« %(text)s » n'est pas un nombre entier.") % {"text": text},
            way_out=_("Écrivez un nombre, ou laissez vide."),
        )
    if text and (len(text) > len(str(LAST_RANK)) or int(text) > LAST_RANK):
        raise Refused(
            "missions.number_too_great",
            _("Ce nombre est trop grand : %(most)d au plus.") % {"most": LAST_RANK},
            way_out=_("Écrivez un nombre plus petit, ou laissez vide."),
        )
    return text


def _word(text: str, column: Column) -> str:
    assert column.words is not None
    for value, label in column.words.choices:
        if searchable(text) in (searchable(str(label)), searchable(str(value))):
            return str(label)
    raise Refused(
        "missions.word",
        _("« %(text)s » n'est pas un des mots de cette colonne.") % {"text": text},
        way_out=_("Choisissez parmi : %(words)s.")
        % {"words": ", ".join(str(label) for label in column.words.labels)},
    )


def _fault(
    code: str, sentence: str, way_out: str, sheet: Sheet, line: int, column: Column | None = None
) -> Refused:
    place = sheet.title if column is None else f"{sheet.title}, {column.title}"
    return Refused(code, sentence, way_out=way_out, where=Where(line=line, column=place))
