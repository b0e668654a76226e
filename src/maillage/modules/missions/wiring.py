"""What the missions declare to other services."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.modules.missions import citing, policies
from maillage.modules.missions.operations.attesting import EVENT
from maillage.shared.notices import events

menu.add(_("Carte des missions"), "missions:plans", order=45, place=menu.DESK, ability=policies.visible)
events.declare(
    EVENT,
    _("On vous demande de confirmer une partie de la carte des missions"),
    ability=policies.writes,
)
citing.declare()
