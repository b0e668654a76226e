"""A register and the dirty lines that people type of it, each line with its truth: to tune the weights, and to measure them.

The same seed gives the same rows. Every name is made of syllables and of words of a trade; numbers bear no key and are
nobody's. A base has homonyms, as life has: a few surnames are many companies', chains have a shop in many towns.

The error model (`Errors`): how often each thing happens to a line, each independently of the others. The rates are ours, a
judgement on what files of agencies look like, and not a measure: `benchmarks/linkage.py` gives the curve for them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from maillage.engines.linkage.records import Record

BEGINNINGS = [
    "ba", "be", "bi", "bo", "bra", "bri", "cha", "che", "cla", "co", "cre", "da", "de", "do", "dou", "du",
    "fa", "fe", "flo", "fre", "ga", "ge", "gi", "gra", "gui", "ha", "he", "jo", "ju", "la", "le", "li", "lo",
    "lu", "ma", "me", "mi", "mo", "na", "no", "pa", "pe", "pi", "pla", "po", "pra", "qua", "ra", "re", "ri",
    "ro", "sa", "se", "si", "so", "ta", "te", "ti", "to", "tra", "va", "ve", "vi", "vo", "za", "zo",
]  # fmt: skip
MIDDLES = [
    "bar", "bel", "ber", "chan", "cher", "din", "dre", "fan", "gar", "gui", "lan", "lar", "len", "lier",
    "man", "mar", "mel", "min", "nar", "nel", "pin", "quin", "ral", "ran", "ras", "sen", "ser", "tan", "tel",
    "ter", "tin", "val", "var", "vin",
]  # fmt: skip
ENDINGS = [
    "ard", "eau", "elle", "er", "et", "ier", "in", "oche", "on", "ot", "oux", "ac", "ey", "ette", "ault",
    "ain", "ois", "ande", "ine", "ange",
]  # fmt: skip
TRADES = (
    ("10.71C", ("Boulangerie", "Fournil")), ("43.22A", ("Plomberie", "Chauffage")), ("43.21A", ("Électricité",)),
    ("45.20A", ("Garage", "Carrosserie")), ("43.32A", ("Menuiserie",)), ("49.41B", ("Transports",)),
    ("56.10A", ("Restaurant", "Auberge")), ("25.62B", ("Mécanique", "Usinage")), ("18.12Z", ("Imprimerie",)),
    ("62.01Z", ("Informatique", "Logiciels")), ("70.22Z", ("Conseil",)), ("96.02A", ("Coiffure",)),
    ("22.22Z", ("Plastiques", "Emballages")), ("01.41Z", ("Élevage", "Ferme")), ("41.20A", ("Construction", "Bâtiment")),
    ("10.13A", ("Salaisons", "Charcuterie")), ("13.20Z", ("Tissage", "Textiles")), ("52.10B", ("Logistique", "Entrepôts")),
)  # fmt: skip
FORMS = (("SARL", 34), ("SAS", 28), ("EURL", 10), ("SASU", 10), ("SA", 6), ("SCI", 4), ("SNC", 2), ("", 6))
WAYS = ("rue", "avenue", "boulevard", "route", "place", "impasse", "chemin")
DEPARTMENTS = ("02", "44", "49", "53", "59", "60", "62", "72", "80", "85")
SHORT = {
    "Boulangerie": "Boul.", "Transports": "Transp", "Menuiserie": "Menuis.", "Électricité": "Elec", "Mécanique": "Méca",
    "Construction": "Constr.", "Imprimerie": "Imp.", "rue": "r.", "avenue": "av", "boulevard": "bd", "place": "pl.",
    "route": "rte", "chemin": "ch.",
}  # fmt: skip
SPELLED = {"SARL": "Société à responsabilité limitée", "SAS": "Société par actions simplifiée", "SA": "S.A."}
NEAR = {
    "a": "qz",
    "e": "rz",
    "i": "uo",
    "o": "ip",
    "u": "yi",
    "n": "bm",
    "m": "nl",
    "s": "dq",
    "t": "ry",
    "r": "te",
    "l": "km",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """How often, from 0 to 1, something happens to a line.

    ``absent``: the company is not in the register. Numbers: ``siret`` given, else ``siren`` given; a number given is
    ``miscopied``. The name: a ``typo`` (a letter wrong, missing, doubled or exchanged with the next), a second one
    (``typo_again``), no ``accents``, a word ``shortened``, a word ``dropped``, only its ``initials``, the sign instead
    (``by_sign``), the words in another order (``moved``) or without blanks (``glued``), the legal form missing, moved or spelled out (``form``), in capitals
    (``shouted``), the town added to it (``town``). The place: ``commune`` missing, another commune of the same postal code
    (``next_commune``), an ``old_commune``, ``address`` missing, ``other_address`` (moved in its town), ``moved_town`` (moved since,
    often in its department). ``naf`` missing, or ``other_naf`` (as the file saw it); ``other_form`` (it changed since); ``domain``
    given, or ``other_domain``.
    """

    absent: float = 0.12
    siret: float = 0.15
    siren: float = 0.10
    miscopied: float = 0.04
    typo: float = 0.20
    typo_again: float = 0.05
    accents: float = 0.45
    shortened: float = 0.15
    dropped: float = 0.05
    initials: float = 0.015
    by_sign: float = 0.04
    moved: float = 0.06
    glued: float = 0.015
    form: float = 0.55
    shouted: float = 0.30
    town: float = 0.04
    commune: float = 0.02
    next_commune: float = 0.04
    old_commune: float = 0.02
    address: float = 0.30
    other_address: float = 0.06
    moved_town: float = 0.025
    naf: float = 0.55
    other_naf: float = 0.08
    other_form: float = 0.05
    domain: float = 0.15
    other_domain: float = 0.02


class Line(NamedTuple):
    """A dirty line, and the ``ref`` of the company that it means: "" when that one is not in the register."""

    record: Record
    truth: str


@dataclass(frozen=True, slots=True)
class Base:
    """What companies are drawn from: surnames with how common they are, communes with their postal code, streets, chains."""

    surnames: Sequence[str]
    shares: Sequence[float]
    communes: Sequence[tuple[str, str, str]]
    by_size: Sequence[float]
    ways: Sequence[str]


def base(seed: int) -> Base:
    """The words of a seed."""
    dice = random.Random(seed)
    surnames = sorted({_surname(dice) for _ in range(60_000)})
    dice.shuffle(surnames)
    shares = list(accumulate(1 / (rank + 30) ** 0.9 for rank in range(len(surnames))))
    communes = []
    for department in DEPARTMENTS:
        for number in range(1, 241):
            # Three communes share a postal code, as villages do.
            communes.append(
                (f"{department}{number:03d}", f"{department}{number // 3:02d}0", _surname(dice) + "-ville")
            )
    by_size = list(accumulate(1 / (rank % 240 + 3) for rank in range(len(communes))))
    return Base(surnames, shares, communes, by_size, [_surname(dice) for _ in range(3_000)])


def successors() -> dict[str, str]:
    """The communes that joined another: old code → current code."""
    return {
        f"{department}{number + 300:03d}": f"{department}{number:03d}"
        for department in DEPARTMENTS
        for number in range(1, 241, 4)
    }


def register(count: int, seed: int) -> Iterator[Record]:
    """So many companies. Their refs are « r0 », « r1 »…"""
    words = base(seed)
    dice = random.Random(seed + 1)
    forms = list(accumulate(share for _form, share in FORMS))
    chains = [f"{_surname(dice)} {dice.choice(TRADES)[1][0]}" for _ in range(40)]
    for rank in range(count):
        naf, trade = dice.choice(TRADES)
        surname = dice.choices(words.surnames, cum_weights=words.shares)[0]
        form = dice.choices([one for one, _share in FORMS], cum_weights=forms)[0]
        name = _called(dice, dice.choice(trade), surname, chains)
        commune, postcode, _town = dice.choices(words.communes, cum_weights=words.by_size)[0]
        number = f"{(100 + seed % 800) * 1_000_000 + rank * 3:09d}"
        yield Record(
            ref=f"r{rank}",
            name=f"{form} {name}".strip(),
            trade_name=f"{dice.choice(('Au', 'Le', 'Chez'))} {_surname(dice)}"
            if dice.random() < 0.15
            else "",
            siren=number,
            siret=f"{number}{dice.randrange(10, 60):05d}",
            postcode=postcode,
            commune=commune,
            address=f"{dice.randrange(1, 120)} {dice.choice(WAYS)} {dice.choice(words.ways)}",
            naf=naf,
            domain=f"{surname.lower()}-{rank}.example" if dice.random() < 0.3 else "",
        )


def dirty(
    companies: Sequence[Record],
    count: int,
    seed: int,
    errors: Errors = Errors(),
    *,
    words: Base | None = None,
) -> Iterator[Line]:
    """So many lines, as people type them, of companies drawn among these. ``words``: those of the register (`base` of its
    seed), for the companies that it does not hold."""
    dice = random.Random(seed + 2)
    drawn = words or base(seed)
    strangers = register(count, seed + 1_000_003)
    older = _older()
    towns = {code: town for code, _postcode, town in drawn.communes}
    for rank in range(count):
        known = dice.random() >= errors.absent
        one = companies[dice.randrange(len(companies))] if known else next(strangers)
        line = _typed(dice, one, errors, towns, older)
        yield Line(line._replace(ref=f"l{rank}"), one.ref if known else "")


def _typed(
    dice: random.Random, one: Record, errors: Errors, towns: Mapping[str, str], older: Mapping[str, str]
) -> Record:
    def happens(rate: float) -> bool:
        return dice.random() < rate

    siret = one.siret if happens(errors.siret) else ""
    siren = one.siren if not siret and happens(errors.siren) else ""
    if happens(errors.miscopied):
        siret, siren = (_miscopied(dice, number) for number in (siret, siren))
    commune, postcode = ("", "") if happens(errors.commune) else (one.commune, one.postcode)
    moved = bool(commune) and happens(errors.moved_town)
    if moved:
        commune, postcode = _elsewhere(dice, one.commune, list(towns))
    if commune and happens(errors.next_commune):
        commune = f"{commune[:2]}{int(commune[2:]) // 3 * 3 + 1:03d}"
    if commune and happens(errors.old_commune):
        commune = older.get(commune, commune)
    address = "" if happens(errors.address) else one.address
    if address and (moved or happens(errors.other_address)):
        address = f"{dice.randrange(1, 120)} {dice.choice(WAYS)} {_surname(dice)}"
    return Record(
        ref=one.ref,
        name=_name(dice, one, errors, towns),
        siren=siren,
        siret=siret,
        postcode=postcode,
        commune=commune,
        address=" ".join(SHORT.get(word, word) for word in address.split()) if happens(0.5) else address,
        naf="" if happens(errors.naf) else dice.choice(TRADES)[0] if happens(errors.other_naf) else one.naf,
        domain=f"{_surname(dice).lower()}.example"
        if happens(errors.other_domain)
        else one.domain
        if happens(errors.domain)
        else "",
    )


def _name(dice: random.Random, one: Record, errors: Errors, towns: Mapping[str, str]) -> str:
    def happens(rate: float) -> bool:
        return dice.random() < rate

    form, words = _split(one.name)
    if form and happens(errors.other_form):
        form = dice.choice(FORMS)[0]
    if one.trade_name and happens(errors.by_sign * 6):
        form, words = "", one.trade_name.split()
    elif len(words) > 2 and happens(errors.initials * 4):
        form, words = "", ["".join(f"{word[0]}." for word in words)]
    else:
        if len(words) > 1 and happens(errors.dropped):
            words.pop(dice.randrange(len(words)))
        if happens(errors.shortened):
            words = [SHORT.get(word, word) for word in words]
        if happens(errors.moved):
            dice.shuffle(words)
        elif happens(errors.glued):
            words = ["".join(words)]
        for rate in (errors.typo, errors.typo_again):
            if happens(rate):
                rank = dice.randrange(len(words))
                words[rank] = _mistyped(dice, words[rank])
    if happens(errors.form):
        form = dice.choice(("", "", SPELLED.get(form, form), f"({form})" if form else ""))
    before = happens(0.6)
    name = " ".join(part for part in (form if before else "", *words, "" if before else form) if part)
    if happens(errors.town):
        name = f"{name} {towns.get(one.commune, '')}".strip()
    if happens(errors.accents):
        name = name.translate(str.maketrans("éèêàâîôûçÉ", "eeeaaioucE"))
    return name.upper() if happens(errors.shouted) else name


def _elsewhere(dice: random.Random, commune: str, towns: Sequence[str]) -> tuple[str, str]:
    """Another commune, and its postal code: of the same department six times in ten."""
    near = dice.random() < 0.6
    while (town := dice.choice(towns)) == commune or (near and town[:2] != commune[:2]):
        continue
    return town, f"{town[:2]}{int(town[2:]) // 3:02d}0"


def _split(name: str) -> tuple[str, list[str]]:
    first, _, rest = name.partition(" ")
    return (first, rest.split()) if any(first == form for form, _share in FORMS) else ("", name.split())


def _mistyped(dice: random.Random, word: str) -> str:
    if len(word) < 4:
        return word
    place = dice.randrange(1, len(word) - 1)
    letter = word[place]
    wrong = dice.choice(NEAR.get(letter.lower(), "aeiou"))
    return dice.choice(
        (
            word[:place] + wrong + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + word[place + 1] + letter + word[place + 2 :],
        )
    )


def _miscopied(dice: random.Random, number: str) -> str:
    if not number:
        return ""
    place = dice.randrange(len(number))
    return number[:place] + str((int(number[place]) + dice.randrange(1, 9)) % 10) + number[place + 1 :]


def _called(dice: random.Random, trade: str, surname: str, chains: Sequence[str]) -> str:
    return dice.choices(
        (
            f"{trade} {surname}",
            surname,
            f"{surname} {trade}",
            f"{surname} et Fils",
            f"{trade} {_surname(dice)} {surname}",
            dice.choice(chains),
            f"{_surname(dice)}{dice.choice(('tech', 'pro', 'line', 'eco'))}",
        ),
        weights=(32, 14, 20, 8, 12, 2, 12),
    )[0]


def _surname(dice: random.Random) -> str:
    middle = dice.choice(MIDDLES) if dice.random() < 0.75 else ""
    return (dice.choice(BEGINNINGS) + middle + dice.choice(ENDINGS)).capitalize()


def _older() -> dict[str, str]:
    return {now: old for old, now in successors().items()}
