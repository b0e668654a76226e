"""Import a file: read it, say what it would change, then write it all in one transaction, or nothing."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from maillage.kit.actor import Actor
from maillage.kit.errors import ManyRefused, Refused
from maillage.kit.operation import operation
from maillage.kit.text import searchable
from maillage.modules.schemes import formats
from maillage.modules.schemes.adapters import rows as adapter
from maillage.modules.schemes.adapters import rules
from maillage.modules.schemes.enums import Role
from maillage.modules.schemes.formats import columns, fields, national, partner, programmes, reading
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.models import Objective
from maillage.modules.schemes.operations import checking
from maillage.modules.schemes.operations.marking import changes_catalogue
from maillage.modules.schemes.operations.saving import Saver, changed_fields, labels, normal
from maillage.modules.schemes.queries.exporting import rule_forms, schema_of, writer
from maillage.modules.schemes.records import Json, SchemeRecord
from maillage.shared.territories import queries as territories

NO_FUNDER = "aucun financeur indiqué : la page dira « financé par : non renseigné »"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one line of the file would do: ``created``, ``changed`` (with the names of the fields) or ``unchanged``."""

    line: int
    slug: str
    title: str
    effect: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:
    """Something a person must see, that does not stop the import."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would change. ``errors`` by line and column: with a single one, nothing can be written."""

    format: str
    lines: tuple[Line, ...]
    warnings: tuple[Warning, ...]
    errors: tuple[Refused, ...]
    records: tuple[SchemeRecord, ...] = field(repr=False)

    def count(self, effect: str) -> int:
        """How many lines have this effect."""
        return sum(line.effect == effect for line in self.lines)


def preview(content: bytes, *, name: str, format: str, on: datetime.date) -> Preview:
    """Read a file without writing anything.

    Raises Refused or ManyRefused when the file itself cannot be read (encoding, separator, columns, cut file);
    faults of its lines are in ``errors``.
    """
    if format not in formats.READABLE:
        known = ", ".join(formats.READABLE)
        raise Refused(
            "format",
            f"Le format « {format} » est inconnu.",
            way_out=f"Choisissez parmi {known}.",
            field="format",
        )
    try:
        found = (
            _programmes(content, name)
            if format == formats.PROGRAMMES
            else _national(content, name, format, on)
        )
        return _compared(format, found)
    except RecursionError:
        raise Refused(
            "too-deep",
            "Ce fichier emboîte trop de listes ou de conditions pour être lu.",
            way_out="Il a sans doute été abîmé ou mal fabriqué : reprenez le fichier complet.",
        ) from None


@operation("schemes.import", act=True)
@changes_catalogue
def apply(previewed: Preview, *, actor: Actor, at: datetime.datetime) -> Preview:
    """Write what the preview said, all of it. Raises ManyRefused when it holds an error: nothing is written."""
    if previewed.errors:
        raise ManyRefused(previewed.errors)
    saver = Saver(actor=actor, at=at)
    unchanged = {line.slug for line in previewed.lines if line.effect == "unchanged"}
    for record in previewed.records:
        if record.slug not in unchanged:
            saver.save(record)
    return previewed


@dataclass(slots=True)
class _Found:
    """The readings of a file before they are compared with the catalogue."""

    pairs: list[tuple[Row, SchemeRecord]] = field(default_factory=list)
    errors: list[Refused] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)


def _programmes(content: bytes, name: str) -> _Found:
    rows = reading.rows(content, name=name, columns=programmes.COLUMNS)
    objectives = dict(Objective.objects.values_list("slug", "name"))
    words = {
        word
        for row in rows
        for column in ("regions", "departements")
        for word in row.values[column].split("|")
    }
    codes = [
        f"{kind}:{word.strip()}" for word in sorted(words) if word.strip() for kind in ("reg", "dep", "ctom")
    ]
    found = _Found()
    for row, record, faults in programmes.read(
        rows, objectives=objectives, territories=frozenset(territories.named(codes))
    ):
        found.errors += faults
        if record:
            found.pairs.append((row, record))
    return found


def _national(content: bytes, name: str, format: str, on: datetime.date) -> _Found:
    schema = schema_of(format)
    optional = frozenset(column.name for column in schema if not column.required)
    rows = reading.rows(
        content,
        name=name,
        columns=tuple(column.name for column in schema),
        optional=optional,
        nested=frozenset({"porteurs", "base_juridique"}),
    )
    found = _Found(errors=list(fields.faults(schema, rows)))
    faulty = {error.where.line for error in found.errors if error.where}
    existing, names = adapter.records(), adapter.Directory()
    writing = writer(
        [*rule_forms(existing.values()), *_structured_rules(rows)], on=on, words=_structured_words(rows)
    )
    territories_known = territories.named(sorted(set(_places(rows))))
    # Several levels may share a label: the broadest, which is the shortest code, comes last and stays.
    forms = sorted(rules.entry_names("legal_category").items(), key=lambda pair: -len(pair[0]))
    legal_forms = {searchable(label): code for code, label in forms}
    activities = rules.entry_names("naf_rev2")
    for row in rows:
        if row.line in faulty:
            continue
        reader = partner.Reader(
            row,
            writer=writing,
            existing=existing.get(row.values["id"]),
            territories=territories_known,
            commune=lambda code: _commune(code, on),
            canonical=names.canonical,
            legal_forms=legal_forms,
            activities=activities,
        )
        record = reader.record()
        found.errors += reader.faults
        found.warnings += [
            Warning(line=row.line, column=column, sentence=told) for column, told in reader.warnings
        ]
        if record:
            found.pairs.append((row, record))
    return found


def _commune(code: str, on: datetime.date) -> tuple[str, str]:
    """The territory that the code of a commune means today, and what to tell when it is an old one. Raises Refused."""
    found = territories.place(code, on=on)
    district = found.place.district
    return (f"arm:{district}" if district else f"com:{found.place.commune}"), found.notice or ""


def _structured(rows: tuple[Row, ...]) -> Iterator[dict[str, Json]]:
    """The structured paragraphs, as far as they can be read."""
    for row in rows:
        try:
            found = json.loads(national.structured_part(row)[1] or "{}")
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


def _structured_rules(rows: tuple[Row, ...]) -> Iterator[Json]:
    """The rules of the structured paragraphs: their codes need names."""
    for found in _structured(rows):
        try:
            for rule in found.get("rules", ()):
                for form in (rule.get("eligibility"), rule.get("targeting")):
                    rules.rule(form)
                    yield form
        except (ValueError, TypeError, AttributeError):
            continue


def _structured_words(rows: tuple[Row, ...]) -> dict[str, str]:
    """The names of objectives that the file brings."""
    listed = [found.get("words") for found in _structured(rows)]
    return {
        f"objective:{slug}": str(name)
        for words in listed
        if isinstance(words, dict)
        for slug, name in words.items()
    }


def _places(rows: tuple[Row, ...]) -> Iterator[str]:
    for row in rows:
        for column in ("eligibilite_geographique", "eligibilite_geographique_exclusions"):
            for word in row.values[column].split("|"):
                kind, _, code = word.partition("-")
                yield "pays:FR" if kind == "PAYS" else f"{columns.TYPES.get(kind, 'com')}:{code}"


def _compared(format: str, found: _Found) -> Preview:
    names = adapter.Directory()
    existing = {slug: normal(record, names) for slug, record in adapter.records().items()}
    lines, records, errors = [], [], list(found.errors)
    for row, read in found.pairs:
        record = normal(read, names)
        before = existing.get(record.slug)
        errors += checking.impossible(row, record, before)
        errors += checking.wrong_sirens(row, record, names)
        changed = changed_fields(before, record) if before else ()
        effect = "created" if before is None else "changed" if changed else "unchanged"
        lines.append(
            Line(line=row.line, slug=record.slug, title=record.title, effect=effect, fields=labels(changed))
        )
        records.append(record)
        if not record.organizations(Role.FUNDER):
            found.warnings.append(Warning(line=row.line, column="", sentence=NO_FUNDER))
    order = sorted(errors, key=lambda error: (error.where.line or 0) if error.where else 0)
    return Preview(
        format=format,
        lines=tuple(lines),
        warnings=tuple(sorted(found.warnings, key=lambda told: told.line)),
        errors=tuple(order),
        records=tuple(records),
    )
