"""From the bytes of a file to rows of text, each with its line; a file that cannot be read says what to do.

CSV is UTF-8 with commas and ends with a line feed (otherwise nothing tells a whole file from a cut one); JSON is a
list of objects. Line 1 is the header of a CSV.
"""

import csv
import difflib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from maillage.kit.errors import ManyRefused, Refused, Where

SAVE_AS = "Dans votre tableur, enregistrez-le en « CSV UTF-8 (délimité par des virgules) », puis recommencez."
NUL = "\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a file: every value is text, lists are joined by ``|``, an empty text is a missing value."""

    line: int
    values: Mapping[str, str]


def rows(
    content: bytes,
    *,
    name: str,
    columns: tuple[str, ...],
    optional: frozenset[str] = frozenset(),
    nested: frozenset[str] = frozenset(),
) -> tuple[Row, ...]:
    """The rows of a CSV or JSON file (by the suffix of ``name``), with exactly ``columns``, in any order.

    An object of a JSON may leave out the ``optional`` ones; a CSV holds them all. The cells of ``nested`` columns are
    JSON themselves.
    """
    if not content.strip():
        raise Refused(
            "empty", "Ce fichier est vide.", way_out="Vérifiez que c'est le bon fichier, puis recommencez."
        )
    text = _text(content)
    suffix = PurePath(name).suffix.lower()
    if suffix == ".json":
        return tuple(_json_rows(text, columns, optional, nested))
    if suffix == ".csv":
        return tuple(_csv_rows(text, columns))
    raise Refused(
        "suffix",
        f"Le nom « {name} » ne dit pas si c'est un CSV ou un JSON.",
        way_out="Nommez le fichier en .csv ou en .json.",
    )


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise Refused(
            "encoding",
            "Ce fichier n'est pas en UTF-8 : il vient sans doute d'un tableur réglé sur Windows-1252.",
            way_out=SAVE_AS,
            where=Where(line=line),
        ) from None
    if NUL in text:
        raise _nul(text.count("\n", 0, text.index(NUL)) + 1)
    return text


def _nul(line: int) -> Refused:
    return Refused(
        "nul",
        "Ce fichier contient un caractère nul, qui n'est d'aucun texte.",
        way_out="Il a sans doute été abîmé en chemin : reprenez le fichier complet.",
        where=Where(line=line),
    )


def _csv_rows(text: str, columns: tuple[str, ...]) -> Iterator[Row]:
    header_line = text.split("\n", 1)[0]
    if header_line.count(";") > header_line.count(","):
        raise Refused(
            "semicolons",
            "Les colonnes de ce fichier sont séparées par des points-virgules, pas par des virgules.",
            way_out=SAVE_AS,
            where=Where(line=1),
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        check_columns(header, columns)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells:
                yield Row(line=line, values=_cells(header, cells, line))
    except csv.Error:
        raise Refused(
            "truncated",
            f"Le fichier s'arrête au milieu de la ligne {before + 1} : un guillemet ouvert n'est pas refermé.",
            way_out="Il a sans doute été coupé : reprenez le fichier complet.",
            where=Where(line=before + 1),
        ) from None
    if not text.endswith("\n"):
        raise Refused(
            "truncated",
            f"La dernière ligne ({before}) n'est pas terminée : le fichier a sans doute été coupé.",
            way_out="Reprenez le fichier complet ; s'il l'est déjà, ajoutez un retour à la ligne à la fin.",
            where=Where(line=before),
        )


def _cells(header: list[str], cells: list[str], line: int) -> dict[str, str]:
    if len(cells) != len(header):
        raise Refused(
            "truncated" if len(cells) < len(header) else "too-many-cells",
            f"Il y a {len(cells)} valeurs pour {len(header)} colonnes.",
            way_out="Le fichier a sans doute été coupé, ou une virgule manque de guillemets : reprenez-le en entier.",
            where=Where(line=line),
        )
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def check_columns(found: list[str], expected: tuple[str, ...], *, line: int = 1) -> None:
    """Refuse unknown, repeated and missing columns, each with the nearest name."""
    missing = [name for name in expected if name not in found]
    if 2 * len(missing) > len(expected):
        raise Refused(
            "wrong-format",
            f"Ce fichier n'est pas du format demandé : il y manque {len(missing)} colonnes sur {len(expected)}, "
            f"dont « {missing[0]} » et « {missing[1]} ».",
            way_out="Vérifiez le format choisi, et que la première ligne porte bien le nom des colonnes.",
            where=Where(line=line),
        )
    refusals = []
    for name in dict.fromkeys(found):
        if name not in expected:
            near = difflib.get_close_matches(name, [e for e in expected if e not in found] or expected, 1)
            hint = f"Vouliez-vous dire « {near[0]} » ?" if near else "Retirez-la."
            refusals.append(
                _column("unknown-column", f"La colonne « {name} » n'est pas de ce format.", hint, line, name)
            )
        elif found.count(name) > 1:
            refusals.append(
                _column(
                    "repeated-column",
                    f"La colonne « {name} » est écrite deux fois.",
                    "Retirez-en une.",
                    line,
                    name,
                )
            )
    for name in missing:
        hint = "Ajoutez-la, même vide : ce format les demande toutes."
        refusals.append(_column("missing-column", f"Il manque la colonne « {name} ».", hint, line, name))
    if refusals:
        raise ManyRefused(tuple(refusals))


def _column(code: str, sentence: str, way_out: str, line: int, column: str) -> Refused:
    return Refused(code, sentence, way_out=way_out, field=column, where=Where(line=line, column=column))


def _json_rows(
    text: str, columns: tuple[str, ...], optional: frozenset[str], nested: frozenset[str]
) -> Iterator[Row]:
    for line, item in _json_items(text):
        if not isinstance(item, dict):
            raise Refused(
                "json-shape",
                "On attend ici un dispositif entre accolades.",
                way_out="Le fichier doit être une liste d'objets JSON.",
                where=Where(line=line),
            )
        check_columns([*item, *(optional - item.keys())], columns, line=line)
        values = {n: as_text(item.get(n), nested=n in nested) for n in columns}
        if any(NUL in text for text in values.values()):
            raise _nul(line)
        yield Row(line=line, values=values)


def _json_items(text: str) -> Iterator[tuple[int, Any]]:
    decoder = json.JSONDecoder()
    position = _skip(text, 0)
    if text[position : position + 1] != "[":
        raise Refused(
            "json-shape",
            "Ce fichier JSON n'est pas une liste de dispositifs.",
            way_out="Il doit commencer par un crochet ouvrant et contenir un objet par dispositif.",
            where=Where(line=1),
        )
    position = _skip(text, position + 1)
    if text[position : position + 1] == "]":
        return
    while True:
        try:
            item, end = decoder.raw_decode(text, position)
        except json.JSONDecodeError as fault:
            raise _truncated_json(text, fault.pos) from None
        except RecursionError:
            raise _truncated_json(text, position) from None
        yield text.count("\n", 0, position) + 1, item
        position = _skip(text, end)
        mark = text[position : position + 1]
        if mark == "]" and not text[position + 1 :].strip():
            return
        if mark != ",":
            raise _truncated_json(text, position)
        position = _skip(text, position + 1)


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _truncated_json(text: str, position: int) -> Refused:
    line = text.count("\n", 0, position) + 1
    return Refused(
        "truncated",
        f"Ce fichier JSON ne se lit plus à partir de la ligne {line}.",
        way_out="Il a sans doute été coupé ou modifié à la main : reprenez le fichier complet.",
        where=Where(line=line),
    )


def as_text(value: Any, *, nested: bool = False) -> str:
    """A JSON value as the cell of a CSV."""
    if nested and isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "|".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()
