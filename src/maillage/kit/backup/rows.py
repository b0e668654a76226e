"""Rows as lines of JSON, the same whatever the database; the tables as the migrations that were applied left them."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.management.color import no_style
from django.db import IntegrityError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Collate
from django.utils.duration import duration_iso_string

from maillage.kit.backup import TableManifest, damaged
from maillage.kit.db import rendering
from maillage.kit.errors import Refused

NEVER_KEPT = frozenset({"django_session"})
"""Nobody stays signed in through a restoration."""
AT_ONCE = 1000
Key = tuple[str, str]
Model = type[models.Model]


def applied() -> tuple[str, ...]:
    """The migrations of the default database, «app.name», oldest first; empty when it has no tables yet."""
    recorder = MigrationRecorder(connections["default"])
    return tuple(f"{app}.{name}" for app, name in recorder.applied_migrations())


def tables(migrations: Iterable[str]) -> dict[str, Model]:
    """The models of that state of the tables, by table, in the order of their names. Raises Refused when this program does
    not know one of the migrations."""
    loader = MigrationLoader(connections["default"])
    keys = known(loader, migrations)
    state = loader.project_state(list(keys))
    found: list[Model] = [
        *(one for one in state.apps.get_models(include_auto_created=True)),
        MigrationRecorder.Migration,
    ]
    kept = {
        one._meta.db_table: one
        for one in found
        if one._meta.managed and not one._meta.proxy and one._meta.db_table not in NEVER_KEPT
    }
    return dict(sorted(kept.items()))


def known(loader: MigrationLoader, migrations: Iterable[str]) -> list[Key]:
    """The same migrations as the loader names them."""
    keys: list[Key] = []
    for one in migrations:
        app, _dot, name = one.partition(".")
        if (app, name) not in loader.graph.nodes:
            raise Refused(
                "unknown-migration",
                f"Ces données viennent d'une autre version du programme, qui connaît « {one} ».",
                way_out="Installez la version qui les a écrites, ou une plus récente.",
            )
        keys.append((app, name))
    return keys


def columns(model: Model) -> list[Any]:
    """The fields that are written: neither those of a parent table nor those that the database computes."""
    return [one for one in model._meta.local_concrete_fields if not one.generated]


def names(model: Model) -> tuple[str, ...]:
    """The columns of a table, as its lines give them."""
    return tuple(one.column for one in columns(model))


def lines(model: Model, order_of_columns: tuple[str, ...] = ()) -> Iterator[bytes]:
    """Each row as a line, by primary key, in an order that every database shares."""
    attributes = {one.column: one.attname for one in columns(model)}
    wanted = [attributes[name] for name in order_of_columns or attributes]
    key = model._meta.pk
    order: Any = "pk"
    if connections["default"].vendor == "postgresql" and isinstance(
        _target(key), models.CharField | models.TextField
    ):
        order = Collate("pk", "C")
    rows = model._base_manager.order_by(order).values_list(*wanted)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield line(row)


def line(row: Iterable[object]) -> bytes:
    """One row. Object keys are sorted: PostgreSQL keeps them in an order of its own."""
    told = json.dumps([_plain(one) for one in row], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return told.encode() + b"\n"


def described(table: str, model: Model, order: tuple[str, ...]) -> TableManifest:
    """The count and the sha256 of a table, as it stands in the default database, its columns in that order."""
    digest, count = hashlib.sha256(), 0
    for one in lines(model, order):
        digest.update(one)
        count += 1
    return TableManifest(table=table, columns=order, rows=count, sha256=digest.hexdigest())


def build(migrations: Iterable[str]) -> None:
    """Make the tables of that state in the default database, which has none. Raises Refused as :func:`tables`."""
    connection = connections["default"]
    executor = MigrationExecutor(connection)
    with rendering.of_holders_only():
        executor.migrate(known(executor.loader, migrations))


def fill(content: dict[str, tuple[Model, TableManifest, Iterator[bytes]]]) -> None:
    """Empty the tables of the default database and write these lines, in one transaction that its constraints close.

    Raises Refused when the lines do not hold together.
    """
    connection = connections["default"]
    with connection.constraint_checks_disabled(), transaction.atomic():
        with connection.cursor() as cursor:
            for table in content:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        for table, (model, told, source) in content.items():
            _write(table, model, told, source)
        try:
            connection.check_constraints()
        except IntegrityError as error:
            raise damaged("des lignes renvoient à d'autres qui n'y sont pas") from error
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(
                no_style(), [model for model, _told, _source in content.values()]
            ):
                cursor.execute(statement)


def last_numbers(models: Iterable[Model]) -> dict[str, int]:
    """Table → the highest number that the default database ever gave to a row, removed rows included; 0 is left out."""
    connection = connections["default"]
    numbered, found = _numbered(models), {}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            found = {table: last for table, last in cursor.fetchall() if table in numbered}
        else:
            for table, column in numbered.items():
                sequence = "pg_get_serial_sequence(%s, %s)::regclass"
                cursor.execute(f"SELECT pg_sequence_last_value({sequence})", [f'"{table}"', column])
                found[table] = cursor.fetchone()[0]
    return {table: last for table, last in found.items() if last}


def number_after(models: Iterable[Model], numbers: dict[str, int]) -> None:
    """Give no new row of the default database a number up to that of its table in ``numbers``: the key that seals what the
    journal holds of a person, and what acts say of a row, name it by its number and outlive it."""
    connection = connections["default"]
    numbered, now = _numbered(models), last_numbers(models)
    with connection.cursor() as cursor:
        for table in sorted(set(numbers) & set(numbered)):
            last = numbers[table]
            if last <= now.get(table, 0):
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            else:
                sequence = [f'"{table}"', numbered[table]]
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [*sequence, last])


def _numbered(models: Iterable[Model]) -> dict[str, str]:
    """Table → the column whose numbers the database gives."""
    fields = ((one._meta.db_table, one._meta.auto_field) for one in models)
    return {table: str(one.column) for table, one in fields if one is not None}


def _write(table: str, model: Model, told: TableManifest, source: Iterator[bytes]) -> None:
    connection = connections["default"]
    fields = {one.column: one for one in columns(model)}
    if set(told.columns) != set(fields):
        raise damaged(f"la table {table} n'a pas les colonnes attendues")
    ordered = [fields[name] for name in told.columns]
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(table)} ({', '.join(quote(name) for name in told.columns)}) "
        f"VALUES ({', '.join(['%s'] * len(ordered))})"
    )
    with connection.cursor() as cursor:
        while batch := list(islice(source, AT_ONCE)):
            cursor.executemany(statement, [_read(table, one, ordered) for one in batch])


def _read(table: str, text: bytes, fields: list[Any]) -> list[Any]:
    connection = connections["default"]
    try:
        values = json.loads(text)
    except ValueError:
        raise damaged(f"une ligne de la table {table} ne se lit pas") from None
    if not isinstance(values, list) or len(values) != len(fields):
        raise damaged(f"une ligne de la table {table} n'a pas les colonnes attendues")
    return [
        None if value is None else one.get_db_prep_save(one.to_python(value), connection)
        for one, value in zip(fields, values, strict=True)
    ]


def _target(field: Any) -> Any:
    """The field that a chain of foreign keys ends on."""
    while getattr(field, "remote_field", None) is not None:
        field = field.target_field
    return field


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
        case _:
            return str(value)
