"""What a line says that its company will not keep, told before it is applied: a mapped cell never vanishes without a word."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from maillage.modules.crm.importing import places
from maillage.shared.exchange.kinds import Fields

OF_AN_AID = ("aid_year", "aid_on", "aid_amount", "aid_purpose", "aid_industry", "aid_reference")


def of(said: Fields) -> Iterator[tuple[str, str, str]]:
    """Field, sentence, and what could be written instead, "" for nothing."""
    yield from _place(said)
    if not said.get("aid") and any(field in said for field in OF_AN_AID):
        yield (
            "aid",
            _("Le nom de l'aide manque : son année, son montant et son numéro ne seront pas repris."),
            "",
        )


def _place(said: Fields) -> Iterator[tuple[str, str, str]]:
    if code := said.get("commune", "").upper():
        if not places.exists(code):
            sentence = _("Aucune commune n'a le code « %(code)s » : il ne sera pas repris.") % {"code": code}
            yield "commune", sentence, ""
        return
    town, postcode = said.get("town", ""), said.get("postcode", "")
    if not town or len(meant := places.answering(town, postcode)) == 1:
        return
    if meant:
        told = _(
            "Plusieurs communes s'appellent « %(town)s » : ajoutez le code postal, sinon elle ne sera pas reprise."
        )
    elif postcode:
        told = _(
            "Aucune commune ne s'appelle « %(town)s » au code postal %(postcode)s : elle ne sera pas reprise."
        )
    else:
        told = _("Aucune commune ne s'appelle « %(town)s » : elle ne sera pas reprise.")
    yield "town", told % {"town": town, "postcode": postcode}, ""
