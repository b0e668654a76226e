"""What this app adds to the others: how rights are explained; the page of accounts among the settings; on a development machine, the cast."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.shared.access import explaining, panels, policies

explaining.register()
menu.add(
    _("Comptes et rôles"),
    "access:accounts",
    order=30,
    place=menu.SETTINGS,
    hint=_("Qui se connecte, pour quel organisme, avec quel rôle et dans quel territoire."),
    ability=policies.reads,
)
menu.add(
    _("Habilitations qui finissent"),
    "access:endings",
    order=35,
    place=menu.SETTINGS,
    hint=_("Les rôles dont la fin approche, et ceux dont le territoire n'existe plus."),
    ability=policies.reads,
)
slots.fill("page.banner", panels.trying)
if settings.DEV_SIGN_IN:
    slots.fill("accounts.sign_in", panels.cast)
    slots.fill("accounts.resume", panels.cast_again)
