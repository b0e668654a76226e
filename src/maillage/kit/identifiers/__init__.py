"""The keys of companies: SIREN (9 digits) and SIRET (14), written as people write them, checked before anything else.

Both end with a Luhn key. La Poste (SIREN 356000000) has more establishments than the key allows: its SIRET are also valid
when the sum of their digits is a multiple of 5.
"""

import re

LA_POSTE = "356000000"
_SEPARATORS = re.compile(r"[\s.\-\u00a0\u202f]+")


class WrongIdentifier(ValueError):
    """The text is not a SIREN or a SIRET; the message is a French sentence for the person who typed it."""


class WrongLength(WrongIdentifier):
    """Digits are missing or in excess."""


class WrongCharacter(WrongIdentifier):
    """Something else than a digit was typed."""


class OnlyZeros(WrongIdentifier):
    """Zeros only: the key is right, and the number is nobody's."""


class WrongKey(WrongIdentifier):
    """The control key does not match: a digit was miscopied."""


def siren(text: str) -> str:
    """The nine digits of a SIREN typed with or without spaces. Raises a ``WrongIdentifier``."""
    digits = _digits(text, "SIREN", 9)
    if not luhn(digits):
        raise WrongKey(_wrong_key("SIREN", digits))
    return digits


def siret(text: str) -> str:
    """The fourteen digits of a SIRET typed with or without spaces. Raises a ``WrongIdentifier``."""
    digits = _digits(text, "SIRET", 14)
    if luhn(digits):
        return digits
    if digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return digits
    raise WrongKey(_wrong_key("SIRET", digits))


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn key of the others (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _digits(text: str, name: str, length: int) -> str:
    digits = _SEPARATORS.sub("", text)
    if not digits:
        raise WrongLength(f"Le {name} est vide\N{NO-BREAK SPACE}: il compte {length} chiffres.")
    if not (digits.isascii() and digits.isdigit()):
        strange = next(mark for mark in digits if not (mark.isascii() and mark.isdigit()))
        raise WrongCharacter(
            f"Le {name} «\N{NO-BREAK SPACE}{text.strip()}\N{NO-BREAK SPACE}» contient "
            f"«\N{NO-BREAK SPACE}{strange}\N{NO-BREAK SPACE}»\N{NO-BREAK SPACE}: il ne compte que des chiffres."
        )
    if not digits.strip("0") and len(digits) == length:
        raise OnlyZeros(f"Le {name} n'est fait que de zéros\N{NO-BREAK SPACE}: il n'est à personne.")
    if gap := length - len(digits):
        raise WrongLength(f"Le {name} compte {length} chiffres\N{NO-BREAK SPACE}: {_gap(gap)}")
    return digits


def _gap(gap: int) -> str:
    many = "un chiffre" if abs(gap) == 1 else f"{abs(gap)} chiffres"
    return f"il lui manque {many}." if gap > 0 else f"il y a {many} de trop."


def _wrong_key(name: str, digits: str) -> str:
    return (
        f"La clé de contrôle du {name} {digits} ne correspond pas\N{NO-BREAK SPACE}: "
        "un chiffre a sans doute été mal copié."
    )
