"""The snapshot on disk: a manifest, small CSV files (gzipped when large) and contours.

Nothing here knows the database. A file is read whole before anything is written, and a fault says its line and column.
"""

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import maillage
from maillage.kit.errors import Refused, Where

PACKAGED = Path(maillage.__file__).parent / "data" / "reference"
MANIFEST = "manifest.json"
REBUILD = "Reconstruisez l'instantané avec « maillage reference build », ou reprenez le fichier d'origine."


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A verification made when the file was built: what was expected, what was found."""

    check: str
    expected: str
    found: str

    @property
    def passed(self) -> bool:
        return self.expected == self.found


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCard:
    """What the manifest says of one file.

    ``valid_from``: the day from which its facts hold, None when the source does not say (``undated`` says why).
    ``valid_to``: the day (excluded) on which they ceased to hold, for a closed regime. ``as_of``: the day the file
    describes, on which a newer edition closes what it no longer contains.
    """

    name: str
    title: str
    vintage: str
    source: str
    licence: str
    as_of: str
    valid_from: str | None = None
    valid_to: str | None = None
    undated: str = ""
    rows: int = 0
    sha256: str = ""
    checks: list[Check] = field(default_factory=list)

    @property
    def starts_on(self) -> date | None:
        return date.fromisoformat(self.valid_from) if self.valid_from else None

    @property
    def ends_on(self) -> date | None:
        return date.fromisoformat(self.valid_to) if self.valid_to else None

    @property
    def describes(self) -> date:
        return date.fromisoformat(self.as_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The files of a snapshot, in the order in which they are loaded, and the credit line their licence asks for."""

    credit: str
    missing: list[str]
    files: list[FileCard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV file read whole. Line 1 of the file is the header: row ``i`` is at line ``i + 2``."""

    card: FileCard
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def column(self, name: str) -> int:
        return self.columns.index(name)

    def fault(self, row: int, column: str, sentence: str, way_out: str = REBUILD) -> Refused:
        """The refusal of one cell, with its line and its column."""
        where = Where(line=row + 2, column=column)
        return Refused("reference_file", f"dans {self.card.name}, {sentence}", way_out=way_out, where=where)


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a snapshot. Raises Refused when the folder holds none, or one that cannot be read."""
    path = directory / MANIFEST
    if not path.is_file():
        raise Refused(
            "no_manifest",
            f"Le dossier {directory} ne contient pas {MANIFEST} : ce n'est pas un instantané de référence.",
            way_out="Donnez le dossier écrit par « maillage reference build ».",
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        files = [
            FileCard(**{**card, "checks": [Check(**one) for one in card["checks"]]})
            for card in content["files"]
        ]
        return Manifest(credit=content["credit"], missing=content["missing"], files=files)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Refused(
            "broken_manifest",
            f"{MANIFEST} est illisible : il est incomplet ou a été modifié.",
            way_out=REBUILD,
        ) from fault


def write_manifest(directory: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (directory / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_table(directory: Path, card: FileCard, columns: Sequence[str]) -> Table:
    """One CSV file of the snapshot, whole, its header and the number of its rows checked; not its fingerprint."""
    table = _parse(card, _text(card, contents(directory, card)), tuple(columns))
    if len(table.rows) != card.rows:
        raise Refused(
            "changed_file",
            f"{card.name} ne correspond pas au manifeste ({len(table.rows)} lignes au lieu de {card.rows}) : il est "
            "tronqué ou a été modifié.",
            way_out=REBUILD,
            where=Where(line=len(table.rows) + 2),
        )
    return table


def contents(directory: Path, card: FileCard) -> bytes:
    """The bytes of a file of the snapshot. Raises Refused when it is not there."""
    try:
        return (directory / card.name).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise Refused(
            "missing_file", f"Il manque le fichier {card.name} dans l'instantané.", way_out=REBUILD
        ) from None


def check_fingerprint(directory: Path, card: FileCard) -> None:
    """Raises Refused when a file is not the one that the manifest describes."""
    if hashlib.sha256(contents(directory, card)).hexdigest() != card.sha256:
        raise Refused(
            "changed_file",
            f"{card.name} n'est pas le fichier que décrit {MANIFEST}.",
            way_out="Refaites l'instantané avec « maillage reference build », ou reprenez le fichier d'origine.",
        )


def _text(card: FileCard, raw: bytes) -> str:
    try:
        text = (gzip.decompress(raw) if card.name.endswith(".gz") else raw).decode("utf-8")
    except (EOFError, OSError, zlib.error) as fault:
        raise Refused("truncated_file", f"{card.name} est tronqué ou abîmé.", way_out=REBUILD) from fault
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        raise Refused(
            "encoding",
            f"dans {card.name}, le texte n'est pas en UTF-8.",
            way_out="Enregistrez-le en UTF-8, ou reconstruisez l'instantané avec « maillage reference build ».",
            where=Where(line=line),
        ) from fault
    if "\0" in text:
        raise Refused(
            "nul",
            f"dans {card.name}, un caractère nul n'est d'aucun texte.",
            way_out=REBUILD,
            where=Where(line=text.count("\n", 0, text.index("\0")) + 1),
        )
    return text


def _parse(card: FileCard, text: str, columns: tuple[str, ...]) -> Table:
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        return _checked(card, rows, columns)
    except csv.Error as fault:
        raise Refused(
            "truncated_file",
            f"dans {card.name}, un guillemet n'est pas refermé, ou de trop.",
            way_out=REBUILD,
            where=Where(line=rows.line_num),
        ) from fault


def _checked(card: FileCard, rows: Iterator[list[str]], columns: tuple[str, ...]) -> Table:
    header = tuple(next(rows, []))
    table = Table(card=card, columns=columns, rows=[])
    if missing := [name for name in columns if name not in header]:
        raise table.fault(-1, missing[0], "cette colonne manque dans l'en-tête.")
    order = [header.index(name) for name in columns]
    straight = header == columns
    for number, row in enumerate(rows):
        if len(row) != len(header):
            raise table.fault(
                number,
                columns[min(len(row), len(columns) - 1)],
                f"{len(row)} valeurs au lieu de {len(header)}.",
            )
        table.rows.append(tuple(row) if straight else tuple(row[place] for place in order))
    return table
