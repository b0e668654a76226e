#!/usr/bin/env bash
# Count one invented stock with DuckDB and with Spark: the same expression must give the same tuples. Outside of .ci/run.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v java >/dev/null || { echo "Spark a besoin de Java 17 ou plus récent, et cette machine n'a pas java." >&2; exit 1; }
if [ ! -e build/spark/whole ]; then
  rm -rf build/spark
  .venv/bin/python -m venv build/spark
  .venv/bin/uv pip install -q --python build/spark/bin/python --require-hashes -r requirements/spark.txt
  .venv/bin/uv pip install -q --python build/spark/bin/python --no-deps -e .
  touch build/spark/whole
fi
exec build/spark/bin/python benchmarks/mesh_spark.py "$@"
