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
from maillage.engines.coverage.preparing import VALUES, Companies
from maillage.engines.coverage.tuples import Tuples
from maillage.engines.coverage.values import Cancelled, GivenUp, Tell
from maillage.engines.stock.snapshot import BadStock

ORDER = (Attribute.PLACE, *PROFILE)
"""The attributes in the order of the digits of a key, the place first: it varies fastest."""
COMPANIES = "companies"
"""The name of the table of the prepared stock in the expressions."""
_SCHEMA = dict.fromkeys(VALUES.values(), "int32") | {"created": "date"}
DENSE_BITS = 20
"""Up to so many bits, DuckDB counts keys in a table of all of them rather than by hashing."""


def count(
    held: Companies,
    compiled: Compiled,
    *,
    connection: duckdb.DuckDBPyConnection | None = None,
    tell: Tell = lambda stage, rows: None,
    cancelled: Cancelled = lambda: False,
) -> Tuples:
    """Count the prepared stock by tuple of classes. Raises BadStock for a file that does not read to its end, or that does not
    hold all its companies; GivenUp."""
    found = ask(held.file, compiled, grouping(compiled), connection=connection)
    tell("tuples", len(found["key"]))
    if cancelled():
        raise GivenUp
    if (counted := int(found["companies"].sum())) != held.count:
        raise BadStock(
            f"Les entreprises préparées ne sont pas toutes comptées : {counted} sur {held.count}.",
            "Préparez à nouveau le registre.",
        )
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
        base.execute(f"SET perfect_ht_threshold = {DENSE_BITS}")
        base.execute(
            f"CREATE OR REPLACE TEMP VIEW {COMPANIES} AS SELECT * FROM '{file.as_posix().replace(chr(39), chr(39) * 2)}'"
        )
        for name, table in {**class_tables(compiled), **(tables or {})}.items():
            # Copied: DuckDB joins by position on what it knows the bounds of.
            base.register("given", table)
            base.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
            base.unregister("given")
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

    table = companies = ibis.table(dict.fromkeys(names, "string") | _SCHEMA, name=COMPANIES)
    key: Any = ibis.literal(0, type="int64")
    for attribute, step in _steps(compiled).items():
        if attribute is Attribute.CREATED:
            digit = _day(companies, compiled.partition.classes[attribute])
            key = key + digit.cast("int64") * ibis.literal(step, type="int64")
        else:
            schema = {f"{attribute}_value": "int32", f"{attribute}_part": "int64"}
            classes = ibis.table(schema, name=f"{attribute}_classes").rename(
                {f"{attribute}_of": VALUES[attribute]}
            )
            table = table.join(classes, table[VALUES[attribute]] == classes[f"{attribute}_of"])
            key = key + table[f"{attribute}_part"]
    return table.select(*names, key=key)


def _steps(compiled: Compiled) -> dict[Attribute, int]:
    """What one class of each attribute adds to a key; those that tell nobody apart left out."""
    found, step = {}, 1
    for attribute in ORDER:
        if (own := len(compiled.partition.classes[attribute])) > 1:
            found[attribute] = step
            step *= own
    return found


def class_tables(compiled: Compiled) -> dict[str, pa.Table]:
    """The tables that the expression joins: what each value adds to the key of a company."""
    return {
        f"{attribute}_classes": pa.table(
            {
                VALUES[attribute]: np.arange(len(own.of_value), dtype=np.int32),
                f"{attribute}_part": own.of_value.astype(np.int64) * step,
            }
        )
        for attribute, step in _steps(compiled).items()
        if attribute is not Attribute.CREATED and (own := compiled.partition.classes[attribute])
    }


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
