"""What the glossary adds to every page."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu

menu.add(_("Glossaire"), "glossary:glossary", order=3, place=menu.FOOT)
