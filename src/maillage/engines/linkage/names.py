"""Names of French companies as one compares them: without accents, legal form nor the usual abbreviations.

What is left are its words. A legal form, wherever it stands («SARL Martin», «Martin (SARL)»), is set apart; letters written
one by one («S.N.C. Martin», «A B C») are one word; an abbreviation is written out («Ets» is «etablissements»), then the
words that say nothing of a company («etablissements», «societe», «et», «de») are left out while others remain.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

FORMS = {
    "sa": "sa", "sas": "sas", "sasu": "sas", "sarl": "sarl", "eurl": "sarl", "ei": "ei", "eirl": "ei", "sci": "sci",
    "snc": "snc", "scop": "scop", "scic": "scic", "selarl": "sel", "selas": "sel", "scea": "scea", "earl": "earl",
    "gaec": "gaec", "gie": "gie", "scp": "scp", "sca": "sca", "scs": "scs", "association": "association",
    "asso": "association", "cooperative": "cooperative", "scm": "scm", "sem": "sem", "spl": "spl", "gfa": "gfa",
}  # fmt: skip
"""Legal forms as people write them, and the family in which they are compared: a single-person form is one of its kind."""
SPELLED = (
    ("societe a responsabilite limitee", "sarl"),
    ("entreprise unipersonnelle a responsabilite limitee", "eurl"),
    ("societe par actions simplifiee unipersonnelle", "sasu"),
    ("societe par actions simplifiee", "sas"),
    ("societe anonyme", "sa"),
    ("societe civile immobiliere", "sci"),
    ("societe en nom collectif", "snc"),
    ("entreprise individuelle", "ei"),
)
ABBREVIATIONS = {
    "ets": "etablissements", "etabl": "etablissements", "etab": "etablissements", "ste": "societe", "soc": "societe",
    "cie": "compagnie", "co": "compagnie", "ent": "entreprise", "entr": "entreprise", "tp": "travaux publics",
    "ind": "industrie", "indus": "industrie", "transp": "transports", "trans": "transports", "transport": "transports",
    "elec": "electricite", "menuis": "menuiserie", "boul": "boulangerie", "plomb": "plomberie", "meca": "mecanique",
    "mec": "mecanique", "constr": "construction", "const": "construction", "st": "saint",
    "intl": "international", "fce": "france", "gr": "groupe", "grp": "groupe", "imp": "imprimerie",
    "maconn": "maconnerie", "charp": "charpente", "rest": "restaurant", "serv": "services", "service": "services",
    "agri": "agricole", "distrib": "distribution", "mat": "materiaux",
}  # fmt: skip
SILENT = frozenset([
    "etablissements", "societe", "compagnie", "entreprise", "et", "de", "du", "des", "la", "le", "les", "l",
    "d", "au", "aux", "en", "a", "chez", "monsieur", "madame", "mr", "mme", "m", "fils", "freres", "pere",
])  # fmt: skip
"""Words that tell no company from another."""
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "à": "a", "â": "a", "ä": "a", "á": "a", "ã": "a", "å": "a", "ç": "c", "é": "e",
        "è": "e", "ê": "e", "ë": "e", "î": "i", "ï": "i", "í": "i", "ì": "i", "ô": "o", "ö": "o", "ó": "o", "ò": "o",
        "õ": "o", "ù": "u", "û": "u", "ü": "u", "ú": "u", "ÿ": "y", "ý": "y", "ñ": "n",
    }
)  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]+")
_FORM_STARTS = ("societe", "entreprise")


class Name(NamedTuple):
    """A name to compare. ``words``: in their order; ``key``: sorted, one blank between; ``compact``: in their order, nothing
    between; ``initials``: of at least three words, "" else; ``longest``: the longest word, the first of several;
    ``form``: the family of its legal form, "" when not said."""

    words: tuple[str, ...]
    key: str
    compact: str
    initials: str
    longest: str
    form: str


NO_NAME = Name((), "", "", "", "", "")


def folded(text: str) -> str:
    """The text in lower case, without accents or punctuation.

    >>> folded("L'Haÿ-les-Roses")
    'l hay les roses'
    """
    plain = text.lower()
    if not plain.isascii():
        plain = plain.translate(_LETTERS)
        if not plain.isascii():
            plain = "".join(
                mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark)
            )
    return _OTHER.sub(" ", plain).strip()


@lru_cache(maxsize=4096)
def name(text: str) -> Name:
    """A name as it is compared.

    >>> name("S.A.R.L. Établissements Martin & Fils").words
    ('martin',)
    >>> name("Martin Pêche Océane (SAS)")[1:]
    ('martin oceane peche', 'martinpecheoceane', 'mpo', 'martin', 'sas')
    """
    plain = folded(text)
    if not plain:
        return NO_NAME
    if plain.startswith(_FORM_STARTS) or " societe " in plain:
        for spelled, form in SPELLED:
            plain = plain.replace(spelled, form)
    form, words = "", []
    for word in _joined(plain.split(" ")):
        if word in FORMS and not form:
            form = FORMS[word]
        elif written := ABBREVIATIONS.get(word):
            words.extend(written.split(" "))
        else:
            words.append(word)
    told = tuple(word for word in words if word not in SILENT)
    if not told:
        # A name made of nothing else («La Compagnie», «SA») keeps what it has.
        told = tuple(words) or tuple(plain.split(" "))
    return Name(
        told,
        " ".join(sorted(told)),
        "".join(told),
        "".join(word[0] for word in told) if len(told) > 2 else "",
        max(told, key=len),
        form,
    )


def _joined(words: list[str]) -> list[str]:
    """Single letters that follow one another are one word."""
    if not any(len(word) == 1 for word in words):
        return words
    found: list[str] = []
    run = ""
    for word in words:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        if run:
            found.append(run)
            run = ""
        found.append(word)
    return [*found, run] if run else found
