"""Cells as people type them: read, or refused with what to write instead. Nothing is guessed."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from maillage.kit import identifiers
from maillage.kit.text import typed

SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?\s*[eE]\s*\+?\d+")
FRENCH_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
YEAR = re.compile(r"(?:19|20)\d{2}")
AMOUNT = re.compile(r"\d+([.,]\d{1,2})?")
LONGEST_AMOUNT = 12
"""Digits before the comma: what the columns of amounts hold."""
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SPACES = re.compile(r"[\s\u00a0\u202f]+")
EPOCH = date(1899, 12, 30)
"""Day 0 of the days that spreadsheets number."""
NUMBERED = range(20_000, 80_000)
"""Days of 1954 to 2119, as spreadsheets number them."""


class WrongCell(ValueError):
    """A cell that cannot be read: a French sentence, and what could be written instead, "" when nothing can be offered."""

    def __init__(self, sentence: str, offered: str = "") -> None:
        super().__init__(sentence)
        self.offered = offered


def text(most: int) -> Callable[[str], str]:
    """A text of so many characters at most."""

    def parse(cell: str) -> str:
        said = " ".join(typed(cell).split())
        if len(said) > most:
            raise WrongCell(
                _("Ce texte a %(length)d caractères ; %(most)d au plus.")
                % {"length": len(said), "most": most},
                said[:most],
            )
        return said

    return parse


def siret(cell: str) -> str:
    """A SIRET. Digits that a spreadsheet rounded are refused, never guessed."""
    return _number(cell, 14, "SIRET", identifiers.siret)


def siren(cell: str) -> str:
    """A SIREN."""
    return _number(cell, 9, "SIREN", identifiers.siren)


def _number(cell: str, length: int, name: str, check: Callable[[str], str]) -> str:
    said = SPACES.sub("", typed(cell)).strip("'’")
    if SCIENTIFIC.fullmatch(said):
        raise WrongCell(
            _(
                "Le tableur a remplacé ce %(name)s par « %(cell)s » : ses derniers chiffres sont perdus, on ne peut pas les deviner. Mettez la colonne au format Texte dans le fichier d'origine, ou retrouvez le numéro."
            )
            % {"name": name, "cell": typed(cell)}
        )
    digits = re.sub(r"[.\-]", "", said)
    if digits.isdecimal() and len(digits) == length and digits.endswith("00000"):
        raise WrongCell(
            _(
                "Ce %(name)s finit par cinq zéros : le tableur a sans doute arrondi le numéro. Retrouvez-le, ou videz la cellule."
            )
            % {"name": name}
        )
    try:
        return check(said)
    except identifiers.WrongIdentifier as wrong:
        raise WrongCell(str(wrong), _padded(digits, length, check)) from None


def _padded(digits: str, length: int, check: Callable[[str], str]) -> str:
    """What a number becomes with the zeros that a spreadsheet takes away from its beginning, when the key says so."""
    if not digits.isdecimal() or not length - 4 < len(digits) < length:
        return ""
    try:
        return check(digits.zfill(length))
    except identifiers.WrongIdentifier:
        return ""


def day(cell: str) -> str:
    """A day, as AAAA-MM-JJ: jj/mm/aaaa, AAAA-MM-JJ, or a year alone for its first of January."""
    said = typed(cell)
    try:
        if found := FRENCH_DAY.fullmatch(said):
            if len(found[3]) == 2:
                raise WrongCell(
                    _("« %(cell)s » : le siècle manque.") % {"cell": said},
                    f"{found[1].zfill(2)}/{found[2].zfill(2)}/20{found[3]}",
                )
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        if found := ISO_DAY.fullmatch(said):
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError as wrong:
        if isinstance(wrong, WrongCell):
            raise
        raise WrongCell(_("« %(cell)s » n'existe pas au calendrier.") % {"cell": said}) from None
    if YEAR.fullmatch(said):
        return date(int(said), 1, 1).isoformat()
    offered = ""
    if said.isdecimal() and len(said) < 6 and int(said) in NUMBERED:
        offered = (EPOCH + timedelta(days=int(said))).strftime("%d/%m/%Y")
    raise WrongCell(
        _("« %(cell)s » n'est pas une date : écrivez jj/mm/aaaa, ou une année.") % {"cell": said}, offered
    )


def year(cell: str) -> str:
    """A year of four digits, alone or in a day."""
    said = typed(cell)
    return said if YEAR.fullmatch(said) else day(cell)[:4]


def amount(cell: str) -> str:
    """An amount in euros, zero or more, its decimals after a point: « 12 500,00 € » gives « 12500.00 »."""
    said = SPACES.sub("", typed(cell)).replace("€", "").removesuffix("EUR")
    if SCIENTIFIC.fullmatch(said):
        raise WrongCell(_("« %(cell)s » est un nombre arrondi par le tableur.") % {"cell": typed(cell)})
    if not AMOUNT.fullmatch(said):
        raise WrongCell(
            _("« %(cell)s » n'est pas un montant : écrivez 12500 ou 12500,50, sans signe.")
            % {"cell": typed(cell)}
        )
    kept = said.replace(",", ".").lstrip("0")
    if len(kept.partition(".")[0]) > LONGEST_AMOUNT:
        raise WrongCell(_("« %(cell)s » est trop grand pour un montant en euros.") % {"cell": typed(cell)})
    return kept if kept[:1].isdigit() else f"0{kept}"


def mail(cell: str) -> str:
    """An e-mail address."""
    said = typed(cell)
    if not MAIL.fullmatch(said):
        raise WrongCell(
            _("« %(cell)s » n'est pas une adresse de courriel.") % {"cell": said}, said.replace(" ", "")
        )
    return said


def choice(words: dict[str, str]) -> Callable[[str], str]:
    """One of a few words: as typed → as kept."""

    def parse(cell: str) -> str:
        said = typed(cell).lower()
        if said in words:
            return words[said]
        raise WrongCell(
            _("« %(cell)s » n'est pas un des mots de cette colonne : %(words)s.")
            % {"cell": typed(cell), "words": ", ".join(dict.fromkeys(words))}
        )

    return parse
