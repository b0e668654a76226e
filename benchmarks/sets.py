"""How fast sets of communes are, against plain Python sets of codes doing the same work.

    python benchmarks/sets.py

Prints ``name: value`` lines. Ratios above 1 mean that many times faster than the Python sets. Real communes when the
package holds the reference data, else as many synthetic ones (said by the first line).
"""

import csv
import gzip
import io
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from importlib import resources
from itertools import combinations
from time import perf_counter
from typing import TypeVar

from maillage.engines.territory import Atlas, Code, CommuneSet, Expression, Kind, Place, contains, parse

T = TypeVar("T")

ROUNDS = 7
COLUMNS = {"department": Kind.DEP, "region": Kind.REG, "district": Kind.ARR}


def real() -> tuple[list[tuple[str, int | None]], list[tuple[str, Code]]]:
    """Communes and memberships of the package; FileNotFoundError when it holds none."""
    communes: list[tuple[str, int | None]] = []
    memberships: list[tuple[str, Code]] = []
    for row in rows("communes.csv.gz"):
        if row["kind"] != "com":
            continue
        communes.append((row["code"], int(row["population"]) if row["population"] else None))
        memberships += [(row["code"], Code(kind, row[name])) for name, kind in COLUMNS.items() if row[name]]
    for name in ("communes_epci.csv.gz", "communes_etude.csv.gz"):
        for row in rows(name):
            commune = row.pop("commune")
            memberships += [(commune, Code(Kind(kind), value)) for kind, value in row.items() if value]
    return communes, memberships


def rows(name: str) -> Iterator[dict[str, str]]:
    packed = (resources.files("maillage.data") / "reference" / name).read_bytes()
    return csv.DictReader(io.StringIO(gzip.decompress(packed).decode()))


def synthetic() -> tuple[list[tuple[str, int | None]], list[tuple[str, Code]]]:
    """34 875 communes spread evenly over 18 regions, 101 departments, 1 255 EPCI and 306 employment zones."""
    communes: list[tuple[str, int | None]] = [(f"{number:05}", 1000) for number in range(34_875)]
    sizes = {Kind.REG: 18, Kind.DEP: 101, Kind.EPCI: 1255, Kind.ZE: 306}
    memberships = [
        (code, Code(kind, str(number * size // 34_875)))
        for number, (code, _) in enumerate(communes)
        for kind, size in sizes.items()
    ]
    return communes, memberships


def median_seconds(work: Callable[[], object]) -> float:
    """Median time of one call, over ROUNDS rounds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return statistics.median(times)


def figure(name: str, value: object) -> None:
    print(f"{name}: {f'{value:.3g}' if isinstance(value, float) else value}")


def main() -> None:
    """Measure and print."""
    try:
        communes, memberships = real()
        figure("communes", "real")
    except FileNotFoundError:
        communes, memberships = synthetic()
        figure("communes", "synthetic")
    figure("communes counted", len(communes))
    figure("memberships", len(memberships))
    figure("atlas built, s", median_seconds(lambda: Atlas.build(communes, memberships)))
    atlas = Atlas.build(communes, memberships)

    plain: dict[Code, set[str]] = defaultdict(set)
    for commune, code in memberships:
        plain[code].add(commune)
    algebra(atlas, plain)
    whole_expressions(atlas, plain)
    single_places(atlas)


def algebra(atlas: Atlas, plain: dict[Code, set[str]]) -> None:
    """Each operation on every pair of regions."""
    regions = sorted(code for code in plain if code.kind is Kind.REG)
    quick = [
        (atlas.communes(parse(str(a))), atlas.communes(parse(str(b)))) for a, b in combinations(regions, 2)
    ]
    slow = [(plain[a], plain[b]) for a, b in combinations(regions, 2)]
    operations: dict[str, tuple[Callable[..., object], Callable[..., object]]] = {
        "union": (CommuneSet.__or__, set.__or__),
        "intersection": (CommuneSet.__and__, set.__and__),
        "difference": (CommuneSet.__sub__, set.__sub__),
    }
    for name, (ours, theirs) in operations.items():
        mine = median_seconds(partial(apply, ours, quick))
        other = median_seconds(partial(apply, theirs, slow))
        figure(f"{name} of two regions, µs", mine / len(quick) * 1e6)
        figure(f"{name} of two regions, times faster than set", other / mine)


def apply(operation: Callable[..., object], pairs: list[tuple[T, T]]) -> None:
    """The same loop for both, so that it weighs the same."""
    for a, b in pairs:
        operation(a, b)


def whole_expressions(atlas: Atlas, plain: dict[Code, set[str]]) -> None:
    """The union of all regions but one, less that one, then summed and listed."""
    first, *others = sorted(code for code in plain if code.kind is Kind.REG)
    expression = parse(f"({' | '.join(map(str, others))}) - {first}")

    def by_sets() -> set[str]:
        return set().union(*(plain[code] for code in others)) - plain[first]

    found = atlas.communes(expression)
    assert set(found) == by_sets(), "the two ways must agree"
    mine = median_seconds(lambda: atlas.communes(expression))
    figure("expression of 18 leaves, µs", mine * 1e6)
    figure("expression of 18 leaves, times faster than set", median_seconds(by_sets) / mine)
    figure("population of an expression, ms", median_seconds(lambda: found.population) * 1e3)
    figure("codes of an expression, listed, ms", median_seconds(lambda: list(found)) * 1e3)


def single_places(atlas: Atlas) -> None:
    """One expression asked of every commune, one by one."""
    figure("first place, ms", seconds_once(lambda: atlas.place(next(iter(atlas)))) * 1e3)
    places = [atlas.place(code) for code in atlas]
    for text in ("dep:59", "(reg:32 - epci:200093201) & (ze:3207 | ze:3212)"):
        expression = parse(text)
        seconds = median_seconds(partial(ask, expression, places))
        figure(f"contains «{text}», µs a commune", seconds / len(places) * 1e6)


def ask(expression: Expression, places: list[Place]) -> None:
    for place in places:
        contains(expression, place)


def seconds_once(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
