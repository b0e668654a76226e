"""What the directory adds to every page."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu

menu.add(_("Organismes"), "directory:directory", order=2, place=menu.FOOT)
