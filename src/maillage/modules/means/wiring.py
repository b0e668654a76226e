"""What means declare to other services."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.means import citing, panels, policies

menu.add(_("Moyens"), "means:plans", order=46, place=menu.DESK, ability=policies.reads)
slots.fill("missions.box", panels.of_box, order=60)
citing.declare()
