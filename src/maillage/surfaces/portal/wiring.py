"""The top of every public page, and its footer."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu

menu.add(_("Suivre ma demande"), "portal:renew", order=20)
menu.add(_("Accessibilité : non conforme"), "portal:accessibility", order=10, place=menu.FOOT)
menu.add(_("Mentions légales"), "portal:legal", order=20, place=menu.FOOT)
menu.add(_("Données personnelles"), "portal:privacy", order=30, place=menu.FOOT)
menu.add(_("Espace des agents"), "account_login", order=40, place=menu.FOOT)
