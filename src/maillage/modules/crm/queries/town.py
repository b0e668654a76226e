"""A town as one types it: its name, its postal code or its Insee code."""

import datetime

from django.utils.translation import gettext as _

from maillage.kit.actor import PUBLIC, Actor
from maillage.kit.errors import Refused
from maillage.kit.text import searchable
from maillage.modules.crm.queries.finding import look_in_place
from maillage.modules.crm.queries.found import Findings
from maillage.shared.territories import queries as territories

NAMED = 5


def look_in_town(
    town: str, activity: str = "", limit: int = 8, *, on: datetime.date, actor: Actor = PUBLIC
) -> Findings:
    """Companies with an open establishment in a town, of an activity. Raises Refused (field «commune») for a town that
    does not exist, or when several answer: they are named."""
    found = territories.search(town, ("com", "arm"), limit=NAMED)
    exact = [one for one in found if one.code == town.upper() or searchable(one.name) == searchable(town)]
    meant = exact or found
    if not meant:
        raise Refused(
            "unknown_commune",
            _("Aucune commune ne répond à « {town} ».").format(town=town),
            way_out=territories.did_you_mean(town) or _("Vérifiez l'orthographe, ou donnez son code postal."),
            field="commune",
        )
    if len(meant) > 1:
        listed = ", ".join(f"{one.name} ({one.code})" for one in meant)
        raise Refused(
            "several_communes",
            _("Plusieurs communes répondent à « {town} ».").format(town=town),
            way_out=_("Donnez le code Insee de la bonne : {listed}.").format(listed=listed),
            field="commune",
        )
    return look_in_place(meant[0].code, activity, limit, on=on, actor=actor)
