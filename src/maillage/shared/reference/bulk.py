"""Many rows at once: one prepared statement on SQLite, COPY on PostgreSQL. No ``save``, no default, no ``pk``."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection, models

T = TypeVar("T")

# SQLite rejects a statement with too many values; deletions and reads by key go by slices of this size.
SLICE = 500


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[tuple[object, ...]]) -> int:
    """Insert rows, given as values of ``fields`` in order, and return their number. Runs in the caller's transaction."""
    columns = [model._meta.get_field(name).column for name in fields]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    kept = list(rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in kept:
                    copy.write_row(row)
        elif kept:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", kept)
    return len(kept)


def slices(values: Iterable[T]) -> Iterable[list[T]]:
    """The values by lists of at most ``SLICE``."""
    rest = iter(values)
    while part := list(islice(rest, SLICE)):
        yield part
