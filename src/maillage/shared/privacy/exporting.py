"""What is held of a person, in an archive that it can read (a page) and that a machine can (JSON), with the files it sent."""

import csv
import io
import json
import zipfile
from datetime import date

from django.template.loader import render_to_string

from maillage.kit.actor import Actor
from maillage.shared.files.models import StoredFile
from maillage.shared.privacy import holdings, queries
from maillage.shared.privacy.processings import Processing
from maillage.shared.privacy.queries import PersonFile

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def archive(reference: str, *, actor: Actor, on: date) -> bytes:
    """A ZIP: ``dossier.html``, ``dossier.json``, and the content of each stored file. Raises NotVisible."""
    found = queries.request_file(reference, actor, on)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("dossier.html", render_to_string("privacy/export.html", {"found": found, "on": on}))
        pack.writestr("dossier.json", json.dumps(_plain(found.files), ensure_ascii=False, indent=2))
        for name in found.chosen:
            _add_files(pack, name)
    return written.getvalue()


def register_csv(entries: tuple[Processing, ...]) -> str:
    """The register for a spreadsheet: a line by table."""
    written = io.StringIO("\ufeff", newline="")
    written.seek(0, io.SEEK_END)
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(
        ["Traitement", "Personnes concernées", "Base", "Vient de", "Qui lit", "Table", "Finalité", "Données", "Durée", "Reste"]
    )  # fmt: skip
    for one in entries:
        about = [one.title, ", ".join(one.concerned), ", ".join(one.bases), one.comes_from, one.readers]
        for table in one.tables:
            row = [*about, table.name, table.purpose, ", ".join(table.columns), table.kept, table.erasing]
            lines.writerow([f"'{text}" if text.startswith(FORMULA) else text for text in row])
    return written.getvalue()


def _plain(files: tuple[PersonFile, ...]) -> list[dict[str, object]]:
    return [
        {
            "dossier": one.title,
            "tables": [
                {
                    "table": table.name,
                    "finalité": table.purpose,
                    "lignes": [
                        {"note interne": "non copiée"} if row.withheld else dict(row.values)
                        for row in table.rows
                    ],
                }
                for table in one.tables
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
