"""The invented stock of the measures of the mesh: the columns that rules read, on the real communes, any number of rows.

How rows are drawn (seed 1; nothing here says anything of a real company): a commune in proportion to its population; a family of
legal form (sole trader, company, association, public body, farm), which brings the category, the weights of the activities, the size and
the age; farms and agriculture are drawn away from towns; 3 % of brackets are empty besides the « NN », 0.5 % of activities, 0.2 % of
communes and of days of creation, one ESS in ten unknown.
"""

import csv
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import maillage
from maillage.engines.coverage import Companies, Domain, Row, read_companies
from maillage.engines.coverage.preparing import LAYOUT, VALUES, write_companies
from maillage.engines.rules import Topic
from maillage.engines.territory import Atlas, Code

DATA = Path(maillage.__file__).parent / "data" / "reference"
BUILD = Path(__file__).parent.parent / "build" / "mesh"
COLUMNS = ("commune", "naf", "bracket", "created", "category", "ess")
READ = ("created", *VALUES.values())
"""The columns that a count reads: the unit is a bare scan of them."""
AS_OF = date(2026, 11, 22)
STEP = 1_000_000
FAMILIES = {
    # Family: its part of the stock, its categories, its brackets and the oldest age in years.
    "sole": (0.45, ("1000",), (("NN", 70), ("00", 6), ("01", 18), ("02", 5), ("03", 1)), 40),
    "company": (
        0.33,
        ("5498", "5499", "5710", "5720", "5599", "5505", "5202", "5306"),
        (("NN", 28), ("00", 7), ("01", 26), ("02", 15), ("03", 9), ("11", 7), ("12", 5), ("21", 1.5), ("22", 0.8), ("31", 0.2), ("32", 0.3), ("41", 0.1), ("42", 0.06), ("51", 0.03), ("52", 0.01)),
        60,
    ),
    "civil": (0.12, ("6540", "6541", "6599", "6533", "6534"), (("NN", 92), ("00", 2), ("01", 5), ("02", 1)), 60),
    "association": (0.07, ("9220", "9221", "9222", "9260", "9300"), (("NN", 70), ("00", 5), ("01", 12), ("02", 6), ("03", 4), ("11", 3)), 80),
    "public": (0.03, ("7210", "7346", "7361", "7331", "7120", "7430"), (("NN", 30), ("01", 8), ("03", 16), ("11", 16), ("12", 14), ("21", 8), ("22", 5), ("31", 2), ("41", 1)), 90),
}  # fmt: skip
SECTIONS = {
    "sole": "AFGHIJLMNPQRS",
    "company": "ABCDEFGHIJKLMNPQRS",
    "civil": "ALMK",
    "association": "PQRSNO",
    "public": "OPQRE",
}


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a file of the reference data of the package."""
    held = (DATA / name).read_bytes()
    text = (gzip.decompress(held) if name.endswith(".gz") else held).decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache
def communes() -> list[dict[str, str]]:
    """The communes of the package, each with its EPCI."""
    found = [row for row in rows_of("communes.csv.gz") if row["kind"] == "com"]
    groups = {row["commune"]: row["epci"] for row in rows_of("communes_epci.csv.gz")}
    return [row | {"epci": groups.get(row["code"], "")} for row in found]


@lru_cache
def activities() -> dict[str, tuple[str, ...]]:
    """Each sub-class of NAF rév. 2 with what it lies in."""
    parents = {row["code"]: row["parent"] for row in rows_of("naf_rev2.csv.gz")}
    found: dict[str, tuple[str, ...]] = {}
    for code in sorted(parents):
        line = [code]
        while parents.get(line[0]):
            line.insert(0, parents[line[0]])
        if len(code) == 6:
            found[code] = tuple(line)
    return found


def settled(category: str) -> dict[Topic, bool]:
    """What a legal form settles: with limited liability, nobody is a micro-entrepreneur."""
    return {} if category.startswith(("1", "5498")) else {Topic.MICRO_ENTREPRENEUR: False}


@lru_cache
def brackets() -> dict[str, tuple[int, int | None] | None]:
    """The brackets of INSEE."""
    return {
        row["code"]: (int(row["lowest"]), int(row["highest"]) if row["highest"] else None)
        if row["lowest"]
        else None
        for row in rows_of("tranches_effectifs.csv")
    }


@lru_cache
def domain() -> Domain:
    """What the columns may hold."""
    kinds = {"reg": "region", "dep": "department", "epci": "epci"}
    atlas = Atlas.build(
        [(row["code"], int(row["population"]) if row["population"] else None) for row in communes()],
        [
            (row["code"], Code.parse(f"{kind}:{row[column]}"))
            for row in communes()
            for kind, column in kinds.items()
            if row[column]
        ],
    )
    categories = [row["code"] for row in rows_of("categories_juridiques.csv") if len(row["code"]) == 4]
    return Domain.build(
        atlas, activities=activities(), brackets=brackets(), categories=categories, settles=settled
    )


def held(rows: int) -> Companies:
    """The invented stock of so many rows, made once and kept in build/."""
    folder = BUILD / f"{rows}-{LAYOUT}"
    if not (folder / "companies.json").exists():
        _write(folder, rows)
    return read_companies(folder)


def _write(folder: Path, rows: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / "writing.parquet"
    chance = np.random.default_rng(1)
    places = communes()
    weights = np.array([max(int(row["population"] or 0), 20) for row in places], float)
    rural = np.sqrt(weights)
    schema = pa.schema(
        [(name, pa.date32() if name == "created" else pa.string()) for name in ("siret", "siren", *COLUMNS)]
    )
    with pq.ParquetWriter(beside, schema, compression="zstd") as file:
        for start in range(0, rows, STEP):
            file.write_table(
                _chunk(chance, start, min(STEP, rows - start), weights, rural, places).cast(schema)
            )
    write_companies(beside, folder / "companies.parquet", domain=domain())
    beside.unlink()
    made = {
        "as_of": AS_OF.isoformat(),
        "version": f"invented-{rows}",
        "count": rows,
        "layout": LAYOUT,
        "closed": 0,
        "excluded": [],
    }
    (folder / "companies.json").write_text(json.dumps(made))


def _chunk(
    chance: np.random.Generator,
    start: int,
    size: int,
    weights: np.ndarray,
    rural: np.ndarray,
    places: list[dict[str, str]],
) -> pa.Table:
    names = list(FAMILIES)
    families = chance.choice(len(names), size, p=[FAMILIES[name][0] for name in names])
    codes = list(activities())
    sections = [activities()[code][0] for code in codes]
    naf, bracket, category = (np.empty(size, np.int32) for _ in range(3))
    days = np.empty(size, np.int64)
    forms = sorted({form for family in FAMILIES.values() for form in family[1]})
    sizes = list(brackets())
    for rank, name in enumerate(names):
        own = np.flatnonzero(families == rank)
        _, listed, shares, oldest = FAMILIES[name]
        category[own] = chance.choice(
            [forms.index(form) for form in listed], len(own), p=_falling(len(listed))
        )
        among = np.array([number for number, section in enumerate(sections) if section in SECTIONS[name]])
        naf[own] = chance.choice(among, len(own), p=_falling(len(among)))
        total = sum(share for _, share in shares)
        bracket[own] = chance.choice(
            [sizes.index(code) for code, _ in shares], len(own), p=[share / total for _, share in shares]
        )
        days[own] = (365.25 * oldest * chance.random(len(own)) ** 2).astype(np.int64)
    commune = chance.choice(len(places), size, p=weights / weights.sum())
    farms = np.flatnonzero(np.array([section == "A" for section in sections])[naf])
    commune[farms] = chance.choice(len(places), len(farms), p=rural / rural.sum())
    ess = np.where(chance.random(size) < 0.08, 0, 1)
    created = np.datetime64(AS_OF) - 1 - days.astype("timedelta64[D]")
    sirets = pc.utf8_lpad(pa.array(np.arange(start, start + size)).cast(pa.string()), 14, "0")
    return pa.table(
        {
            "siret": sirets,
            "siren": pc.utf8_slice_codeunits(sirets, 0, 9),
            "commune": _texts(commune, [row["code"] for row in places], chance, 0.002),
            "naf": _texts(naf, codes, chance, 0.005),
            "bracket": _texts(bracket, sizes, chance, 0.03),
            "created": pa.array(created.astype("datetime64[D]"), mask=chance.random(size) < 0.002),
            "category": _texts(category, forms, chance, 0.0),
            "ess": _texts(ess, ["O", "N"], chance, 0.1),
        }
    )


def _falling(size: int) -> np.ndarray:
    """Shares that fall as ranks grow: a few activities hold most companies."""
    shares = 1 / (np.arange(size) + 3.0)
    return shares / shares.sum()


def _texts(ranks: np.ndarray, codes: list[str], chance: np.random.Generator, empty: float) -> pa.Array:
    mask = chance.random(len(ranks)) < empty
    return pa.DictionaryArray.from_arrays(pa.array(ranks.astype(np.int32), mask=mask), pa.array(codes)).cast(
        pa.string()
    )


def some_rows(number: int) -> list[Row]:
    """A few companies of the stock, for measures one by one."""
    stock = held(1_000_000)
    with duckdb.connect() as base:
        found = base.execute(
            f"SELECT {', '.join(COLUMNS)} FROM '{stock.file}' USING SAMPLE reservoir({number} ROWS) REPEATABLE (1)"
        ).fetchall()
    return [Row(**dict(zip(COLUMNS, said, strict=True))) for said in found]


@contextmanager
def wide(stock: Companies) -> Iterator[duckdb.DuckDBPyConnection]:
    """A native table of the stock with the levels of its codes beside them: what plain SQL is best written on."""
    with duckdb.connect() as base:
        base.execute("SET threads = 2")
        _levels(base)
        base.execute(
            f"""CREATE TABLE wide AS SELECT s.commune, s.naf, s.created, s.category, s.ess, p.reg, p.dep, p.epci,
                a.section, a.division, b.low, b.high FROM '{stock.file}' s
                LEFT JOIN places p ON p.code = s.commune LEFT JOIN activities a ON a.code = s.naf
                LEFT JOIN sizes b ON b.code = s.bracket"""
        )
        yield base


@contextmanager
def coded(stock: Companies) -> Iterator[duckdb.DuckDBPyConnection]:
    """The stock in memory with small integers for the codes that the 260 rules read: what one query is fastest on."""
    with wide(stock) as base:
        regions = sorted({row["region"] for row in communes() if row["region"]})
        listed = ", ".join(f"'{code}'" for code in regions)
        base.execute(
            f"""CREATE TABLE coded AS SELECT
                coalesce(list_position([{listed}], reg), 0)::UTINYINT AS reg, dep, epci, naf, division, commune,
                coalesce(ascii(section) - 64, 0)::UTINYINT AS section, coalesce(low, -1) AS low, coalesce(high, 999999) AS high,
                category, created, ess, left(category, 1) = '7' AS administration,
                NOT (left(category, 1) = '1' OR category = '5498') AS settled FROM wide"""
        )
        base.execute("DROP TABLE wide")
        yield base


def _levels(base: duckdb.DuckDBPyConnection) -> None:
    tables = {
        "places": pa.table(
            {
                "code": [row["code"] for row in communes()],
                **{
                    name: [row[column] or None for row in communes()]
                    for name, column in (("reg", "region"), ("dep", "department"), ("epci", "epci"))
                },
            }
        ),
        "activities": pa.table(
            {
                "code": list(activities()),
                "section": [line[0] for line in activities().values()],
                "division": [line[1] for line in activities().values()],
            }
        ),
        "sizes": pa.table(
            {
                "code": [code for code, bounds in brackets().items() if bounds],
                "low": [bounds[0] for bounds in brackets().values() if bounds],
                "high": pa.array(
                    [
                        bounds[1] if bounds[1] is not None else 999_999
                        for bounds in brackets().values()
                        if bounds
                    ]
                ),
            }
        ),
    }
    for name, table in tables.items():
        base.register("given", table)
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        base.unregister("given")
