"""What the consultation of 2022 says of presence, of coverage and of the number of schemes, to stand beside what is recorded.

A claim is a fact of the document, with its line; it is never read as data of the network, and nothing is computed from it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOCUMENT = _("Consultation de 2022 de la Région Hauts-de-France")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure of the document. ``unit``: slug in the directory; ``said``: as it is written; ``low``: the number when it is
    written in figures or letters, None when it is only approximate; ``of_units``: counts places, not people."""

    unit: str
    what: str | Promise
    said: str | Promise
    line: str
    low: int | None = None
    of_units: bool = False


PRESENCE = (
    Claim(unit="dpre", what=_("plateformes territoriales Proch'emploi"), said="23", line="602", low=23, of_units=True),
    Claim(unit="dfp", what=_("chargés de mission territoriaux"), said=_("une trentaine"), line="604"),
    Claim(unit="daen", what=_("chargés de mission territoriaux"), said=_("une petite dizaine"), line="606"),
    Claim(
        unit="dpeap", what=_("chargés de mission « secteur territoires »"), said=_("deux"), line="608", low=2
    ),
    Claim(
        unit="dipi",
        what=_("chargés de mission sur la politique des territoires d'industrie"),
        said=_("deux"),
        line="610",
        low=2,
    ),
)  # fmt: skip
"""Row H-219, lines 602 to 610."""

SITUATIONS_LINE = "546"
SITUATIONS_SAID = _("« (quasiment) toutes les situations d'entreprises »")
"""Row H-201."""
FEWER_LINE = "555"
"""Row H-206: schemes that complete one another, and fewer of them."""
PARTNERS_LINE = "561"
PARTNERS = ("region-hauts-de-france", "pole-emploi")
"""Row H-209: the two whose offers the document asks to tell apart."""
OPERATORS_LINE = "253"
"""Row H-095."""
EMPLOYMENT_LINE = "500"
"""Row H-183."""
