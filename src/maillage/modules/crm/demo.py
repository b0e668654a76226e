"""The register of the demonstration: invented companies on real communes. The same seed gives the same rows.

Names come from committed words (``company-words.yaml``); every SIREN and SIRET starts with 0 and bears its key; activity,
size, form and age go together as they often do, and say nothing of any real company.
"""

import datetime
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from maillage.kit.identifiers import luhn
from maillage.modules.crm.enums import SOLE_TRADER

SEED = 3
COMPANIES = 3_000
AS_OF = datetime.date(2026, 10, 1)
BRACKETS: Mapping[str, Mapping[str, int]] = {
    "tiny": {"NN": 45, "00": 6, "01": 30, "02": 16, "03": 3},
    "small": {"NN": 15, "01": 28, "02": 25, "03": 18, "11": 11, "12": 3},
    "medium": {"02": 12, "03": 20, "11": 28, "12": 27, "21": 11, "22": 2},
    "large": {"12": 28, "21": 27, "22": 22, "31": 8, "32": 10, "41": 5},
}
"""The brackets of headcount of INSEE that each size may have, and in what share."""
FORMS: Mapping[str, Mapping[str, int]] = {
    "tiny": {"1000": 60, "5498": 14, "5499": 14, "5720": 12},
    "small": {"1000": 18, "5499": 42, "5710": 22, "5720": 18},
    "medium": {"5499": 25, "5710": 70, "5599": 5},
    "large": {"5710": 82, "5599": 18},
}
"""The legal categories of INSEE by size."""
AGES: Mapping[str, tuple[int, int]] = {"tiny": (0, 25), "small": (0, 35), "medium": (2, 60), "large": (6, 90)}
"""The years of life by size; the youngest are the most numerous."""
BRANCHES: Mapping[str, float] = {"tiny": 0.01, "small": 0.06, "medium": 0.3, "large": 0.7}
"""How often a company has other establishments."""


@dataclass(frozen=True, slots=True)
class Place:
    """An establishment of the register, its columns in the order of a row."""

    siret: str
    is_head_office: bool
    commune: str
    naf: str
    bracket: str
    opened_on: datetime.date
    closed_on: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """An invented company: its places, the head office first, and the other values that a register says."""

    siren: str
    name: str
    trade_name: str
    places: tuple[Place, ...]
    values: tuple[tuple[str, str | bool], ...]

    @property
    def sole_trader(self) -> bool:
        """Whether its name is a person's: legal category 1000."""
        return ("legal_category", SOLE_TRADER) in self.values

    @property
    def is_published(self) -> bool:
        """Whether the register publishes it: one in forty, drawn from the number, asked not to be."""
        return int(self.siren) % 40 != 7


def companies(
    words: Mapping[str, Any], communes: Sequence[tuple[str, int]], *, seed: int = SEED, count: int = COMPANIES
) -> Iterator[Invented]:
    """The named companies of the file, then as many invented ones as it takes to make ``count``.

    ``communes``: codes and populations; a commune gets companies in proportion.
    """
    named = [_named(entry) for entry in words["named"]]
    yield from named
    dice = random.Random(seed)
    codes = [code for code, _ in communes]
    shares = list(accumulate(max(population, 1) for _, population in communes))
    trades = words["trades"]
    weights = list(accumulate(trade["weight"] for trade in trades))
    taken = {company.siren for company in named}
    borne: list[str] = []
    for _ in range(count - len(named)):
        trade = dice.choices(trades, cum_weights=weights)[0]
        siren = _free(dice, taken)
        name = _name(dice, words, trade, borne)
        sign = dice.choice(words["signs"]) if dice.random() < 0.12 else ""
        yield _company(dice, trade, siren, name, sign, codes, shares)


def keyed(digits: str) -> str:
    """The digits followed by their Luhn key.

    >>> keyed("00000001")
    '000000018'
    """
    return next(digits + key for key in "0123456789" if luhn(digits + key))


def _free(dice: random.Random, taken: set[str]) -> str:
    while (siren := keyed(f"0{dice.randrange(100_000, 10_000_000):07d}")) in taken:
        continue
    taken.add(siren)
    return siren


def _name(dice: random.Random, words: Mapping[str, Any], trade: Mapping[str, Any], borne: list[str]) -> str:
    """A trade and an invented word; now and then a name that another company bears already, as in life."""
    first = dice.choice(trade["words"])
    if borne and dice.random() < 0.03:
        word = dice.choice(borne)
    else:
        word = dice.choice(words["beginnings"]) + dice.choice(words["endings"])
    borne.append(word)
    return f"{first} {word}"


def _company(
    dice: random.Random,
    trade: Mapping[str, Any],
    siren: str,
    name: str,
    sign: str,
    codes: Sequence[str],
    shares: Sequence[int],
) -> Invented:
    size = trade["size"]
    social = trade.get("social", False)
    form = "9220" if social and dice.random() < 0.9 else _drawn(dice, FORMS[size])
    bracket = _drawn(dice, BRACKETS[size])
    youngest, oldest = AGES[size]
    years = youngest + (oldest - youngest) * dice.random() ** 2
    created = AS_OF - datetime.timedelta(days=30 + int(years * 365.25))
    commune = dice.choices(codes, cum_weights=shares)[0]
    places = [Place(keyed(f"{siren}0001"), True, commune, trade["naf"], bracket, created)]
    if dice.random() < BRANCHES[size]:
        places += _branches(dice, siren, trade, size, created, codes, shares)
    crafts = trade.get("crafts", False) and bracket in ("NN", "00", "01", "02", "03")
    values: list[tuple[str, str | bool]] = [
        ("created", created.isoformat()),
        ("legal_category", form),
        ("artisan", crafts),
        ("ess", form == "9220" or (social and dice.random() < 0.5)),
    ]
    if form == "1000":
        values.append(("micro_entrepreneur", bracket == "NN" and dice.random() < 0.8))
    return Invented(siren=siren, name=name, trade_name=sign, places=tuple(places), values=tuple(values))


def _branches(
    dice: random.Random,
    siren: str,
    trade: Mapping[str, Any],
    size: str,
    created: datetime.date,
    codes: Sequence[str],
    shares: Sequence[int],
) -> Iterator[Place]:
    """Other establishments, smaller and later; one in six has closed."""
    for rank in range(2, 3 + (dice.randrange(3) if size == "large" else 0)):
        opened = created + (AS_OF - created) * dice.random()
        closed = opened + (AS_OF - opened) * dice.random() if dice.random() < 1 / 6 else None
        bracket = _drawn(dice, BRACKETS["small" if size in ("medium", "large") else "tiny"])
        commune = dice.choices(codes, cum_weights=shares)[0]
        yield Place(
            keyed(f"{siren}{rank:04d}"), False, commune, trade["naf"], bracket, opened,
            closed if closed and closed > opened else None,
        )  # fmt: skip


def _named(entry: Mapping[str, Any]) -> Invented:
    place = Place(
        entry["siren"] + entry["nic"],
        True,
        entry["commune"],
        entry["naf"],
        entry["bracket"],
        datetime.date.fromisoformat(entry["created"]),
    )
    return Invented(
        siren=entry["siren"],
        name=entry["name"],
        trade_name="",
        places=(place,),
        values=tuple((field, entry[field]) for field in ("created", "legal_category", "artisan", "ess")),
    )


def _drawn(dice: random.Random, shares: Mapping[str, int]) -> str:
    return dice.choices(list(shares), weights=list(shares.values()))[0]
