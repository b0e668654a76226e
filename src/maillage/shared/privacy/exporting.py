"""What is held of a person, in an archive that it can read (a page) and that a machine can (JSON), with the files it sent."""

import io
import json
import zipfile
from datetime import date

from django.template.loader import render_to_string

from maillage.kit import sheets
from maillage.kit.actor import Actor
from maillage.shared.files.models import StoredFile
from maillage.shared.privacy import holdings, queries
from maillage.shared.privacy.processings import Processing
from maillage.shared.privacy.queries import PersonFile

NAME = "dossier"
"""How the page and the data of the archive are called."""


def archive(reference: str, *, actor: Actor, on: date) -> bytes:
    """A ZIP: ``dossier.html``, ``dossier.json``, and the content of each stored file. Raises NotVisible."""
    found = queries.request_file(reference, actor, on)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(f"{NAME}.html", render_to_string("privacy/export.html", {"found": found, "on": on}))
        pack.writestr(f"{NAME}.json", json.dumps(_plain(found.files), ensure_ascii=False, indent=2))
        for name in found.chosen:
            _add_files(pack, name)
    return written.getvalue()


def register_csv(entries: tuple[Processing, ...]) -> str:
    """The register for a spreadsheet: a line by table."""
    lines = [sheets.line(
        "Traitement", "Personnes concernées", "Base", "Vient de", "Qui lit", "Table", "Finalité", "Données", "Durée", "Reste"
    )]  # fmt: skip
    for one in entries:
        about = [one.title, ", ".join(one.concerned), ", ".join(one.bases), one.comes_from, one.readers]
        for table in one.tables:
            held = ", ".join(table.columns)
            lines.append(sheets.line(*about, table.name, table.purpose, held, table.kept, table.erasing))
    return sheets.BOM + "".join(lines)


def _plain(files: tuple[PersonFile, ...]) -> list[dict[str, object]]:
    return [
        {
            "dossier": one.title,
            "tables": [
                {
                    "table": table.name,
                    "finalité": table.purpose,
                    "durée": table.kept,
                    "vient de": table.comes_from,
                    "qui lit": table.readers,
                    "lignes": [
                        {"note interne": "non copiée"} if row.withheld else dict(row.values)
                        for row in table.rows
                    ],
                }
                for table in one.tables
            ],
            "lectures": [
                {"le": read.at.isoformat(), "par": read.who, "pour": read.for_whom, "accès": read.door}
                for read in one.readings
            ],
            "écritures": [
                {"le": line.at.isoformat(), "par": line.who, "pour": line.for_whom, "quoi": line.how}
                for line in one.journal
            ],
        }
        for one in files
    ]


def _add_files(pack: zipfile.ZipFile, name: str) -> None:
    for one in holdings.held(holdings.row_of(name)):
        for row in one.rows if one.model is StoredFile else ():
            assert isinstance(row, StoredFile)
            try:
                content = row.path.open("rb").read()
            except FileNotFoundError:
                continue
            pack.writestr(f"pieces/{row.pk}-{row.name}", content)
