"""Bring lines of a file to the companies of a register: each line has a match, doubts, or is new, and says why.

Splink does the comparing, on DuckDB, in the memory of this process: no network, and nothing on disk but in the folder given.
The weights are fixed (`weighing`); nothing is learned from the lines of a file.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maillage.engines.linkage.levels import BLOCKS, COMPARISONS
from maillage.engines.linkage.records import Prepared, Record, prepared
from maillage.engines.linkage.weighing import Reason, Weights, weighed, weights

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MATCH, DOUBT = 0.35, 0.02
"""From this probability on a line is matched, when no other company is near; from this one on, a person decides. Chosen on the
curve of another seed than the weights' (docs/performance.md): a name counts for what names are worth on average, and most are
rarer than that, so that the probability told is lower than the truth."""
MARGIN = 3.0
"""Bits by which a match must exceed the next company: closer, a person decides."""
KEPT = 5
"""Candidates told of a line, the likeliest first."""
MEMORY = "2GB"


class Outcome(StrEnum):
    """What becomes of a line."""

    MATCH = "match"
    DOUBTFUL = "doubtful"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where a person decides: probabilities between ``doubt`` and ``match``, or two companies nearer than ``margin`` bits."""

    match: float = MATCH
    doubt: float = DOUBT
    margin: float = MARGIN


DEFAULTS = Thresholds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A company that a line may mean."""

    ref: str
    probability: float
    bits: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What becomes of the line ``ref``; candidates, the likeliest first."""

    ref: str
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()

    @property
    def match(self) -> str:
        """The company matched; "" when none is."""
        return self.candidates[0].ref if self.outcome is Outcome.MATCH else ""


def decide(
    ref: str, candidates: Iterable[Candidate], thresholds: Thresholds = DEFAULTS, *, kept: int = KEPT
) -> Result:
    """What becomes of a line, of what its candidates are worth."""
    found = tuple(sorted(candidates, key=lambda one: (-one.bits, one.ref)))
    told = tuple(one for one in found if one.probability >= thresholds.doubt)[:kept]
    if not told:
        return Result(ref=ref, outcome=Outcome.NEW)
    alone = len(told) == 1 or told[0].bits - told[1].bits >= thresholds.margin
    sure = told[0].probability >= thresholds.match and alone
    return Result(ref=ref, outcome=Outcome.MATCH if sure else Outcome.DOUBTFUL, candidates=told)


def table(records: Iterable[Record], successors: Mapping[str, str] | None = None) -> "pa.Table":
    """Records ready to compare, to keep for several files (a register is prepared once)."""
    import pyarrow as pa

    columns: list[list[Any]] = [[] for _ in Prepared._fields]
    adders = [column.append for column in columns]
    for record in records:
        for add, value in zip(adders, prepared(record, successors), strict=True):
            add(value)
    arrays = [
        pa.array(column, pa.list_(pa.string()) if field == "words" else pa.string())
        for field, column in zip(Prepared._fields, columns, strict=True)
    ]
    return pa.table(arrays, names=list(Prepared._fields))


def link(
    lines: Iterable[Record],
    companies: "Iterable[Record] | pa.Table",
    *,
    folder: Path,
    successors: Mapping[str, str] | None = None,
    thresholds: Thresholds = DEFAULTS,
    told: Weights | None = None,
    kept: int = KEPT,
) -> Iterator[Result]:
    """Each line with what it may be, in the order of the lines. ``companies``: records, or what `table` made of them;
    ``folder``: where DuckDB may write what does not fit in memory; ``kept``: candidates told of a line at most. Two lines of one
    ``ref`` are refused: ValueError."""
    import pyarrow as pa

    said = told or weights()
    left = table(lines, successors)
    refs = left.column("unique_id").to_pylist()
    if len(set(refs)) < len(refs):
        raise ValueError("two lines have one reference")
    right = companies if isinstance(companies, pa.Table) else table(companies, successors)
    found: dict[str, list[Candidate]] = {}
    if left.num_rows and right.num_rows:
        for ref, company, levels in _pairs(left, right, said, thresholds, folder, kept):
            worth = weighed(levels, right.num_rows, said)
            found.setdefault(ref, []).append(
                Candidate(ref=company, probability=worth.probability, bits=worth.bits, reasons=worth.reasons)
            )
    for ref in refs:
        yield decide(ref, found.get(ref, ()), thresholds, kept=kept)


def _pairs(
    left: "pa.Table", right: "pa.Table", said: Weights, thresholds: Thresholds, folder: Path, kept: int
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The pairs worth telling: line, company, degrees."""
    codes = [[*(level.code for level in one.levels)] for one in COMPARISONS]
    gammas = ", ".join(f"gamma_{one.code}" for one in COMPARISONS)
    with quiet(), _database(folder) as connection:
        predictions = predict(connection, left, right, said, least=thresholds.doubt)
        # A few candidates a line at most: they hold in memory, whatever the register.
        rows = connection.sql(
            f"SELECT unique_id_l, unique_id_r, {gammas} FROM {predictions} "
            "QUALIFY row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC, unique_id_r) "
            f"<= {kept}"
        ).fetchall()
    for line, company, *found in rows:
        levels = {
            one.code: _level(gamma, codes[rank])
            for rank, (one, gamma) in enumerate(zip(COMPARISONS, found, strict=True))
        }
        yield line, company, levels


def _level(gamma: int, codes: list[str]) -> str:
    """The degree that Splink numbers: the highest is the first, 0 none, -1 not known."""
    if gamma < 0:
        return ""
    return "else" if gamma == 0 else codes[len(codes) - gamma]


def predict(
    connection: "duckdb.DuckDBPyConnection",
    left: "pa.Table",
    right: "pa.Table",
    said: Weights,
    *,
    least: float,
) -> str:
    """Have Splink compare two tables that `table` made; the name of the table of its predictions."""
    from splink import DuckDBAPI, Linker

    database = DuckDBAPI(connection=connection)
    # Splink says which record is the left one by the alphabet of the tables.
    tables = [
        database.register(left, table_name="a_lines"),
        database.register(right, table_name="b_companies"),
    ]
    linker = Linker(
        tables, settings(said, right.num_rows), log_level=logging.CRITICAL, validate_settings=False
    )
    predictions = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    return str(predictions.physical_name)


def settings(said: Weights, among: int) -> dict[str, Any]:
    """The settings of Splink that compare with these weights, with so many companies."""
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": said.prior(among),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "sql_dialect": "duckdb"} for rule in BLOCKS
        ],
        "comparisons": [
            {
                "output_column_name": one.code,
                "comparison_levels": [
                    {"sql_condition": one.unknown, "is_null_level": True},
                    *(
                        {"sql_condition": level.sql} | _shares(said.shares[one.code][level.code])
                        for level in one.levels
                    ),
                    {"sql_condition": "ELSE"} | _shares(said.shares[one.code]["else"]),
                ],
            }
            for one in COMPARISONS
        ],
    }


def _shares(both: tuple[float, float]) -> dict[str, float]:
    return {"m_probability": both[0], "u_probability": both[1]}


@contextmanager
def _database(folder: Path) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A database in memory that reaches nothing outside but its folder."""
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": str(folder),
            "memory_limit": MEMORY,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        connection.execute("SET enable_progress_bar = false")
        yield connection
    finally:
        connection.close()


@contextmanager
def quiet() -> Iterator[None]:
    """Splink speaks of its training to who tunes it: here nobody reads that."""
    logger = logging.getLogger("splink")
    level, told = logger.level, logger.propagate
    logger.setLevel(logging.CRITICAL)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        logger.propagate = told
