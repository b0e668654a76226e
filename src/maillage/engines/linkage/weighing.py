"""What each degree weighs, and what a pair of companies is worth: a probability, and the reasons in words.

The weights are those of I. Fellegi and A. Sunter (1969): the share of a degree among the pairs that are one company
(``m``), over its share among two companies taken at random (``u``); its logarithm in base 2 is the weight, and weights add
up. They were counted once on the generated lines of one seed (`training`), and are kept in ``weights.json``.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from maillage.engines.linkage.levels import COMPARISONS
from maillage.engines.linkage.records import Prepared

FILE = Path(__file__).parent / "weights.json"
STRONG, SOME = 4.0, 1.0
"""Bits above which a reason is very much for (or against), then for (or against)."""
FEWEST = 50_000
LARGEST = 60.0
"""Bits beyond which a probability is written 0 or 1 all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """``present``: the share of the lines of a file that are in a register; ``shares``: (m, u) by comparison then by degree
    ("else" included); ``made_from``: what they were counted on."""

    present: float
    shares: Mapping[str, Mapping[str, tuple[float, float]]]
    made_from: str = ""

    def bits(self, comparison: str, level: str) -> float:
        """What a degree adds, in bits; nothing when it is not known."""
        if not level:
            return 0.0
        m, u = self.shares[comparison][level]
        return math.log2(m / u)

    def prior(self, among: int) -> float:
        """The probability that a line and a company taken at random among so many are one. A small base is not all the
        companies that a line may mean: it counts for `FEWEST`."""
        return self.present / max(among, FEWEST)

    def probability(self, bits: float, among: int) -> float:
        """The probability of a pair whose degrees add up to so many bits, the company being one of so many."""
        prior = self.prior(among)
        total = math.log2(prior / (1 - prior)) + bits
        bounded = max(-LARGEST, min(LARGEST, total))
        return 1 / (1 + math.pow(2.0, -bounded))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing compared, in words: «même commune», «en faveur». ``bits``: what it adds."""

    comparison: str
    words: str
    side: str
    bits: float

    def __str__(self) -> str:
        return f"{self.words} : {self.side}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a pair is worth: from 0 to 1, in bits, and why, the heaviest reason first."""

    probability: float
    bits: float
    reasons: tuple[Reason, ...]


@cache
def weights() -> Weights:
    """The weights of the package."""
    told = json.loads(FILE.read_text("utf-8"))
    return from_json(told)


def from_json(told: Mapping[str, object]) -> Weights:
    """Weights as `to_json` writes them."""
    shares = told["shares"]
    assert isinstance(shares, dict)
    return Weights(
        present=float(str(told["present"])),
        shares={
            comparison: {level: (float(m), float(u)) for level, (m, u) in levels.items()}
            for comparison, levels in shares.items()
        },
        made_from=str(told.get("made_from", "")),
    )


def to_json(made: Weights) -> str:
    """Weights as the package keeps them."""
    told = {"made_from": made.made_from, "present": made.present, "shares": made.shares}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def weigh(left: Prepared, right: Prepared, among: int, told: Weights | None = None) -> Weighed:
    """What two records are worth together, without the database."""
    return weighed({one.code: one.level(left, right) for one in COMPARISONS}, among, told)


def weighed(levels: Mapping[str, str], among: int, told: Weights | None = None) -> Weighed:
    """What the degrees of a pair are worth. ``levels``: by comparison, "" when not known; ``among``: how many companies there
    are to choose from."""
    said = told or weights()
    reasons = []
    for comparison in COMPARISONS:
        if level := levels[comparison.code]:
            bits = said.bits(comparison.code, level)
            reasons.append(
                Reason(comparison=comparison.code, words=comparison.words(level), side=side(bits), bits=bits)
            )
    total = sum(reason.bits for reason in reasons)
    return Weighed(
        probability=said.probability(total, among),
        bits=total,
        reasons=tuple(sorted(reasons, key=lambda reason: -abs(reason.bits))),
    )


def side(bits: float) -> str:
    """How much a weight says, in words.

    >>> side(7.0), side(0.2), side(-1.5)
    ('très en faveur', 'ne dit presque rien', 'contre')
    """
    if abs(bits) < SOME:
        return "ne dit presque rien"
    said = "en faveur" if bits > 0 else "contre"
    return f"très {said}" if abs(bits) >= STRONG else said
