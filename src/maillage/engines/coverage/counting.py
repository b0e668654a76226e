"""The one pass over the stock: how many companies in each tuple of classes.

The GROUP BY is an Ibis expression over named tables: DuckDB runs it here, Spark elsewhere (docs/performance.md). Ibis is imported
when it is first needed, for it takes a second.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from maillage.engines.coverage.compiling import PROFILE, Classes, Compiled
from maillage.engines.coverage.domain import Attribute, Ints
from maillage.engines.coverage.preparing import CODES, Companies
from maillage.engines.coverage.tuples import Tuples
from maillage.engines.coverage.values import Cancelled, GivenUp, Tell
from maillage.engines.stock.snapshot import BadStock

ORDER = (Attribute.PLACE, *PROFILE)
"""The attributes in the order of the digits of a key, the place first: it varies fastest."""
COMPANIES = "companies"
"""The name of the table of the prepared stock in the expressions."""
_SCHEMA = dict.fromkeys(("siret", "siren", *CODES.values()), "string") | {"created": "date"}


def count(
    held: Companies,
    compiled: Compiled,
    *,
    connection: duckdb.DuckDBPyConnection | None = None,
    tell: Tell = lambda stage, rows: None,
    cancelled: Cancelled = lambda: False,
) -> Tuples:
    """Count the prepared stock by tuple of classes. Raises BadStock for a file that does not read to its end, GivenUp."""
    found = ask(held.file, compiled, grouping(compiled), connection=connection)
    tell("tuples", len(found["key"]))
    if cancelled():
        raise GivenUp
    return tuples_of(found["key"], found["companies"], compiled, version=held.version)


def ask(
    file: Path,
    compiled: Compiled,
    expression: Any,
    *,
    connection: duckdb.DuckDBPyConnection | None = None,
    tables: Mapping[str, pa.Table] | None = None,
) -> dict[str, Any]:
    """What DuckDB answers to an expression over the prepared stock, by column. Raises BadStock.

    ``tables``: further tables that the expression names.
    """
    import ibis

    query = str(ibis.to_sql(expression, dialect="duckdb"))
    base = connection or duckdb.connect()
    try:
        base.execute("SET preserve_insertion_order = false")
        base.execute(
            f"CREATE OR REPLACE TEMP VIEW {COMPANIES} AS SELECT * FROM '{file.as_posix().replace(chr(39), chr(39) * 2)}'"
        )
        for name, table in {**class_tables(compiled), **(tables or {})}.items():
            base.register(name, table)
        found: dict[str, Any] = base.execute(query).fetchnumpy()
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise  # A fault of the expression, not of the file.
    except duckdb.Error as fault:
        first = str(fault).partition("\n")[0]
        raise BadStock(
            f"Les entreprises préparées ne se lisent pas jusqu'au bout : {first}",
            "Préparez à nouveau le registre.",
        ) from None
    finally:
        if connection is None:
            base.close()
    return found


def grouping(compiled: Compiled) -> Any:
    """The Ibis expression: key of the tuple of classes, number of companies."""
    import ibis

    return keyed(compiled).group_by("key").aggregate(companies=ibis._.count())


def keyed(compiled: Compiled, *names: str) -> Any:
    """The Ibis expression: for each company, the key of its tuple of classes and these columns of text."""
    import ibis

    companies = ibis.table(dict.fromkeys(names, "string") | _SCHEMA, name=COMPANIES)
    table, key, step = companies, ibis.literal(0, type="int64"), 1
    for attribute in ORDER:
        own = compiled.partition.classes[attribute]
        if len(own) == 1:
            continue
        if attribute is Attribute.CREATED:
            digit = _day(companies, own)
        else:
            schema = {f"{attribute}_code": "string", f"{attribute}_class": "int32"}
            classes = ibis.table(schema, name=f"{attribute}_classes")
            table = table.left_join(classes, table[CODES[attribute]] == classes[f"{attribute}_code"])
            digit = ibis.coalesce(table[f"{attribute}_class"], int(own.of_value[0]))
        key = key + digit.cast("int64") * ibis.literal(step, type="int64")
        step *= len(own)
    return table.select(*names, key=key)


def class_tables(compiled: Compiled) -> dict[str, pa.Table]:
    """The tables that the expression joins: the class of each code, those of the unknown value left out."""
    found: dict[str, pa.Table] = {}
    for attribute, own in compiled.partition.classes.items():
        if attribute is Attribute.CREATED or len(own) == 1:
            continue
        unknown = int(own.of_value[0])
        classes = {code: int(own.of_value[rank]) for code, rank in compiled.domain.rank[attribute].items()}
        known = {code: number for code, number in classes.items() if number != unknown}
        found[f"{attribute}_classes"] = pa.table(
            {
                f"{attribute}_code": pa.array(list(known), pa.string()),
                f"{attribute}_class": pa.array(list(known.values()), pa.int32()),
            }
        )
    return found


def tuples_of(keys: Any, companies: Any, compiled: Compiled, *, version: str) -> Tuples:
    """The tuples of keys and their numbers of companies, whichever engine grouped them."""
    found: Ints = np.asarray(keys, np.int64)
    return Tuples.read(found, np.asarray(companies, np.int64), compiled.partition, version=version)


def _day(companies: Any, own: Classes) -> Any:
    """The class of the day of creation: how many cuts it is not before, and 0 when it is unknown."""
    import ibis

    passed: Any = ibis.literal(1, type="int32")
    for cut in own.cuts:
        passed = passed + (companies.created >= ibis.literal(cut)).cast("int32")
    return ibis.coalesce(passed, 0)
