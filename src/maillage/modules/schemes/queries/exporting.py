"""The catalogue as a file in one of the national schemas."""

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maillage.engines import territory
from maillage.kit.errors import Refused
from maillage.modules.schemes import formats
from maillage.modules.schemes.adapters import rows, rules
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.formats import fields, national
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.records import Json, SchemeRecord
from maillage.shared.territories import queries as territories

TABLES = {formats.AID: "dispositif_aide", formats.PROFESSIONAL_AID: "dispositif_aide_professionnels"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file ready to be written: its bytes, its media type, how many schemes it holds."""

    content: bytes
    media_type: str
    count: int


def schema_of(format: str) -> tuple[fields.Field, ...]:
    """The field table of a format. Raises Refused when it is not one that can be written."""
    if format not in TABLES:
        known = ", ".join(formats.WRITABLE)
        sentence = f"Le format « {format} » ne peut pas être écrit."
        raise Refused("format", sentence, way_out=f"Choisissez parmi {known}.", field="format")
    return fields.table(TABLES[format])


def export(
    format: str,
    *,
    on: datetime.date,
    suffix: str = "csv",
    slugs: frozenset[str] | None = None,
    published_only: bool = False,
) -> Export:
    """The schemes, all or those of ``slugs``, in a national schema; ``suffix`` is csv or json.

    Drafts, archives, expired and demonstration schemes are told as such in the row. Raises Refused when a scheme cannot
    be said in the schema: a file that its table would not accept is never written.
    """
    schema = schema_of(format)
    found = [
        record
        for record in rows.records().values()
        if (slugs is None or record.slug in slugs)
        and (not published_only or record.status == Status.PUBLISHED)
    ]
    writing = writer(rule_forms(found), on=on)
    written = [_row(writing.row(record), schema) for record in found]
    _checked(schema, written)
    content = _json(schema, written) if suffix == "json" else _csv(schema, written)
    media_type = "application/json" if suffix == "json" else "text/csv; charset=utf-8"
    return Export(content=content, media_type=media_type, count=len(written))


def rule_forms(records: Iterable[SchemeRecord]) -> Iterator[Json]:
    """Every JSON form of these records."""
    for record in records:
        for rule in record.rules:
            yield from (rule.eligibility, rule.targeting)


def writer(forms: Iterable[Json], *, on: datetime.date) -> national.Writer:
    """A writer of rows that knows the names of these rules' codes."""

    def cover(expression: territory.Expression) -> tuple[str, ...]:
        return _cover(expression, on)

    return national.Writer(names=rules.lexicon(forms), cover=cover, on=on)


def _cover(expression: territory.Expression, on: datetime.date) -> tuple[str, ...]:
    """The regions and overseas collectivities that hold the expression whole; the country when a list is not known."""
    atlas = territories.atlas(on)
    try:
        touched = atlas.touched(expression)
    except territory.TerritoryError:
        return (national.EVERYWHERE,)
    kinds = {territory.Kind.REG: "REG", territory.Kind.CTOM: "CTOM"}
    codes = {
        f"{kinds[code.kind]}-{code.value}"
        for commune in touched
        for code in atlas.place(commune).codes
        if code.kind in kinds
    }
    return tuple(sorted(codes)) or (national.EVERYWHERE,)


def _row(values: dict[str, str], schema: tuple[fields.Field, ...]) -> dict[str, str]:
    return {field.name: values[field.name] for field in schema}


def _checked(schema: tuple[fields.Field, ...], written: list[dict[str, str]]) -> None:
    lines = [Row(line=number, values=values) for number, values in enumerate(written, 2)]
    for fault in fields.faults(schema, lines):
        assert fault.where is not None and fault.where.line is not None
        slug = written[fault.where.line - 2]["id"]
        raise Refused(
            "not-expressible",
            f"Le dispositif « {slug} » ne peut pas être écrit dans ce schéma : {fault.sentence}",
            way_out="Corrigez la fiche, puis recommencez l'export.",
            field=fault.field,
        )


def _csv(schema: tuple[fields.Field, ...], written: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, [field.name for field in schema], lineterminator="\n")
    table.writeheader()
    table.writerows(written)
    return out.getvalue().encode()


def _json(schema: tuple[fields.Field, ...], written: list[dict[str, str]]) -> bytes:
    types = {field.name: field.type for field in schema}
    items = [{name: _value(name, types[name], text) for name, text in row.items()} for row in written]
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode()


def _value(name: str, kind: str, text: str) -> Json:
    if not text:
        return None
    if name == "porteurs":
        return json.loads(text)
    return int(text) if kind == "entier" else text
