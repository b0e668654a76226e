"""The catalogue as a file in one of the national schemas."""

import csv
import datetime
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Q

from maillage.engines import territory
from maillage.kit.errors import Refused
from maillage.modules.schemes import formats
from maillage.modules.schemes.adapters import rows, rules
from maillage.modules.schemes.enums import Status
from maillage.modules.schemes.formats import fields, national
from maillage.modules.schemes.formats.notes import notes
from maillage.modules.schemes.formats.reading import Row
from maillage.modules.schemes.records import Json, SchemeRecord
from maillage.shared.territories.models import Membership

TABLES = {formats.AID: "dispositif_aide", formats.PROFESSIONAL_AID: "dispositif_aide_professionnels"}

REGIONS = ("reg", "ctom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file ready to be written: its bytes, its media type, how many schemes it holds, and what to tell of it."""

    content: bytes
    media_type: str
    count: int
    notes: tuple[str, ...] = ()


def schema_of(format: str) -> tuple[fields.Field, ...]:
    """The field table of a format. Raises Refused when it is not one that can be written."""
    if format not in TABLES:
        known = ", ".join(formats.WRITABLE)
        sentence = f"Le format « {format} » ne peut pas être écrit."
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
    return Export(content=content, media_type=media_type, count=len(written), notes=notes(found))


def rule_forms(records: Iterable[SchemeRecord]) -> Iterator[Json]:
    """Every JSON form of these records."""
    for record in records:
        for rule in record.rules:
            yield from (rule.eligibility, rule.targeting)


def writer(
    forms: Iterable[Json], *, on: datetime.date, words: Mapping[str, str] = MappingProxyType({})
) -> national.Writer:
    """A writer of rows that knows the names of these rules' codes; ``words`` are those the catalogue may not hold."""

    return national.Writer(names={**words, **rules.lexicon(forms)}, cover=Cover(on), on=on)


class Cover:
    """The regions and overseas collectivities that hold an expression whole; the country for what is not known."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self.known: dict[str, frozenset[str]] = {}

    def __call__(self, expression: territory.Expression) -> tuple[str, ...]:
        codes = self._codes(expression)
        return tuple(sorted(codes)) if codes else (national.EVERYWHERE,)

    def _codes(self, expression: territory.Expression) -> frozenset[str]:
        match expression:
            case territory.Difference(whole=whole):
                return self._codes(whole)
            case territory.Intersection(parts=parts):
                return frozenset.intersection(*(self._codes(part) for part in parts))
            case territory.Union(parts=parts):
                found = [self._codes(part) for part in parts]
                return frozenset.union(*found) if all(found) else frozenset()
        return self._leaf(str(expression))

    def _leaf(self, text: str) -> frozenset[str]:
        if text not in self.known:
            self.known[text] = frozenset(
                f"{national.TYPES[kind]}-{code}" for kind, code in _regions(text, self.on)
            )
        return self.known[text]


def _regions(text: str, on: datetime.date) -> Iterator[tuple[str, str]]:
    """The regions and overseas collectivities of the communes of one division; none when it is not known."""
    kind, _, code = text.partition(":")
    if kind in REGIONS:
        yield kind, code
        return
    held = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    own = Q(commune__kind=kind, commune__code=code)
    inside = held.filter(division__kind=kind, division__code=code).values("commune")
    found = held.filter(own | Q(commune__in=inside), division__kind__in=REGIONS)
    yield from found.values_list("division__kind", "division__code").distinct().order_by()


def _row(values: dict[str, str], schema: tuple[fields.Field, ...]) -> dict[str, str]:
    return {field.name: values[field.name] for field in schema}


def _checked(schema: tuple[fields.Field, ...], written: list[dict[str, str]]) -> None:
    lines = [Row(line=number, values=values) for number, values in enumerate(written, 2)]
    for fault in fields.faults(schema, lines):
        assert fault.where is not None and fault.where.line is not None
        slug = written[fault.where.line - 2]["id"]
        raise Refused(
            "not-expressible",
            f"Le dispositif « {slug} » ne peut pas être écrit dans ce schéma : {fault.sentence}",
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
