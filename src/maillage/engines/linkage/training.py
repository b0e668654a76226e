"""Counting the weights on labelled lines: done once, of one seed; the package keeps the result (``weights.json``).

    python -m maillage.engines.linkage.training

``m`` is counted on the true pairs; ``u`` on pairs taken at random, and for the degrees that say two values are equal, on how
often each value stands on both sides, which chance alone would hardly show. A degree never seen counts for half a pair.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence

from maillage.engines.linkage import generating
from maillage.engines.linkage.levels import COMPARISONS
from maillage.engines.linkage.records import Prepared, prepared
from maillage.engines.linkage.weighing import FILE, Weights, to_json

SEED = 11
COMPANIES, LINES, PAIRS = 60_000, 20_000, 200_000
EQUAL = {
    ("number", "siret"): "siret",
    ("number", "siren"): "siren",
    ("name", "same"): "name_key",
    ("name", "joined"): "compact",
    ("name", "word"): "longest",
    ("place", "commune"): "commune",
    ("place", "postcode"): "postcode",
}
"""Degrees that say that a column is equal."""


def train(seed: int = SEED, *, companies: int = COMPANIES, lines: int = LINES, pairs: int = PAIRS) -> Weights:
    """The weights of the lines of a seed."""
    held = list(generating.register(companies, seed))
    typed = list(generating.dirty(held, lines, seed, words=generating.base(seed)))
    successors = generating.successors()
    right = {one.ref: prepared(one, successors) for one in held}
    left = [(prepared(line.record, successors), line.truth) for line in typed]
    true = [(one, right[truth]) for one, truth in left if truth]
    dice = random.Random(seed)
    others = list(right.values())
    chance = [(left[dice.randrange(len(left))][0], others[dice.randrange(len(others))]) for _ in range(pairs)]
    m, u = _shares(true), _shares(chance)
    for (comparison, level), column in EQUAL.items():
        u[comparison][level] = max(
            _equal([one for one, _truth in left], others, column), 0.5 / (lines * companies)
        )
    return Weights(
        present=round(1 - generating.Errors().absent, 3),
        shares={
            code: {level: (_rounded(m[code][level]), _rounded(u[code][level])) for level in levels}
            for code, levels in m.items()
        },
        made_from=f"generated lines, seed {seed}: {lines} lines of {companies} companies, {pairs} pairs at random",
    )


def _shares(pairs: Sequence[tuple[Prepared, Prepared]]) -> dict[str, dict[str, float]]:
    """The share of each degree, by comparison, among the pairs that know it."""
    shares: dict[str, dict[str, float]] = {}
    for one in COMPARISONS:
        counted = Counter(one.level(*pair) for pair in pairs)
        known = sum(number for level, number in counted.items() if level) or 1
        shares[one.code] = {
            level: max(counted[level], 0.5) / known
            for level in (*(level.code for level in one.levels), "else")
        }
    return shares


def _equal(left: Sequence[Prepared], right: Sequence[Prepared], column: str) -> float:
    """How likely two records taken at random hold one value, of those that know it."""
    counts: list[Mapping[str, int]] = []
    for rows in (left, right):
        counts.append(Counter(value for row in rows if (value := getattr(row, column)) is not None))
    both = sum(number * counts[1].get(value, 0) for value, number in counts[0].items())
    return both / ((sum(counts[0].values()) * sum(counts[1].values())) or 1)


def _rounded(share: float) -> float:
    return float(f"{share:.4g}")


if __name__ == "__main__":
    FILE.write_text(to_json(train()), "utf-8")
