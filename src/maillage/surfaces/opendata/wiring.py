"""The page of open data, at the foot of every public page."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu

menu.add(_("Données ouvertes"), "opendata:data", order=35, place=menu.FOOT)
