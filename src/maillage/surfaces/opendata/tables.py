"""The tables that anyone may take: columns said once, rows of today, as a spreadsheet or as a program reads them."""

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.kit import sheets
from maillage.kit.errors import NotVisible
from maillage.shared.directory import queries as directory
from maillage.shared.reference import queries as reference

Row = tuple[str, ...]
SUFFIXES: Mapping[str, str] = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
LILLE = "59350"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its name in the address, what it holds, its columns, its rows on a day. An empty cell is not known."""

    name: str
    label: str | Promise
    columns: Row
    rows: Callable[[datetime.date], Iterable[Row]]


def tables() -> tuple[Table, ...]:
    """Every table, in the order of the page."""
    return TABLES


def question(on: datetime.date) -> str:
    """A question that the API answers today: who does what in Lille; empty where no subject is proposed."""
    subjects = directory.subjects(on)
    if not subjects:
        return ""
    asked = urlencode({"subject": subjects[0].code, "commune": LILLE, "on": on.isoformat()})
    return f"{reverse('api:who_answers')}?{asked}"


def written(name: str, suffix: str, on: datetime.date) -> tuple[str, str]:
    """A table as a file: its text and its media type. Raises NotVisible."""
    found = next((table for table in TABLES if table.name == name), None)
    if found is None or suffix not in SUFFIXES:
        raise NotVisible(f"{name}.{suffix}")
    rows = found.rows(on)
    if suffix == "json":
        text = json.dumps([dict(zip(found.columns, row, strict=True)) for row in rows], ensure_ascii=False)
    else:
        text = sheets.BOM + sheets.line(*found.columns) + "".join(sheets.line(*row) for row in rows)
    return text, SUFFIXES[suffix]


def _organizations(on: datetime.date) -> Iterable[Row]:
    for row in directory.directory(directory.DirectoryFilters()):
        yield (
            row.slug, row.name, row.short_name, row.kind, row.kind_label, row.perimeter, _yes(row.in_network),
            " | ".join(row.formerly), _yes(row.is_demo),
        )  # fmt: skip


def _units(on: datetime.date) -> Iterable[Row]:
    for card in directory.units(on):
        yield (
            card.slug, card.name, card.kind, card.organization_slug, card.organization_name, card.perimeter, card.email,
            card.phone, _yes(card.is_entry_door), _yes(card.is_demo), card.source,
        )  # fmt: skip


def _services(on: datetime.date) -> Iterable[Row]:
    for line in directory.services(directory.ServiceFilters(), on):
        yield (
            line.subject_code, line.subject, line.unit.slug, line.unit.name, line.unit.organization_slug, line.perimeter,
            line.stage, _day(line.since), _day(line.until), _yes(line.unit.is_demo), line.source,
        )  # fmt: skip


def _editions(on: datetime.date) -> Iterable[Row]:
    for one in reference.editions():
        yield (
            one.name, one.title, one.vintage, _day(one.valid_from), _day(one.as_of), str(one.rows), one.source, one.licence,
        )  # fmt: skip


def _yes(value: bool) -> str:
    return "oui" if value else "non"


def _day(value: datetime.date | None) -> str:
    return value.isoformat() if value else ""


TABLES = (
    Table(
        name="organismes",
        label=_("Les organismes de l'annuaire"),
        columns=(
            "identifiant", "nom", "nom_court", "type", "type_libelle", "perimetre", "membre_du_reseau", "anciens_noms",
            "demonstration",
        ),
        rows=_organizations,
    ),
    Table(
        name="unites",
        label=_("Leurs unités, et comment les joindre"),
        columns=(
            "identifiant", "nom", "type", "organisme", "organisme_nom", "perimetre", "courriel", "telephone",
            "porte_d_entree", "demonstration", "source",
        ),
        rows=_units,
    ),
    Table(
        name="services",
        label=_("Qui fait quoi, où"),
        columns=(
            "sujet", "sujet_libelle", "unite", "unite_nom", "organisme", "perimetre", "etape", "depuis", "jusqu_au_exclu",
            "demonstration", "source",
        ),
        rows=_services,
    ),
    Table(
        name="territoires",
        label=_("Les éditions des découpages du territoire"),
        columns=("fichier", "titre", "millesime", "vaut_a_partir_du", "decrit_le", "lignes", "source", "licence"),
        rows=_editions,
    ),
)  # fmt: skip
