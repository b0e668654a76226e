"""What the territories add to every page."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu

menu.add(_("Territoires"), "territories:search", order=1, place=menu.FOOT)
