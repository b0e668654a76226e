"""The glossary's file of terms, read as values."""

import datetime
from dataclasses import dataclass

from maillage.kit import datafiles
from maillage.shared.sources.adapters import read_source
from maillage.shared.sources.quotes import Quote

KEYS = ("slug", "name", "versions", "is_demo")
VERSION_KEYS = ("version", "definition", "owner", "proposed_on", "validated_on", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRecord:
    """One version of a term as a file writes it; ``owner`` is the slug of an organisation, empty when unknown."""

    slug: str
    name: str
    version: int
    definition: str
    owner: str
    proposed_on: datetime.date | None
    validated_on: datetime.date | None
    source: Quote
    is_demo: bool


def read_terms(content: str, *, file: str) -> tuple[TermRecord, ...]:
    """The terms of a YAML file, version by version. Refused with its line: no version, versions not in order."""
    found = datafiles.entries(content, file=file, root="terms", keys=KEYS)
    return tuple(record for entry in found for record in _versions(entry))


def _versions(entry: datafiles.Entry) -> list[TermRecord]:
    written = entry.nested("versions", VERSION_KEYS)
    numbers = [version.number("version") for version in written]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        way_out = "Numérotez les versions 1, 2, 3… dans l'ordre, sans trou."
        sentence = "les versions de ce terme manquent ou ne se suivent pas."
        raise entry.refused("glossary.versions", sentence, way_out, key="versions")
    return [_record(entry, version) for version in written]


def _record(entry: datafiles.Entry, version: datafiles.Entry) -> TermRecord:
    definition, validated_on = version.text("definition"), version.day("validated_on")
    if validated_on and not definition:
        way_out = "Écrivez la définition, ou retirez la date de validation."
        raise entry.refused(
            "glossary.empty", "une définition vide porte une date de validation.", way_out, key="versions"
        )
    return TermRecord(
        slug=entry.text("slug", required=True),
        name=entry.text("name", required=True),
        version=version.number("version"),
        definition=definition,
        owner=version.text("owner"),
        proposed_on=version.day("proposed_on"),
        validated_on=validated_on,
        source=read_source(version),
        is_demo=entry.flag("is_demo"),
    )
