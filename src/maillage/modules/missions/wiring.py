"""What the missions declare to other services."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.modules.missions import policies

menu.add(_("Carte des missions"), "missions:plans", order=45, place=menu.DESK, ability=policies.visible)
