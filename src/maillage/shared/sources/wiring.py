"""What the sources add to every page."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu

menu.add(_("Sources"), "sources:sources", order=4, place=menu.FOOT)
