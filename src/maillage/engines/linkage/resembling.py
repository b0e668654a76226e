"""Who resembles one company, at once: among a few candidates found by their words, without a database nor Splink.

The same normalisation, degrees and weights as a file (`linking`): a person who types is told what an import would say.
"""

from collections.abc import Iterable, Mapping

from maillage.engines.linkage.linking import DEFAULTS, Candidate, Result, Thresholds, decide
from maillage.engines.linkage.names import name
from maillage.engines.linkage.records import Record, prepared
from maillage.engines.linkage.weighing import Weights, weigh

WORDS = 3


def resembling(
    one: Record,
    candidates: Iterable[Record],
    *,
    among: int,
    successors: Mapping[str, str] | None = None,
    thresholds: Thresholds = DEFAULTS,
    told: Weights | None = None,
) -> Result:
    """What a record may be among these candidates, drawn from so many companies (``among``)."""
    left = prepared(one, successors)
    found = []
    for other in candidates:
        worth = weigh(left, prepared(other, successors), among, told)
        found.append(
            Candidate(ref=other.ref, probability=worth.probability, bits=worth.bits, reasons=worth.reasons)
        )
    return decide(one.ref, found, thresholds)


def beginnings(text: str, most: int = WORDS) -> tuple[str, ...]:
    """By which beginnings of words to look for the candidates of a name, the most telling first: the longest words, but
    for their end, where a typing fault hurts less.

    >>> beginnings("SARL Boulangerie Balibadine")
    ('baliba', 'boulang')
    """
    words = sorted(set(name(text).words), key=lambda word: (-len(word), word))[:most]
    ordered = sorted(words, key=lambda word: (word in TRADES, -len(word), word))
    return tuple(word[: max(3, len(word) - 4)] if len(word) > 5 else word for word in ordered)


TRADES = frozenset([
    "boulangerie", "patisserie", "boucherie", "charcuterie", "garage", "menuiserie", "plomberie",
    "electricite", "maconnerie", "transports", "restaurant", "imprimerie", "mecanique", "construction",
    "batiment", "services", "conseil", "industrie", "restauration", "coiffure", "pharmacie", "hotel", "ferme",
    "cultures", "elevage", "usinage", "metallerie", "emballages", "plastiques", "confection",
])  # fmt: skip
"""Words of a trade: many names hold them, so they are looked for last."""
