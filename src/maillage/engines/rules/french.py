"""How the engine writes numbers, dates, durations and lists in French. Pure typography, no trade."""

from collections.abc import Iterable
from datetime import date

NB = "\u00a0"
"""The no-break space that French sets before « : ; ! ? » and inside quotes and numbers."""

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def number(value: int) -> str:
    """A whole number with no-break spaces between thousands: « 12 400 »."""
    return f"{value:,}".replace(",", NB) if value > 999 else str(value)


def count(value: int, singular: str, plural: str) -> str:
    """A number and its noun, in the plural from two: « 1 salarié », « 2 salariés ». The sign € is not parted from it."""
    return f"{number(value)}{NB if singular == '€' else ' '}{plural if value >= 2 else singular}"


def day(value: date) -> str:
    """A date as French writes it: « 1er janvier 2024 », « 12 mai 2026 »."""
    return f"{'1er' if value.day == 1 else value.day} {_MONTHS[value.month - 1]} {value.year}"


def duration(months: int) -> str:
    """A number of months, in years when it divides: « 3 ans », « 18 mois », « 1 an »."""
    if months % 12 or not months:
        return f"{months} mois"
    return count(months // 12, "an", "ans")


def listed(items: Iterable[str], word: str = "ou") -> str:
    """« a », « a ou b », « a, b ou c »."""
    *head, last = items
    return f"{', '.join(head)} {word} {last}" if head else last


def of(words: str) -> str:
    """« de » before words, elided before a vowel, contracted with « le », once only: « d'au moins 50 € », « du Nord »."""
    if words.startswith("de "):
        return words
    if words.startswith("le "):
        return f"du {words.removeprefix('le ')}"
    return f"d'{words}" if words[0].lower() in "aeiouéè" else f"de {words}"


def quoted(text: str) -> str:
    """Between guillemets, with their no-break spaces."""
    return f"«{NB}{text}{NB}»"


def capital(text: str) -> str:
    """The same text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def at_least(value: int, singular: str, plural: str) -> str:
    """« au moins 50 salariés »."""
    return f"au moins {count(value, singular, plural)}"


def at_most(value: int, singular: str, plural: str) -> str:
    """« moins de 10 » when one more is a round number, else « au plus 250 »: 9 → moins de 10, 250 → au plus 250."""
    following = value + 1
    if following % 10 == 0:
        return f"moins de {count(following, singular, plural)}"
    return f"au plus {count(value, singular, plural)}"


def bounds(low: int | None, high: int | None, singular: str, plural: str) -> str:
    """Inclusive bounds in words: « de 10 à 249 salariés », « au moins 50 salariés », « exactement 1 salarié »."""
    if low is None and high is None:
        raise ValueError("a bound at least")
    if high is None:
        assert low is not None
        return at_least(low, singular, plural)
    if low is None:
        return at_most(high, singular, plural)
    if low == high:
        return f"exactement {count(low, singular, plural)}"
    return f"de {number(low)} à {count(high, singular, plural)}"


def outside(low: int | None, high: int | None, singular: str, plural: str) -> str:
    """The complement of `bounds`: « au moins 10 salariés », « moins de 10 ou plus de 249 salariés »."""
    if low is None:
        assert high is not None
        return at_least(high + 1, singular, plural)
    if high is None:
        return f"moins de {count(low, singular, plural)}"
    return f"moins de {number(low)} ou plus de {count(high, singular, plural)}"
