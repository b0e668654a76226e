"""The source pack: folders of CSV files (UTF-8, comma, header) and of contours, read as text."""

import csv
from pathlib import Path

from maillage.kit.errors import Refused

Row = dict[str, str]


def read(source: Path, name: str) -> list[Row]:
    """Every row of one CSV file of the pack. Raises Refused when the file is absent or unreadable."""
    path = source / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    except FileNotFoundError:
        raise Refused(
            "missing_source",
            f"Il manque {name} dans le dossier donné.",
            way_out="Donnez avec --from le dossier qui contient territoires/, nomenclatures/ et contours/.",
        ) from None
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Refused(
            "unreadable_source",
            f"{name} est illisible\N{NO-BREAK SPACE}: ce n'est pas un CSV en UTF-8.",
            way_out="Enregistrez-le en UTF-8, avec la virgule pour séparateur.",
        ) from fault
