"""What the words of a source say of it, and nothing more: its kind when they name it, its date when they give one."""

import re
from datetime import date

from maillage.shared.sources.enums import SourceKind

# A text that doubts of itself, that says that it is invented, that there is no act or not yet, lets us say nothing.
DOUBT = re.compile(
    r"à (valider|confirmer|définir|venir|signer|voter|adopter|prendre)\b|invent|démonstration|hypothèse|voir\s«"
    r"|\b(aucune?|sans|ni|pas d[e'’]|plus d[e'’]|absence d[e'’]|faute d[e'’]|futures?|prochaines?)\b"
    r"|\b(avant-)?(projets?|propositions?) d[e'’]|\bn'est pas\b|\bnon (publié|adopté|signé|voté)|\ben attente\b",
    re.I,
)
NAMES = {
    SourceKind.LAW: re.compile(
        r"\bcode (du|de la|de l'|des|de|général) ?\w|\barticles? [LRDA]\.? ?\d|\bloi (n°|organique|du \d)"
        r"|\bdécret\b|\bordonnance (n°|du \d)|\brèglement \((UE|CE)\)",
        re.I,
    ),
    SourceKind.DELIBERATION: re.compile(r"\bdélibérations?\b", re.I),
    # « par convention » is a choice that one makes, not an act that one signs.
    SourceKind.AGREEMENT: re.compile(r"(?<!\bpar )\bconventions?\b(?! (de chargement|d'import))", re.I),
    SourceKind.REGISTER: re.compile(
        r"\bSirene\b|\bcode officiel géographique\b|\bCOG\b|\bINSEE\b|\bDGCL, (liste|composition)\b"
        r"|\bregistres? (national|du commerce|des )|\bdépôt (du|au) \d|\bdata\.gouv\.fr\b",
        re.I,
    ),
}
# What these names hide: the geographical code is a register, whatever its name.
CODES = re.compile(r"\bcode officiel géographique\b", re.I)
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
DIGITS = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
WORDS = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(MONTHS)}) (\d{{4}})\b", re.I)


def kind_said(text: str) -> SourceKind:
    """The kind that a text gives itself. Unknown: it names none, several, or says that it is not sure.

    >>> kind_said("Délibération 2024-12 du conseil"), kind_said("ligne 182 de la consultation")
    (SourceKind.DELIBERATION, SourceKind.UNKNOWN)
    """
    if DOUBT.search(text):
        return SourceKind.UNKNOWN
    told = {_one(part) for part in text.split(";") if part.strip()}
    return told.pop() if len(told) == 1 else SourceKind.UNKNOWN


def _one(part: str) -> SourceKind:
    named = {kind for kind, words in NAMES.items() if words.search(part)}
    if CODES.search(part):
        named.discard(SourceKind.LAW)
    return named.pop() if len(named) == 1 else SourceKind.UNKNOWN


def day_said(text: str) -> date | None:
    """The one day that a text gives, « 12/06/2026 » or « 1er janvier 2025 »; None when it gives none, or several."""
    written = [(int(day), int(month), int(year)) for day, month, year in DIGITS.findall(text)]
    written += [(int(d), MONTHS.index(month.lower()) + 1, int(y)) for d, month, y in WORDS.findall(text)]
    if len(set(written)) != 1:
        return None
    day, month, year = written[0]
    try:
        return date(year, month, day)
    except ValueError:
        return None
