"""What this app adds to the others: the page of programs among the settings."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.shared.notices import events
from maillage.shared.programs import expiring, policies

events.declare(
    expiring.EVENT,
    _("Le jeton d'un programme va cesser de valoir"),
    ability=policies.administers,
)
menu.add(
    _("Programmes des partenaires"),
    "programs:programs",
    order=70,
    place=menu.SETTINGS,
    hint=_("Les jetons qui ouvrent l'API, et ce dont chaque programme est averti."),
    ability=policies.administers,
)
