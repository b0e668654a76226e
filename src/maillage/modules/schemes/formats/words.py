"""Days, periods and names of bodies as French writes them."""

import datetime

MONTHS = (
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


def day(value: datetime.date) -> str:
    """12 mai 2026; the first of a month is 1er."""
    return f"{'1er' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"


def period(start: datetime.date | None, end: datetime.date | None) -> str:
    """A half-open period in words, its last day included: « Du 1er janvier 2024 au 31 décembre 2025 »."""
    last = end - datetime.timedelta(days=1) if end else None
    if start and last:
        return f"Du {day(start)} au {day(last)}"
    if start:
        return f"À partir du {day(start)}"
    return f"Jusqu'au {day(last)}" if last else ""


ARTICLES = {
    "Région": "la ",
    "Agence": "l'",
    "Chambre": "la ",
    "Département": "le ",
    "Intercommunalité": "l'",
    "Ministère": "le ",
}


def with_article(name: str) -> str:
    """The name of a body as a sentence says it: « la Région Hauts-de-France »; acronyms and other names bear no article."""
    return ARTICLES.get(name.partition(" ")[0], "") + name
