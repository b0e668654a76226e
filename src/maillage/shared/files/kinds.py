"""What a file is, read from its content: the name it came with proves nothing."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from maillage.kit.errors import Refused

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
"""A real text document packs ten times, a bomb a thousand times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind that we take: its suffixes, the first being the one we write, and its media type."""

    suffixes: tuple[str, ...]
    media_type: str

    @property
    def suffix(self) -> str:
        return self.suffixes[0]


OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
PDF = Kind(suffixes=("pdf",), media_type="application/pdf")
PNG = Kind(suffixes=("png",), media_type="image/png")
JPEG = Kind(suffixes=("jpg", "jpeg"), media_type="image/jpeg")
WEBP = Kind(suffixes=("webp",), media_type="image/webp")
DOCX = Kind(suffixes=("docx",), media_type=f"{OOXML}wordprocessingml.document")
XLSX = Kind(suffixes=("xlsx",), media_type=f"{OOXML}spreadsheetml.sheet")
ODT = Kind(suffixes=("odt",), media_type=f"{ODF}text")
ODS = Kind(suffixes=("ods",), media_type=f"{ODF}spreadsheet")
CSV = Kind(suffixes=("csv",), media_type="text/csv")
TXT = Kind(suffixes=("txt",), media_type="text/plain")
KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, ODS, CSV, TXT)
ACCEPTED = ",".join(f".{suffix}" for kind in KINDS for suffix in kind.suffixes)
"""For the ``accept`` of a form."""


def accepted() -> str:
    """The kinds that we take, for a sentence."""
    return _("PDF, image (PNG, JPEG, WEBP), document ou tableau (DOCX, XLSX, ODT, ODS, CSV) ou texte (TXT)")


def read(file: BinaryIO, suffix: str) -> Kind:
    """The kind of ``file``, whose name ends with ``suffix`` (lower case, no dot). Raises Refused when it is none of
    KINDS, holds macros, unpacks to something huge, or is not what its name says."""
    file.seek(0)
    head = file.read(16)
    kind = _binary(head) or (_packed(file) if head.startswith(b"PK\x03\x04") else _text(file, suffix))
    if kind is None:
        raise _unknown()
    if suffix not in kind.suffixes and _known(suffix):
        raise Refused(
            "disguised",
            _(
                "Le nom du fichier finit par « .%(suffix)s », mais son contenu est d'une autre sorte (%(kind)s)."
            )
            % {"suffix": suffix, "kind": kind.suffix.upper()},
            way_out=_("Enregistrez-le de nouveau depuis le logiciel qui l'a fait, puis joignez-le."),
            field="file",
        )
    return kind


def _binary(head: bytes) -> Kind | None:
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return None


def _packed(file: BinaryIO) -> Kind | None:
    """An office document: looked into without unpacking more than two small entries."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries)
            names = {entry.filename for entry in entries}
            if "mimetype" in names:
                found = _small(archive, "mimetype").decode("ascii", "replace").strip()
                kind = next((kind for kind in (ODT, ODS) if kind.media_type == found), None)
                macros = any(name.startswith(("Basic/", "Scripts/")) for name in names)
            elif "[Content_Types].xml" in names:
                types = _small(archive, "[Content_Types].xml")
                kind = DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None
                macros = b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names)
            else:
                return None
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        raise Refused(
            "damaged",
            _("Le document est abîmé, incomplet ou protégé par un mot de passe."),
            way_out=_("Enregistrez-le de nouveau sans mot de passe, ou en PDF, puis joignez-le."),
            field="file",
        ) from None
    if kind and macros:
        raise Refused(
            "macros",
            _("Le document contient des macros, c'est-à-dire un programme."),
            way_out=_("Enregistrez-le sans macros (DOCX, XLSX, ODT, ODS) ou en PDF, puis joignez-le."),
            field="file",
        )
    return kind


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 4096):
        raise Refused(
            "bomb",
            _("Le document prendrait une place démesurée une fois ouvert."),
            way_out=_("Enregistrez-le en PDF, puis joignez-le."),
            field="file",
        )


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        return entry.read(64 * 1024)


def _text(file: BinaryIO, suffix: str) -> Kind | None:
    """Text in UTF-8, or in the older encodings of Windows; a program or an image has bytes that no text has."""
    kind = {"csv": CSV, "txt": TXT}.get(suffix)
    if kind is None:
        return None
    file.seek(0)
    whole = file.read()
    for encoding in _encodings(whole):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        return kind if all(ord(letter) >= 32 or letter in "\t\r\n\f" for letter in text) else None
    return None


def _encodings(whole: bytes) -> tuple[str, ...]:
    return ("utf-16",) if whole.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "cp1252")


def _known(suffix: str) -> bool:
    return any(suffix in kind.suffixes for kind in KINDS)


def _unknown() -> Refused:
    return Refused(
        "kind",
        _("Ce fichier n'est pas d'une sorte que l'on peut joindre."),
        way_out=_("Sont acceptés : %(kinds)s.") % {"kinds": accepted()},
        field="file",
    )
