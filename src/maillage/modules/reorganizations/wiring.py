"""What reorganisations add to the desk."""

from django.utils.translation import gettext_lazy as _

from maillage.kit.ui import menu, slots
from maillage.modules.reorganizations import handlers, panels, policies

handlers.register()
slots.fill("missions.plan", panels.of_plan, order=80)
menu.add(
    _("Réorganisations"),
    "reorganizations:list",
    order=30,
    place=menu.SETTINGS,
    hint=_(
        "Un organigramme préparé à côté du présent, son chemin jusqu'à l'entrée en vigueur, les questions ouvertes."
    ),
    ability=policies.administers,
)
