"""The one pass over the stock: how many companies in each tuple of classes.

The GROUP BY is an Ibis expression: DuckDB runs it here, Spark elsewhere (docs/performance.md).
"""

from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa

from maillage.engines.coverage.compiling import PROFILE, Classes, Compiled
from maillage.engines.coverage.domain import Attribute, Domain
from maillage.engines.coverage.preparing import CODES, Companies
from maillage.engines.coverage.tuples import Tuples
from maillage.engines.coverage.values import Cancelled, GivenUp, Tell
from maillage.engines.stock.snapshot import BadStock

ORDER = (Attribute.PLACE, *PROFILE)
"""The attributes in the order of the digits of a key, the place first: it varies fastest."""


def count(
    held: Companies,
    compiled: Compiled,
    *,
    connection: duckdb.DuckDBPyConnection | None = None,
    tell: Tell = lambda stage, rows: None,
    cancelled: Cancelled = lambda: False,
) -> Tuples:
    """Count the prepared stock by tuple of classes. Raises BadStock for a file that does not read to its end, GivenUp."""
    base = connection or duckdb.connect()
    try:
        base.execute("SET preserve_insertion_order = false")
        backend = ibis.duckdb.from_connection(base)
        grouped = grouping(backend.read_parquet(held.file.as_posix()), compiled).to_pyarrow()
    except duckdb.Error as fault:
        first = str(fault).partition("\n")[0]
        raise BadStock(
            f"Les entreprises préparées ne se lisent pas jusqu'au bout : {first}",
            "Préparez à nouveau le registre.",
        ) from None
    finally:
        if connection is None:
            base.close()
    tell("tuples", grouped.num_rows)
    if cancelled():
        raise GivenUp
    return tuples_of(grouped, compiled, version=held.version)


def grouping(companies: Any, compiled: Compiled) -> Any:
    """The Ibis expression: key of the tuple of classes, number of companies. ``companies``: an Ibis table of any backend."""
    return keyed(companies, compiled).group_by("key").aggregate(companies=ibis._.count())


def keyed(companies: Any, compiled: Compiled) -> Any:
    """The Ibis expression: the table with, for each company, the key of its tuple of classes."""
    table = companies
    key = ibis.literal(0, type="int64")
    step = 1
    for attribute in ORDER:
        own = compiled.partition.classes[attribute]
        if len(own) == 1:
            continue
        digit: Any
        if attribute is Attribute.CREATED:
            digit = _days(companies, own)
        else:
            table, digit = _coded(table, companies, attribute, own, compiled.domain)
        key = key + digit.cast("int64") * step
        step *= len(own)
    return table.mutate(key=key)


def tuples_of(grouped: pa.Table, compiled: Compiled, *, version: str) -> Tuples:
    """The tuples of a grouped table, whichever backend grouped it."""
    keys = np.asarray(grouped.column("key").to_numpy(), np.int64)
    weights = np.asarray(grouped.column("companies").to_numpy(), np.int64)
    return Tuples.read(keys, weights, compiled.partition, version=version)


def _coded(table: Any, companies: Any, attribute: Attribute, own: Classes, domain: Domain) -> tuple[Any, Any]:
    """The table joined to the classes of the codes of an attribute, and the class of each row."""
    column, name = CODES[attribute], f"{attribute.value}_class"
    ranks = domain.rank[attribute]
    unknown = int(own.of_value[0])
    classes = {code: int(own.of_value[rank]) for code, rank in ranks.items()}
    known = {code: number for code, number in classes.items() if number != unknown}
    given = ibis.memtable(
        pa.table(
            {
                f"{attribute.value}_code": pa.array(list(known), pa.string()),
                name: pa.array(list(known.values()), pa.int32()),
            }
        )
    )
    joined = table.left_join(given, table[column] == given[f"{attribute.value}_code"])
    return joined, ibis.coalesce(joined[name], unknown)


def _days(companies: Any, own: Classes) -> Any:
    """The class of the day of creation: how many cuts it is not before, and 0 when it is unknown."""
    passed = ibis.literal(1)
    for cut in own.cuts:
        passed = passed + (ibis._.created >= ibis.literal(cut)).cast("int32")
    return ibis.coalesce(passed, 0)
