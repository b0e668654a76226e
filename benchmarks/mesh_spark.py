"""The same count by DuckDB and by Spark: identical tuples, or it fails.

    make test-spark        200,000 invented establishments, 260 and 500 rules

Run in an environment of its own (requirements/spark.txt). Spark runs on this machine only: what is shown is that the expression is
portable, not a speed.
"""

import sys
from time import perf_counter

import ibis
import mesh_rules
import mesh_stock
from pyspark.sql import SparkSession

from maillage.engines import coverage
from maillage.engines.coverage import Compiled, Tuples

ROWS = 200_000


def by_spark(session: SparkSession, compiled: Compiled, rows: int) -> Tuples:
    """The tuples that Spark counts."""
    held = mesh_stock.held(rows)
    session.read.parquet(str(held.file)).createOrReplaceTempView("companies")
    for name, table in coverage.class_tables(compiled).items():
        session.createDataFrame(table.to_pandas()).createOrReplaceTempView(name)
    query = str(ibis.to_sql(coverage.grouping(compiled), dialect="pyspark"))
    found = session.sql(query).toPandas()
    return coverage.tuples_of(found["key"], found["companies"], compiled, version=held.version)


def counted(tuples: Tuples, compiled: Compiled) -> dict[int, int]:
    """How many companies each key holds."""
    keys = tuples.keys(compiled.partition)
    return dict(zip(keys.tolist(), tuples.weights.tolist(), strict=True))


def main() -> int:
    """Compare both on two catalogues."""
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    different = 0
    for number in (260, 500):
        compiled = coverage.compile_catalogue(
            mesh_rules.catalogue(number), domain=mesh_stock.domain(), on=mesh_stock.AS_OF
        )
        began = perf_counter()
        here = counted(coverage.count(mesh_stock.held(ROWS), compiled), compiled)
        middle = perf_counter()
        there = counted(by_spark(session, compiled, ROWS), compiled)
        took = perf_counter() - middle
        same = here == there
        different += not same
        print(
            f"{number} rules: {len(here):,} tuples by DuckDB in {middle - began:.2f} s, {len(there):,} by Spark in {took:.2f} s, "
            + ("identical" if same else "DIFFERENT")
        )
    session.stop()
    return different


if __name__ == "__main__":
    sys.exit(main())
