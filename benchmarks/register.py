"""The register of companies: loading a million establishments beside a bare copy of the same files, then searching them.

    python benchmarks/register.py [establishments]

An invented stock (seed 1) on the real communes of the two regions of the demonstration, in a folder of its own. The bare copy is
DuckDB's, of the two CSV files to Parquet. Searches go through the query that pages call, rights included, in a new database (the one of
DATABASE_URL when it is given): names of three letters, whole names, names with a fault, names and towns, numbers. Prints ``name: value`` lines.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

DEPARTMENTS = ("02", "59", "60", "62", "80", "44", "49", "53", "72", "85")
AS_OF = date(2026, 11, 1)
RUNS, ASKED = 3, 500


def timed(work: Callable[[], object]) -> float:
    """How many seconds a piece of work takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def main(establishments: int) -> None:
    """Measure in a folder thrown away after."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["MAILLAGE_HOME"] = home
        subprocess.run([Path(sys.executable).with_name("maillage"), "init"], check=True, capture_output=True)
        measure(establishments)


def measure(establishments: int) -> None:
    """Invent, copy, load, index, search, in an installation made for it."""
    from maillage.cli import setup

    setup()
    import duckdb
    from django.conf import settings

    from maillage.engines.stock import snapshot
    from maillage.kit.actor import Actor, ActorKind, Grant
    from maillage.modules.crm import queries
    from maillage.shared.register import index, store
    from maillage.shared.register.inventing import invent

    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        files = invent(folder, establishments=establishments, seed=1, csv=True, departments=DEPARTMENTS)

        def bare() -> None:
            for path in (files.units, files.establishments):
                with duckdb.connect() as base:
                    base.execute(
                        f"COPY (FROM read_csv('{path}', all_varchar = true)) TO '{folder}/bare.parquet' "
                        "(FORMAT parquet, COMPRESSION zstd)"
                    )

        def load() -> None:
            snapshot.make(
                folder / "held", units=files.units, establishments=files.establishments, as_of=AS_OF
            )

        copies, loads = [], []
        for _ in range(RUNS):
            copies.append(timed(bare))
            loads.append(timed(load))
        copy, loaded = statistics.median(copies), statistics.median(loads)
        held = snapshot.read(folder / "held")
        indexed = timed(lambda: index.build(held))
        print(f"stock: {held.establishments:,} establishments, {held.units:,} companies, from CSV")
        print(f"bare copy to Parquet: {copy:.2f} s")
        print(f"snapshot (typed, checked): {loaded:.2f} s, {loaded / copy:.2f} × the copy")
        print(f"index for searches: {indexed:.1f} s, {indexed / copy:.1f} × the copy")
        size = (held.folder / index.FILE).stat().st_size / 1e6
        print(f"size of the index: {size:,.0f} MB")

        settings.REGISTER_HOME = folder
        (folder / store.CURRENT).write_text("held", "utf-8")
        officer = Actor(
            ActorKind.PERSON,
            "bench",
            user=1,
            grants=(Grant(role="officer", organization=1, perimeter="dep:59"),),
        )
        for kind, texts in asked(held.establishments_file, held.units_file).items():
            times = sorted(
                timed(lambda text=text: queries.look_for(text, AS_OF, actor=officer)) * 1000 for text in texts
            )
            middle, late = statistics.median(times), times[int(len(times) * 0.95)]
            print(f"search, {kind}: median {middle:.1f} ms, 95 % under {late:.1f} ms")


def asked(establishments: Path, units: Path) -> dict[str, list[str]]:
    """What people type, drawn among the names of the stock (seed 1)."""
    import duckdb

    dice = random.Random(1)
    with duckdb.connect() as base:
        rows = base.execute(
            f"""SELECT u."denominationUniteLegale", e."libelleCommuneEtablissement", u.siren
            FROM '{units}' u JOIN '{establishments}' e ON e.siren = u.siren AND e."etablissementSiege"
            WHERE u."denominationUniteLegale" NOT IN ('[ND]') USING SAMPLE reservoir({ASKED} ROWS) REPEATABLE (1)"""
        ).fetchall()

    def faulty(name: str) -> str:
        """The longest word with two letters exchanged."""
        word = max(name.split(), key=len)
        rank = dice.randrange(1, len(word) - 2)
        return name.replace(word, word[:rank] + word[rank + 1] + word[rank] + word[rank + 2 :])

    return {
        "three letters": [name[:3] for name, _town, _siren in rows],
        "a whole name": [name for name, _town, _siren in rows],
        "a name with a fault": [faulty(name) for name, _town, _siren in rows],
        "a word and a town": [f"{name.split()[0]} {town}" for name, town, _siren in rows],
        "a SIREN": [siren for _name, _town, siren in rows],
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
