"""Bringing dirty lines to a register: how right, and how long beside Splink alone.

    python benchmarks/linkage.py                       20,000 lines to 500,000 companies
    python benchmarks/linkage.py --rows 50000          ten times smaller, for a busy machine

The lines are generated with their truth from another seed than the one that gave the weights (`engines/linkage/training`)
and than the one on which the thresholds were chosen (23).
Of a line matched, right means: to its own company. Prints ``name: value`` lines: precision and recall at our thresholds, the
whole curve (a line is matched when its first company reaches the probability), what is left to people, and times: ours
(normalising both sides, Splink, deciding, words) over Splink alone with the same settings on columns already normalised.
"""

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from maillage.engines.linkage import DEFAULTS, Outcome, Result, link, table, weights
from maillage.engines.linkage import generating as made
from maillage.engines.linkage.linking import _database, predict, quiet

SEED = 47
CURVE = (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 0.999)


def right(
    results: Sequence[Result], truths: dict[str, str], least: float, margin: float
) -> tuple[float, float]:
    """Precision and recall when a line is matched from this probability on."""
    matched = correct = 0
    for one in results:
        first = one.candidates[0] if one.candidates else None
        if first is None or first.probability < least:
            continue
        if len(one.candidates) > 1 and first.bits - one.candidates[1].bits < margin:
            continue
        matched += 1
        correct += first.ref == truths[one.ref]
    known = sum(bool(truth) for truth in truths.values())
    return correct / (matched or 1), correct / (known or 1)


def main() -> None:
    """Measure once."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=500_000)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    rows, count = given.rows, max(500, given.rows // 25)
    companies = list(made.register(rows, SEED))
    lines = list(made.dirty(companies, count, SEED, words=made.base(SEED)))
    truths = {line.record.ref: line.truth for line in lines}
    records, successors = [line.record for line in lines], made.successors()
    ours, plain, prepared = [], [], []
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The libraries are read once a process, not once a file.
        list(link(records[:5], companies[:5], folder=folder, successors=successors))
        for _round in range(given.rounds):
            start = perf_counter()
            results = list(link(records, companies, folder=folder, successors=successors))
            ours.append(perf_counter() - start)
            left, held = table(records, successors), table(companies, successors)
            start = perf_counter()
            with quiet(), _database(folder) as connection:
                found = predict(connection, left, held, weights(), least=DEFAULTS.doubt)
                connection.sql(f"SELECT * FROM {found}").fetchall()
            plain.append(perf_counter() - start)
            start = perf_counter()
            list(link(records, held, folder=folder, successors=successors))
            prepared.append(perf_counter() - start)
    told = {state: sum(one.outcome is state for one in results) / count for state in Outcome}
    precision, recall = right(results, truths, DEFAULTS.match, DEFAULTS.margin)
    print(f"lines × companies: {count:,} × {rows:,}, seed {SEED} (weights: {weights().made_from})")
    print(
        f"precision, recall at our thresholds ({DEFAULTS.match}, {DEFAULTS.margin} bits): {precision:.4f}, {recall:.4f}"
    )
    print(
        ", ".join(f"{state.value}: {share:.3f}".replace(": ", " ") for state, share in told.items()).join(
            ("lines: ", "")
        )
    )
    for least in CURVE:
        both = [right(results, truths, least, margin) for margin in (0.0, DEFAULTS.margin)]
        print(
            f"from probability {least}: precision {both[0][0]:.4f} recall {both[0][1]:.4f}; "
            f"first ahead by {DEFAULTS.margin} bits: {both[1][0]:.4f} {both[1][1]:.4f}"
        )
    median = [statistics.median(times) for times in (ours, plain, prepared)]
    print(f"ours, both sides normalised (s): {median[0]:.2f}")
    print(f"ours, the register normalised before (s): {median[2]:.2f}")
    print(f"Splink alone, same settings (s): {median[1]:.2f}")
    print(
        f"ours over Splink alone, as imports do (the register is kept normalised): {median[2] / median[1]:.2f}"
    )
    print(f"ours over Splink alone, both sides normalised: {median[0] / median[1]:.2f}")


if __name__ == "__main__":
    main()
