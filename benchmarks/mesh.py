"""A whole catalogue over a whole stock: populations, all pairs, gaps, exact, beside a bare scan of the columns read.

    python benchmarks/mesh.py                        16,000,000 establishments
    python benchmarks/mesh.py --rows 1000000         within a minute

Each part runs in a process of its own, with its own bare scan as a unit (the largest of each of the six columns that a count reads, DuckDB, two threads) and its
own peak of memory. The stock and the rules are invented (`mesh_stock.py`, `mesh_rules.py`), the 130 programmes are real. Prints
``name: value`` lines; fails when a figure differs from plain SQL or from the judge, never for a time.
"""

import argparse
import resource
import statistics
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from time import perf_counter
from typing import Any

import duckdb
import ibis
import mesh_rules
import mesh_stock

from maillage.engines import coverage
from maillage.engines.coverage import Companies, Compiled, Entry, Reading
from maillage.engines.coverage.counting import grouping
from maillage.engines.coverage.mesh import weigh
from maillage.engines.coverage.planes import plane_of
from maillage.engines.coverage.surveying import counts, shared

ON = mesh_stock.AS_OF
THREADS = 2
QUICK = 1_000_000
"""Rows up to which less is asked, to end soon."""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """How many seconds a piece of work takes, and what it made."""
    began = perf_counter()
    made = work()
    return perf_counter() - began, made


def connected() -> duckdb.DuckDBPyConnection:
    base = duckdb.connect()
    base.execute(f"SET threads = {THREADS}")
    return base


def scan(held: Companies) -> float:
    """The unit: reading the six columns that a count reads, as numbers."""
    # A sum, for DuckDB may answer the largest value from what the file says of itself.
    return _scan(held, ", ".join(f"max({column} + 0)" for column in mesh_stock.READ))


def scan_of_texts(held: Companies) -> float:
    """Reading the same six columns as the register writes them."""
    lengths = ", ".join(f"max(strlen({column}))" for column in mesh_stock.COLUMNS if column != "created")
    return _scan(held, f"max(created + 0), {lengths}")


def _scan(held: Companies, listed: str) -> float:
    with connected() as base:
        base.execute(f"SELECT {listed} FROM '{held.file}'").fetchall()
        return timed(lambda: base.execute(f"SELECT {listed} FROM '{held.file}'").fetchall())[0]


def stages(held: Companies, entries: tuple[Entry, ...], domain: coverage.Domain) -> dict[str, float]:
    """The seconds of each stage of a whole mesh."""
    took: dict[str, float] = {}
    took["compile"], compiled = timed(lambda: coverage.compile_catalogue(entries, domain=domain, on=ON))
    with connected() as base:
        took["count"], tuples = timed(lambda: coverage.count(held, compiled, connection=base))
    mesh = coverage.evaluate(compiled, tuples)
    took["certain"], _ = timed(lambda: counts(plane_of(mesh, Reading.CERTAIN)))
    took["possible"], _ = timed(lambda: counts(plane_of(mesh, Reading.POSSIBLE)))
    took["pairs"], _ = timed(lambda: shared(plane_of(mesh, Reading.CERTAIN)))
    took["gaps"], _ = timed(lambda: coverage.gaps(mesh, mesh_rules.GROUPS, targeted_only=True))
    first = entries[0]
    changed = Entry(key=first.key, rule=entries[1].rule, groups=first.groups)
    took["one changed scheme"], _ = timed(
        lambda: weighed(coverage.amend(mesh, {first.key: changed}), first.key)
    )
    took["tuples"], took["fallback"] = len(tuples), len(compiled.fallback)
    return took


def weighed(mesh: coverage.Mesh, key: str) -> tuple[int, ...]:
    """The population of one scheme, in both readings."""
    return tuple(weigh(mesh, coverage.serving(mesh, key, reading)) for reading in Reading)


def whole(held: Companies, number: int, rounds: int) -> dict[str, Any]:
    """Medians of a catalogue of so many schemes, and whether it is exact."""
    domain = mesh_stock.domain()
    entries = mesh_rules.catalogue(number)
    # The writer of SQL is made once a process, not once a mesh.
    str(
        ibis.to_sql(grouping(coverage.compile_catalogue(entries[:2], domain=domain, on=ON)), dialect="duckdb")
    )
    scans, texts, runs = [], [], []
    for _ in range(rounds):
        scans.append(scan(held))
        texts.append(scan_of_texts(held))
        runs.append(stages(held, entries, domain))
    return {
        "scan": statistics.median(scans),
        "texts": statistics.median(texts),
        **{name: statistics.median(run[name] for run in runs) for name in runs[0]},
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def exact(held: Companies, number: int, asked: int) -> dict[str, Any]:
    """Populations, pairs and gaps beside plain SQL on the companies, and the judge beside the mesh."""
    entries = mesh_rules.catalogue(number)
    compiled = coverage.compile_catalogue(entries, domain=mesh_stock.domain(), on=ON)
    mesh = coverage.evaluate(compiled, coverage.count(held, compiled))
    told = {one.key: (one.certain, one.possible) for one in coverage.populations(mesh)}
    pairs = shared(plane_of(mesh, Reading.CERTAIN))
    chosen = entries[:: max(1, len(entries) // asked)][:asked]
    wrong = 0
    with mesh_stock.wide(held) as base:
        took = []
        for entry in chosen:
            text = mesh_rules.sql(entry.rule, ON)
            seconds, found = timed(
                lambda text=text: base.execute(
                    f"SELECT count(*) FILTER (WHERE ({text}) IS TRUE), count(*) FILTER (WHERE ({text}) IS NOT FALSE) FROM wide"
                ).fetchone()
            )
            took.append(seconds)
            wrong += found != told[entry.key]
        for one, other in zip(chosen[::3], chosen[1::3], strict=False):
            both = f"(({mesh_rules.sql(one.rule, ON)}) AND ({mesh_rules.sql(other.rule, ON)})) IS TRUE"
            (found,) = base.execute(f"SELECT count(*) FILTER (WHERE {both}) FROM wide").fetchone() or (0,)
            wrong += found != pairs[compiled.position[one.key], compiled.position[other.key]]
        for group in mesh_rules.GROUPS[:2] if number <= 260 else ():
            served = " OR ".join(
                f"(({mesh_rules.sql(entry.rule, ON)}) IS TRUE)" for entry in entries if group in entry.groups
            )
            (found,) = base.execute(
                f"SELECT count(*) FILTER (WHERE NOT ({served})) FROM wide"
            ).fetchone() or (0,)
            wrong += found != sum(gap.unserved for gap in coverage.gaps(mesh, [group]))
    judged = coverage.verify(held, compiled, sample=200)
    return {
        "one query per scheme": sum(took) / len(took) * number,
        "queries": len(chosen),
        "wrong": int(wrong) + len(judged.mismatches),
        "verdicts": judged.verdicts,
    }


def one_query(held: Companies) -> dict[str, Any]:
    """The best single query that we know: codes as integers in memory, a mask per condition, certain populations only."""
    entries = mesh_rules.catalogue(260)
    with mesh_stock.coded(held) as base:
        listed = ", ".join(f"sum({mesh_rules.masks(entry.rule, ON)})" for entry in entries)
        seconds, _ = timed(lambda: base.execute(f"SELECT {listed} FROM coded").fetchall())
    return {"seconds": seconds, "scan": scan(held)}


def scaling(held: Companies, rounds: int) -> dict[str, Any]:
    """Certain populations for 250 and for 4,000 rules, all of them invented."""
    domain, took = mesh_stock.domain(), {}
    for number in (250, 4000):
        entries = mesh_rules.invented(number)

        def work(entries: tuple[Entry, ...] = entries) -> None:
            compiled: Compiled = coverage.compile_catalogue(entries, domain=domain, on=ON)
            with connected() as base:
                mesh = coverage.evaluate(compiled, coverage.count(held, compiled, connection=base))
            counts(plane_of(mesh, Reading.CERTAIN))

        took[str(number)] = statistics.median(timed(work)[0] for _ in range(rounds))
    return took


def company(number: int, companies: int) -> dict[str, Any]:
    """One company at a time, in microseconds: both readings with the keys of the schemes, then the next question."""
    domain = mesh_stock.domain()
    reader = coverage.CompanyReader(mesh_rules.invented(number, questions=True), on=ON)
    facts = [domain.facts(row) for row in mesh_stock.some_rows(companies)]
    reads, asks = [], []
    for measured in (False, True):
        for one in facts:
            began = perf_counter()
            answer = reader.read(one)
            reader.keys(answer.certain), reader.keys(answer.undetermined)
            read = perf_counter()
            reader.next_question(one, answer)
            asked = perf_counter()
            if measured:
                reads.append((read - began) * 1e6)
                asks.append((asked - read) * 1e6)
    late = int(len(facts) * 0.99)
    return {
        "read": statistics.median(reads),
        "read_99": sorted(reads)[late],
        "ask": statistics.median(asks),
        "ask_99": sorted(asks)[late],
    }


def child(part: str, rows: int, rounds: int) -> dict[str, Any]:
    """One part, in the process made for it."""
    held = mesh_stock.held(rows)
    match part:
        case "stock":
            return {}
        case "260" | "2000":
            return whole(held, int(part), rounds)
        case "exact260":
            return exact(held, 260, 26 if rows <= QUICK else 260)
        case "exact2000":
            return exact(held, 2000, 12)
        case "exact500":
            return exact(held, 500, 12)
        case "query":
            return one_query(held)
        case "scaling":
            return scaling(held, rounds)
    return company(2000, 250 if rows <= QUICK else 1000)


def apart(part: str, rows: int, rounds: int = 1) -> dict[str, Any]:
    """One part in a process of its own, which has all that this one imported and none of what others computed."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as process:
        return process.submit(child, part, rows, rounds).result()


def show(number: int, found: dict[str, Any]) -> None:
    """The lines of a whole mesh."""
    unit = found["scan"]
    name = f"{number:,} rules"
    certain = found["compile"] + found["count"] + found["certain"]
    everything = certain + found["possible"] + found["pairs"] + found["gaps"]
    print(f"{name}, bare scan: {unit:.3f} s; of the same columns as texts: {found['texts']:.3f} s")
    for stage in ("compile", "count", "certain", "possible", "pairs", "gaps"):
        print(f"{name}, {stage}: {found[stage]:.3f} s")
    print(f"{name}, tuples: {found['tuples']:,.0f}; evaluated apart: {found['fallback']:.0f}")
    print(
        f"{name}, certain populations: {certain:.2f} s, {certain / unit:.1f} × scan ({certain / found['texts']:.1f} × texts)"
    )
    print(
        f"{name}, everything with all pairs and gaps: {everything:.2f} s, {everything / unit:.1f} × scan "
        f"({everything / found['texts']:.1f} × texts)"
    )
    changed = found["one changed scheme"]
    print(
        f"{name}, one changed scheme: {changed * 1000:.1f} ms, {changed / unit:.3f} × scan ({changed / found['texts']:.3f} × texts)"
    )
    print(f"{name}, peak memory: {found['memory']:.2f} GB")


def main(rows: int) -> int:
    """Measure each part apart."""
    # What each part would read again by itself.
    import_module("pandas")
    mesh_stock.domain()
    apart("stock", rows)
    quick = rows <= QUICK
    real = apart("260", rows, 3 if quick else 5)
    print(f"stock: {rows:,} invented establishments")
    show(260, real)
    checked = [apart("exact260", rows)]
    mesh = sum(real[name] for name in ("compile", "count", "certain", "possible", "pairs", "gaps"))
    query = apart("query", rows)
    slow = checked[0]["one query per scheme"]
    print(
        f"260 rules, one SQL per scheme: {slow:.1f} s, {slow / mesh:.0f} × the mesh ({checked[0]['queries']} queries run)"
    )
    ratio = query["seconds"] / query["scan"] / (mesh / real["scan"])
    print(
        f"260 rules, one hand-tuned query, certain only: {query['seconds']:.2f} s, {ratio:.1f} × the mesh, in scans"
    )
    show(2000, apart("2000", rows, 1 if quick else 3))
    checked.append(apart("exact500" if quick else "exact2000", rows))
    grown = apart("scaling", rows, 1 if quick else 3)
    print(f"4,000 rules over 250, certain populations: {grown['4000'] / grown['250']:.1f} ×")
    one = apart("company", rows)
    print(
        f"one company, 2,000 schemes, with keys: median {one['read']:.1f} µs, 99 % under {one['read_99']:.1f} µs"
    )
    print(f"next question, 2,000 schemes: median {one['ask']:.1f} µs, 99 % under {one['ask_99']:.1f} µs")
    wrong = sum(one["wrong"] for one in checked)
    print(
        f"figures that differ from plain SQL or the judge: {wrong} ({checked[0]['verdicts']:,} verdicts of 260 rules judged)"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=16_000_000)
    sys.exit(main(asked.parse_args().rows))
