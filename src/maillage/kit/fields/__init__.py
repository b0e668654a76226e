"""What a person typed in one field: returned clean, or refused with a sentence that says what to correct.

Nothing is ever cut: what does not fit is sent back to its author, who knows what matters in it.
"""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.kit.errors import Refused
from maillage.kit.text import typed

LONGEST_EMAIL = 254
"""Characters of an e-mail address, as a server takes it (RFC 5321, 4.5.3.1.3)."""


def line(text: str, *, most: int, field: str) -> str:
    """The text typed in ``field``, ``most`` characters at most. Raises Refused("too_long")."""
    found = typed(text)
    if over := max(len(found) - most, 0):
        raise Refused(
            "too_long",
            ngettext(
                "Ce texte est trop long de %(n)d caractère : %(most)d au plus.",
                "Ce texte est trop long de %(n)d caractères : %(most)d au plus.",
                over,
            )
            % {"n": over, "most": most},
            way_out=_("Raccourcissez-le."),
            field=field,
        )
    return found


def email(text: str, *, field: str) -> str:
    """The e-mail address typed in ``field``; empty when nothing was. Raises Refused("email"), or "too_long"."""
    found = line(text, most=LONGEST_EMAIL, field=field)
    if found:
        try:
            validate_email(found)
        except ValidationError:
            raise Refused(
                "email",
                _("« %(address)s » n'est pas une adresse électronique.") % {"address": found},
                way_out=_("Vérifiez-la : elle ressemble à nom@domaine.fr."),
                field=field,
            ) from None
    return found
