"""Where a company is, as one compares it: a street, a postal code, a commune that may have changed its code."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from maillage.engines.linkage.names import folded

WAYS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard", "bvd": "boulevard",
    "r": "rue", "rte": "route", "pl": "place", "imp": "impasse", "all": "allee", "allees": "allee", "ch": "chemin",
    "che": "chemin", "chem": "chemin", "za": "zone", "zi": "zone", "zac": "zone", "zae": "zone", "pa": "zone",
    "parc": "zone", "quai": "quai", "sq": "square", "crs": "cours", "fg": "faubourg", "fbg": "faubourg", "st": "saint",
    "ste": "sainte", "gal": "general", "mal": "marechal", "dr": "docteur", "pr": "professeur", "pdt": "president",
    "lt": "lieutenant", "col": "colonel", "cdt": "commandant",
}  # fmt: skip
SILENT = frozenset([
    "de", "du", "des", "la", "le", "les", "l", "d", "au", "aux", "a", "cedex", "bp", "cs", "bis", "ter",
    "quater",
])  # fmt: skip
_NUMBER = re.compile(r"^(\d{1,4})\b")


class Street(NamedTuple):
    """``number``: in the street, "" when not said; ``way``: the words of the street, in their order, one blank between."""

    number: str
    way: str


def street(text: str) -> Street:
    """A street as it is compared.

    >>> street("12 bis, av. du Gal de Gaulle - BP 40")
    Street(number='12', way='avenue general gaulle 40')
    """
    plain = folded(text)
    if not plain:
        return Street("", "")
    found = _NUMBER.match(plain)
    rest = plain[found.end() :] if found else plain
    words = (WAYS.get(word, word) for word in rest.split())
    return Street(found[1] if found else "", " ".join(word for word in words if word not in SILENT))


def commune(code: str, successors: Mapping[str, str]) -> str:
    """The code that a commune bears today. ``successors``: old code → current code; a chain of them is followed.

    >>> commune("49001", {"49001": "49002", "49002": "49003"})
    '49003'
    """
    code, seen = code.strip().upper(), set()
    while code in successors and code not in seen:
        seen.add(code)
        code = successors[code]
    return code


def department(code: str, postcode: str) -> str:
    """The department of a commune, else of a postal code, "" when neither is known.

    >>> department("97411", ""), department("2A004", ""), department("", "59000")
    ('974', '2A', '59')
    """
    said = code or postcode
    return said[:3] if said.startswith(("97", "98")) else said[:2]
