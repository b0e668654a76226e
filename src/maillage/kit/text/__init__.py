"""Text as people search it, and as French prints it."""

import re
import unicodedata
from datetime import date

NO_BREAK = "\N{NO-BREAK SPACE}"
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_OTHER = re.compile(r"[^a-z0-9]+")
_TITLE = r"(?:M\.|MM\.|Mr|Mme|Mmes|Mlle|Monsieur|Madame|Mesdames|Messieurs)"
_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_NAMED = re.compile(rf"\b{_TITLE}\s+{_NAME}(?:\s+(?:et\s+|d[eu]\s+)?(?!{_TITLE}\s){_NAME}){{0,4}}")


def searchable(text: str) -> str:
    """The text in lower case, without accents, ligatures or punctuation: « L'Haÿ-les-Roses » gives « l hay les roses »."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _OTHER.sub(" ", kept.lower()).strip()


def stem(word: str) -> str:
    """The beginning that the words of one family share, near enough to search: « recruter » and « recrutement » give
    « recru » and « recrut », « énergie » meets « énergétique ». ``word`` is already `searchable`; short words are kept.

    >>> stem("recruter"), stem("recrutement"), stem("energie"), stem("eau")
    ('recru', 'recrut', 'energ', 'eau')
    """
    cut = next((cut for length, cut in ((11, 5), (8, 3), (7, 2), (6, 1)) if len(word) >= length), 0)
    return word[: len(word) - cut]


def typed(text: str) -> str:
    """The text without the spaces around it and the control characters no keyboard writes (PostgreSQL refuses NUL)."""
    return "".join(mark for mark in text if mark.isprintable() or mark.isspace()).strip()


def whole(text: str) -> int | None:
    """The number that an address or a form names a row by; None for all that is none: « ² », or more digits than a key has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def thousands(number: int) -> str:
    """A whole number as French prints it, its thousands held together by no-break spaces: 12 400."""
    return f"{number:,}".replace(",", NO_BREAK)


def counted(number: int, one: str, several: str) -> str:
    """A number with the words that go with it: « 1 tâche attend », « 2 tâches attendent »; zero is singular, as in French."""
    return f"{thousands(number)} {several if number > 1 else one}"


def long_date(day: date) -> str:
    """A day as a French sentence writes it: 1er janvier 2026, 12 mai 2026."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def of(name: str) -> str:
    """« de » before a name as French says it: d'Adèle, d'Hélène, d'Yves, de Basile, de Yasmine."""
    plain = searchable(name)
    vowel = plain[:1] in set("aeiouh") or (plain[:1] == "y" and plain[1:2] not in set("aeiou"))
    return f"d'{name}" if plain and vowel else f"de {name}"


def period(first: date, last: date) -> str:
    """Days from one to another, both included, as a French sentence writes them: le 23 novembre 2026, du 23 au 27 novembre
    2026, du 30 novembre au 2 décembre 2026."""
    if first == last:
        return f"le {long_date(first)}"
    said = long_date(first).split(" ")
    shared = 3 if first.year != last.year else 2 if first.month != last.month else 1
    return f"du {' '.join(said[:shared])} au {long_date(last)}"


def closed(sentence: str) -> str:
    """What a person wrote, with one full stop at its end; another mark that ends a sentence is enough.

    >>> closed("merci.. "), closed("pourquoi ?"), closed("absence")
    ('merci.', 'pourquoi ?', 'absence.')
    """
    said = sentence.strip()
    if not said or said[-1] in "!?…":
        return said
    return said.rstrip(".") + "."


def masked(text: str) -> str:
    """The text without the names it gives after a title: of somebody, only that there was one is kept.

    >>> masked("Voir Mme Exemple Essai, au service")
    'Voir [personne], au service'
    """
    return _NAMED.sub("[personne]", text)
