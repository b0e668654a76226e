"""What the catalogue adds to every page."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu

menu.add(_("Aides"), "schemes:catalogue", order=10)
menu.add(_("Et pour mon entreprise ?"), "schemes:answer", order=20)
