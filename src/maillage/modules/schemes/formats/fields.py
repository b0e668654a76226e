"""The field tables of the national schemas, and the check of a row against them.

The tables are the official names, types, required flags and constraints (schema.data.gouv.fr, version 0.2.0 of both).
"""

import csv
import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import maillage
from maillage.kit.errors import Refused, Where
from maillage.modules.schemes.formats.reading import Row

FOLDER = Path(maillage.__file__).parent / "data" / "schemas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a national schema."""

    name: str
    type: str
    required: bool
    unique: bool
    pattern: str | None
    max_length: int | None


@cache
def table(name: str) -> tuple[Field, ...]:
    """The fields of ``dispositif_aide`` or ``dispositif_aide_professionnels``, in their official order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_field(row) for row in csv.DictReader(file))


def _field(row: dict[str, str]) -> Field:
    constraint = row["contraintes"]
    longest = re.fullmatch(r"longueur max (\d+)", constraint)
    return Field(
        name=row["nom"],
        type=row["type"],
        required=row["requis"] == "oui",
        unique=constraint == "unique",
        pattern=constraint.removeprefix("motif: ") if constraint.startswith("motif: ") else None,
        max_length=int(longest[1]) if longest else None,
    )


def faults(fields: tuple[Field, ...], rows: Iterable[Row]) -> Iterator[Refused]:
    """Every value that the table does not accept, by line and column."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        for field in fields:
            value = row.values[field.name]
            where = Where(line=row.line, column=field.name)
            if fault := _fault(field, value):
                yield Refused(*fault[:2], way_out=fault[2], field=field.name, where=where)
            elif field.unique and (first := seen.setdefault((field.name, value), row.line)) != row.line:
                yield Refused(
                    "duplicate",
                    f"« {value} » est déjà l'identifiant de la ligne {first}.",
                    way_out="Donnez un identifiant différent à chaque dispositif, ou retirez l'une des deux lignes.",
                    field=field.name,
                    where=where,
                )


def _fault(field: Field, value: str) -> tuple[str, str, str] | None:
    if not value:
        if field.required:
            return (
                "required",
                f"La colonne « {field.name} » est vide.",
                "Elle est obligatoire : remplissez-la.",
            )
        return None
    if field.type == "entier" and not re.fullmatch(r"\d+", value):
        return (
            "integer",
            f"« {value} » n'est pas un nombre entier.",
            "Écrivez seulement des chiffres, sans espace.",
        )
    if field.type == "date-heure" and moment(value) is None:
        return (
            "date",
            f"« {value} » n'est pas une date.",
            "Écrivez-la comme 2026-12-31 ou 2026-12-31T00:00:00Z (norme ISO 8601).",
        )
    if field.max_length and len(value) > field.max_length:
        return (
            "too-long",
            f"La colonne « {field.name} » a {len(value)} caractères.",
            f"Raccourcissez-la à {field.max_length} caractères.",
        )
    if field.name in CORSICA and (letters := re.search(r"\b[A-Z]+-2[ABab]\w*", value)):
        return (
            "corsica",
            f"Le schéma national n'admet que des chiffres dans un code : « {letters[0]} » ne peut pas s'y écrire.",
            CORSICA[field.name],
        )
    if field.pattern and not re.search(field.pattern, value):
        return (
            "pattern",
            f"« {value} » n'a pas la forme attendue dans « {field.name} ».",
            EXPECTED.get(field.name, "Séparez les valeurs par une barre verticale (|)."),
        )
    return None


EXPECTED = {
    "cibles": "Choisissez parmi professionnels, particuliers, associations, secteur public, séparés par |.",
    "eligibilite_geographique": "Écrivez des codes comme REG-32 ou DEP-59, séparés par |.",
    "eligibilite_geographique_exclusions": "Écrivez des codes comme REG-32 ou DEP-59, séparés par |.",
    "eligibilite_categorie_taille_entreprise": "Choisissez parmi MIC, PME, ETI, GE, séparés par |.",
    "ciblage_naf": "Écrivez des codes de la NAF comme J, 62 ou 62.01Z, séparés par |.",
    "ciblage_naf_exclusions": "Écrivez des codes de la NAF comme J, 62 ou 62.01Z, séparés par |.",
}


CORSICA = {
    "eligibilite_geographique": "Écrivez REG-94, la Corse, et dites le lieu exact dans « eligibilite ».",
    "eligibilite_geographique_exclusions": "Retirez ce code, et dites ce lieu exclu dans « eligibilite ».",
}
"""What to do with the departments and communes of Corsica, whose codes bear a letter."""


def moment(text: str) -> datetime.datetime | None:
    """An ISO 8601 date and time, or a date alone (its midnight, UTC); None when it is neither."""
    try:
        read = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=datetime.UTC)
