"""What the glossary adds to every page."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu
from maillage.shared.glossary import citing

menu.add(_("Glossaire"), "glossary:glossary", order=3, place=menu.FOOT)
citing.declare()
