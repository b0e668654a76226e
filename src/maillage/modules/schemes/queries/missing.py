"""What a scheme lacks to be published."""

from collections.abc import Iterable

from maillage.modules.schemes.enums import Role
from maillage.modules.schemes.models import Scheme

TITLE, FAMILY, PUBLIC, CONTACT = "un titre", "une famille", "un public", "un organisme à appeler"


def missing_to_publish(scheme: Scheme) -> tuple[str, ...]:
    """The mandatory facts that are not there, in words: title, family, public, one organisation to call (H-003)."""
    return lacking(scheme.title, scheme.family, scheme.publics, {role.role for role in scheme.roles.all()})


def lacking(title: str, family: str, publics: Iterable[str], roles: Iterable[str]) -> tuple[str, ...]:
    """The same, from the facts themselves."""
    found = ((title, TITLE), (family, FAMILY), (tuple(publics), PUBLIC), (Role.CONTACT in roles, CONTACT))
    return tuple(words for value, words in found if not value)
