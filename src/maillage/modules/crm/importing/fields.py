"""What a file of companies may hold, and what files call it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from maillage.kit.actor import Actor
from maillage.shared.exchange import cells
from maillage.shared.exchange.kinds import Field, Fields, Origin

KIND = "crm.companies"
LONGEST = 200
NAF = re.compile(r"\d{2}(\d{1,2}[A-Z]?)?")
Write = Callable[[Fields, str, Origin, Actor, datetime], None]
"""(fields of the line, public identifier of its company, where it comes from, who, when)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """What a higher app reads of a file of companies: its fields, how it writes them, and its rows of a company (primary key), so
    that an import can be undone."""

    fields: Callable[[], tuple[Field, ...]]
    write: Write
    rows: Callable[[int], Iterable[Any]]


_others: dict[str, Also] = {}


def also(name: str, other: Also) -> None:
    """Let a higher app read columns of a file of companies, in its ``wiring``; registering again replaces."""
    _others[name] = other


def others() -> tuple[Also, ...]:
    """What higher apps read."""
    return tuple(_others[name] for name in sorted(_others))


def _activity(cell: str) -> str:
    """A code of activity, its point put back: « 4322A » gives « 43.22A »; a division or a class alone is kept."""
    plain = "".join(cell.upper().replace(".", "").split())
    if not NAF.fullmatch(plain):
        raise cells.WrongCell(
            _("« %(cell)s » n'est pas un code d'activité : écrivez-le comme 43.22A, ou videz la cellule.")
            % {"cell": cell.strip()}
        )
    return f"{plain[:2]}.{plain[2:]}" if len(plain) > 2 else plain


def fields() -> tuple[Field, ...]:
    """Every field, those of higher apps last."""
    own = (
        Field(
            name="name",
            label=_("Nom de l'entreprise"),
            headings=("nom", "raison sociale", "entreprise", "denomination", "bénéficiaire", "société", "tiers", "nom entreprise"),
            required=True,
            parse=cells.text(LONGEST),
        ),
        Field(
            name="trade_name",
            label=_("Enseigne"),
            headings=("nom commercial", "enseigne commerciale"),
            parse=cells.text(LONGEST),
        ),
        Field(name="siret", label="SIRET", headings=("numero siret", "n siret", "siret siege"), parse=cells.siret, help=_("14 chiffres")),
        Field(name="siren", label="SIREN", headings=("numero siren", "n siren"), parse=cells.siren, help=_("9 chiffres")),
        Field(name="address", label=_("Adresse"), headings=("adresse 1", "rue", "voie", "adresse ligne 1"), parse=cells.text(LONGEST), help=_("sert à reconnaître l'entreprise, n'est pas recopiée")),
        Field(name="postcode", label=_("Code postal"), headings=("cp", "code postal siege"), parse=cells.text(10)),
        Field(name="town", label=_("Commune"), headings=("ville", "localité", "commune siege", "nom commune"), parse=cells.text(100)),
        Field(name="commune", label=_("Code Insee de la commune"), headings=("insee", "code insee", "code commune"), parse=cells.text(5)),
        Field(name="naf", label=_("Activité (NAF)"), headings=("naf", "ape", "code naf", "code ape"), parse=_activity),
        Field(name="domain", label=_("Courriel ou site de l'entreprise"), headings=("site", "site web", "site internet"), parse=cells.text(LONGEST), help=_("sert à reconnaître l'entreprise, n'est pas recopié")),
        Field(name="phone", label=_("Téléphone de l'entreprise"), headings=("telephone entreprise", "tel entreprise", "standard"), parse=cells.text(30), help=_("sert à reconnaître l'entreprise, n'est pas recopié")),
        Field(name="aid", label=_("Aide reçue"), headings=("aide", "dispositif", "libelle aide", "intitulé du dispositif", "nom du dispositif"), parse=cells.text(300)),
        Field(name="aid_year", label=_("Année de l'aide"), headings=("annee", "exercice", "millesime"), parse=cells.year),
        Field(name="aid_on", label=_("Date de décision de l'aide"), headings=("date", "date de decision", "date decision", "date attribution"), parse=cells.day),
        Field(name="aid_amount", label=_("Montant de l'aide, en euros"), headings=("montant", "montant aide", "montant attribué", "montant accorde"), parse=cells.amount),
        Field(name="aid_purpose", label=_("Objet de l'aide"), headings=("objet", "projet", "description"), parse=cells.text(500)),
        Field(name="aid_industry", label=_("Filière"), headings=("filiere", "secteur"), parse=cells.text(160)),
        Field(name="aid_reference", label=_("Numéro de dossier de l'aide"), headings=("numero", "n dossier", "dossier", "numero de dossier", "reference"), parse=cells.text(120)),
    )  # fmt: skip
    return own + tuple(field for other in others() for field in other.fields())
